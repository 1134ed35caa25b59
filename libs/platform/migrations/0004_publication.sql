-- Numbered editions (清单 第N期): drafts, their items, and every revision as it was published.

CREATE TABLE editions (
  id uuid NOT NULL,
  kind text NOT NULL,
  issuer_id uuid NOT NULL,
  issuer_name text NOT NULL,
  issuer_code text NOT NULL,
  number integer,
  state text NOT NULL DEFAULT 'draft',
  title text NOT NULL,
  preface text NOT NULL DEFAULT '',
  scheduled_for timestamptz,
  published_at timestamptz,
  revision integer NOT NULL DEFAULT 0,
  withdrawn_reason text,
  version integer NOT NULL DEFAULT 1,
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_editions PRIMARY KEY (id),
  CONSTRAINT uq_editions_number UNIQUE (issuer_id, kind, number),
  CONSTRAINT uq_editions_slug UNIQUE (kind, issuer_code, number),
  CONSTRAINT ck_editions_kind CHECK (kind ~ '^[a-z][a-z-]{1,39}$'),
  CONSTRAINT ck_editions_state CHECK (state IN ('draft', 'scheduled', 'published', 'withdrawn')),
  CONSTRAINT ck_editions_numbered CHECK ((state IN ('draft', 'scheduled')) = (number IS NULL))
);
CREATE INDEX ix_editions_listed ON editions (kind, published_at DESC) WHERE number IS NOT NULL;
CREATE INDEX ix_editions_due ON editions (scheduled_for) WHERE state = 'scheduled';

CREATE TABLE edition_items (
  edition_id uuid NOT NULL,
  listing_id uuid NOT NULL,
  position integer NOT NULL,
  CONSTRAINT pk_edition_items PRIMARY KEY (edition_id, listing_id),
  CONSTRAINT fk_edition_items_edition FOREIGN KEY (edition_id) REFERENCES editions (id) ON DELETE CASCADE
);
CREATE INDEX ix_edition_items_listing ON edition_items (listing_id);

-- What was published, to the byte, for ever.
CREATE TABLE edition_revisions (
  edition_id uuid NOT NULL,
  revision integer NOT NULL,
  document text NOT NULL,
  sha256 text NOT NULL,
  items integer NOT NULL,
  -- How many of its rows are struck: every count that is shown of an edition says it.
  struck integer NOT NULL DEFAULT 0,
  reason text,
  actor_id uuid,
  published_at timestamptz NOT NULL,
  CONSTRAINT pk_edition_revisions PRIMARY KEY (edition_id, revision),
  CONSTRAINT fk_edition_revisions_edition FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT ck_edition_revisions_struck CHECK (struck BETWEEN 0 AND items),
  CONSTRAINT ck_edition_revisions_sha256 CHECK (sha256 = encode(sha256(convert_to(document, 'UTF8')), 'hex'))
);
CREATE TRIGGER tr_edition_revisions_kept BEFORE UPDATE OR DELETE ON edition_revisions
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tr_edition_revisions_whole BEFORE TRUNCATE ON edition_revisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
