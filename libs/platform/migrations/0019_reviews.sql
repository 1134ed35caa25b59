-- Performance reviews (绩效评比): an adopted scheme on a frozen period, for chosen units; each version is a row of its own,
-- and what was published stays as it is.
CREATE TABLE reviews (
  id uuid NOT NULL,
  -- The first version's id: the versions of one review have it in common. Adopted schemes and frozen periods, which it
  -- names, are kept by triggers of their own.
  series_id uuid NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  state text NOT NULL,
  scheme_id uuid NOT NULL,
  scheme_version integer NOT NULL,
  units text NOT NULL,
  keys text[] NOT NULL,
  period text NOT NULL,
  -- Which archive of the period it rests on, from the opening on: as frozen (0), or an amendment.
  amendment integer,
  period_sha256 text,
  self_due date,
  objections_due date,
  correction_reason text,
  created_by uuid NOT NULL,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  published_by uuid,
  published_by_name text,
  published_at timestamptz(3),
  content jsonb,
  sha256 text,
  -- Counts the edits.
  revision integer NOT NULL,
  CONSTRAINT pk_reviews PRIMARY KEY (id),
  CONSTRAINT uq_reviews_version UNIQUE (series_id, version),
  CONSTRAINT ck_reviews_version CHECK (version > 0 AND (version > 1) = (correction_reason IS NOT NULL)),
  CONSTRAINT ck_reviews_state CHECK (state IN ('draft', 'self_assessment', 'assessment', 'objections', 'published')),
  CONSTRAINT ck_reviews_units CHECK (units IN ('area', 'department')),
  CONSTRAINT ck_reviews_begun CHECK (state = 'draft' OR (amendment IS NOT NULL AND period_sha256 IS NOT NULL)),
  CONSTRAINT ck_reviews_published CHECK ((state = 'published') = (content IS NOT NULL AND sha256 IS NOT NULL AND published_at IS NOT NULL)),
  CONSTRAINT ck_reviews_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')
);
-- One version at a time is under way.
CREATE UNIQUE INDEX uq_reviews_open ON reviews (series_id) WHERE state <> 'published';

CREATE TABLE review_units (
  review_id uuid NOT NULL,
  key text NOT NULL,
  label text NOT NULL,
  -- By the scheme, from the archive, as it was worked out at the opening.
  computed jsonb NOT NULL,
  self jsonb,
  self_by uuid,
  self_by_name text,
  self_on_behalf boolean NOT NULL,
  self_submitted_at timestamptz,
  assessed jsonb,
  assessed_by uuid,
  assessed_by_name text,
  assessed_at timestamptz,
  accepted_at timestamptz,
  accepted_by_name text,
  revision integer NOT NULL,
  CONSTRAINT pk_review_units PRIMARY KEY (review_id, key),
  CONSTRAINT fk_review_units_review FOREIGN KEY (review_id) REFERENCES reviews (id),
  CONSTRAINT ck_review_units_self CHECK ((self IS NULL) = (self_by IS NULL)),
  CONSTRAINT ck_review_units_assessed CHECK ((assessed IS NULL) = (assessed_at IS NULL))
);

CREATE TABLE review_objections (
  id uuid NOT NULL,
  review_id uuid NOT NULL,
  key text NOT NULL,
  -- Null: of the whole.
  measure text,
  statement text NOT NULL,
  raised_by uuid NOT NULL,
  raised_by_name text NOT NULL,
  raised_at timestamptz NOT NULL,
  on_behalf boolean NOT NULL,
  outcome text,
  answer text,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  CONSTRAINT pk_review_objections PRIMARY KEY (id),
  CONSTRAINT fk_review_objections_unit FOREIGN KEY (review_id, key) REFERENCES review_units (review_id, key),
  CONSTRAINT ck_review_objections_outcome CHECK (outcome IN ('upheld', 'partly', 'rejected')),
  CONSTRAINT ck_review_objections_decided CHECK ((outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (answer IS NULL)),
  -- Nobody decides what they raised.
  CONSTRAINT ck_review_objections_second CHECK (decided_by <> raised_by)
);
CREATE INDEX ix_review_objections_unit ON review_objections (review_id, key);

-- Files of a 自评, or of an objection.
CREATE TABLE review_files (
  id uuid NOT NULL,
  review_id uuid NOT NULL,
  key text NOT NULL,
  purpose text NOT NULL,
  -- The objection that it was sent with.
  objection_id uuid,
  sha256 text NOT NULL,
  file_name text NOT NULL,
  media_type text NOT NULL,
  size bigint NOT NULL,
  uploaded_by uuid NOT NULL,
  uploaded_by_name text NOT NULL,
  uploaded_at timestamptz NOT NULL,
  CONSTRAINT pk_review_files PRIMARY KEY (id),
  CONSTRAINT fk_review_files_unit FOREIGN KEY (review_id, key) REFERENCES review_units (review_id, key),
  CONSTRAINT fk_review_files_objection FOREIGN KEY (objection_id) REFERENCES review_objections (id),
  CONSTRAINT ck_review_files_purpose CHECK (purpose IN ('self', 'objection') AND (purpose = 'objection' OR objection_id IS NULL)),
  CONSTRAINT ck_review_files_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')
);
CREATE INDEX ix_review_files_unit ON review_files (review_id, key);
CREATE INDEX ix_review_files_sha256 ON review_files (sha256);

-- A published review never changes, nor does anything of it; a draft alone is deleted.
CREATE FUNCTION keep_published_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' OR (TG_OP = 'DELETE' AND OLD.state <> 'draft') THEN
    RAISE EXCEPTION 'a published review is not changed: make another version' USING ERRCODE = 'raise_exception';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER tr_reviews_published BEFORE UPDATE OR DELETE ON reviews FOR EACH ROW EXECUTE FUNCTION keep_published_review();

CREATE FUNCTION keep_of_published_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_review uuid;
BEGIN
  of_review := CASE TG_OP WHEN 'INSERT' THEN NEW.review_id ELSE OLD.review_id END;
  IF EXISTS (SELECT 1 FROM reviews r WHERE r.id = of_review AND r.state = 'published') THEN
    RAISE EXCEPTION 'a published review is not changed: make another version' USING ERRCODE = 'raise_exception';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

DO $$
DECLARE kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['review_units', 'review_objections', 'review_files'] LOOP
    EXECUTE format('CREATE TRIGGER tr_%s_published BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION keep_of_published_review()', kept, kept);
  END LOOP;
  FOREACH kept IN ARRAY ARRAY['reviews', 'review_units', 'review_objections', 'review_files'] LOOP
    EXECUTE format('CREATE TRIGGER tr_%s_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
  END LOOP;
END $$;

-- Papers that were asked for and made: workbooks and reports, kept as files for a while.
CREATE TABLE papers (
  id uuid NOT NULL,
  -- What it is of, with all that it takes to make it.
  request jsonb NOT NULL,
  asked_by uuid NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  file_name text,
  media_type text,
  size bigint,
  sha256 text,
  CONSTRAINT pk_papers PRIMARY KEY (id),
  CONSTRAINT ck_papers_made CHECK ((sha256 IS NULL) = (file_name IS NULL))
);
CREATE INDEX ix_papers_sha256 ON papers (sha256);
