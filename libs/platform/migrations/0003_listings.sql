-- Listings of every kind, the dictionaries they speak in, and the files they are imported from.

-- Of the generated columns below: what stands in a document as a list of codes, and as a day. Both are immutable,
-- which a cast from text to a date is not.
CREATE FUNCTION codes_in(list jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT coalesce(array_agg(code ORDER BY place), '{}') FROM jsonb_array_elements_text(coalesce(list, '[]')) WITH ORDINALITY AS x(code, place) $$;
CREATE FUNCTION day_in(day text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT make_date(substr(day, 1, 4)::integer, substr(day, 6, 2)::integer, substr(day, 9, 2)::integer) $$;

-- Listings of every kind: heads here, their revisions as documents below.
CREATE TABLE listings (
  id uuid NOT NULL,
  kind text NOT NULL,
  number text NOT NULL,
  organisation_id uuid NOT NULL,
  revision integer NOT NULL,
  published_revision integer,
  published_at timestamptz,
  import_key text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_listings PRIMARY KEY (id),
  CONSTRAINT uq_listings_number UNIQUE (number),
  CONSTRAINT uq_listings_import UNIQUE (import_key),
  CONSTRAINT fk_listings_organisation FOREIGN KEY (organisation_id) REFERENCES organisations (id),
  CONSTRAINT ck_listings_kind CHECK (kind ~ '^[a-z][a-z-]{1,39}$'),
  CONSTRAINT ck_listings_published CHECK (published_revision BETWEEN 1 AND revision)
);
CREATE INDEX ix_listings_organisation ON listings (organisation_id);
CREATE INDEX ix_listings_newest ON listings (kind, created_at DESC, id DESC);
CREATE INDEX ix_listings_in_force ON listings (kind, id) WHERE published_revision IS NOT NULL;

-- The content is checked by its kind's schema on the way in and out; what is filtered or sorted by stands beside it.
CREATE TABLE listing_revisions (
  listing_id uuid NOT NULL,
  revision integer NOT NULL,
  state text NOT NULL,
  title text NOT NULL,
  content jsonb NOT NULL,
  fields text[] NOT NULL GENERATED ALWAYS AS (codes_in(content -> 'fields')) STORED,
  chains text[] NOT NULL GENERATED ALWAYS AS (codes_in(content -> 'chains')) STORED,
  area text GENERATED ALWAYS AS (content ->> 'area') STORED,
  department text GENERATED ALWAYS AS (content ->> 'department') STORED,
  visibility text NOT NULL GENERATED ALWAYS AS (coalesce(content ->> 'visibility', 'public')) STORED,
  valid_until date GENERATED ALWAYS AS (day_in(content ->> 'validUntil')) STORED,
  CONSTRAINT pk_listing_revisions PRIMARY KEY (listing_id, revision),
  CONSTRAINT fk_listing_revisions_listing FOREIGN KEY (listing_id) REFERENCES listings (id) ON DELETE CASCADE,
  CONSTRAINT ck_listing_revisions_state CHECK (state IN ('draft', 'submitted', 'changes_requested', 'rejected', 'approved', 'published', 'expired', 'withdrawn', 'superseded')),
  CONSTRAINT ck_listing_revisions_content CHECK (jsonb_typeof(content) = 'object' AND NOT content ? 'contact')
);
CREATE UNIQUE INDEX uq_listing_revisions_published ON listing_revisions (listing_id) WHERE state = 'published';
CREATE INDEX ix_listing_revisions_expiring ON listing_revisions (valid_until) WHERE state = 'published';

-- Personal data lies apart: what reads a content never comes by it.
CREATE TABLE listing_contacts (
  listing_id uuid NOT NULL,
  revision integer NOT NULL,
  contact jsonb NOT NULL,
  CONSTRAINT pk_listing_contacts PRIMARY KEY (listing_id, revision),
  CONSTRAINT fk_listing_contacts_revision FOREIGN KEY (listing_id, revision) REFERENCES listing_revisions (listing_id, revision) ON DELETE CASCADE
);

-- Who did what to which revision, when and why.
CREATE TABLE listing_history (
  id bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  listing_id uuid NOT NULL,
  revision integer NOT NULL,
  from_state text,
  to_state text NOT NULL,
  actor_id uuid,
  actor_name text NOT NULL,
  reason text,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_listing_history PRIMARY KEY (id)
);
CREATE INDEX ix_listing_history_listing ON listing_history (listing_id, id);
CREATE TRIGGER tr_listing_history_kept BEFORE UPDATE OR DELETE ON listing_history
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tr_listing_history_whole BEFORE TRUNCATE ON listing_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a city adds to, renames in or retires from the dictionaries that ship with the platform. Codes never change.
CREATE TABLE dictionary_entries (
  name text NOT NULL,
  code text NOT NULL,
  label text NOT NULL,
  aliases text[] NOT NULL,
  parent text,
  note text,
  retired boolean NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_dictionary_entries PRIMARY KEY (name, code),
  CONSTRAINT ck_dictionary_entries_code CHECK (code ~ '^[0-9A-Za-z._-]{1,64}$')
);

-- A file on its way into the listings: staged row by row, shown, mended, then written.
CREATE TABLE imports (
  id uuid NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  file_name text NOT NULL,
  file_path text NOT NULL,
  file_sha256 text NOT NULL,
  file_type text NOT NULL,
  organisation_id uuid,
  owner_organisation_id uuid,
  body_id uuid,
  created_by uuid,
  created_by_name text NOT NULL,
  publish boolean NOT NULL DEFAULT false,
  header_row integer NOT NULL DEFAULT 0,
  headers jsonb NOT NULL DEFAULT '[]',
  mapping jsonb NOT NULL DEFAULT '[]',
  total integer NOT NULL DEFAULT 0,
  valid integer NOT NULL DEFAULT 0,
  refused integer NOT NULL DEFAULT 0,
  skipped integer NOT NULL DEFAULT 0,
  created integer NOT NULL DEFAULT 0,
  known integer NOT NULL DEFAULT 0,
  published integer NOT NULL DEFAULT 0,
  job_id text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_imports PRIMARY KEY (id),
  CONSTRAINT ck_imports_kind CHECK (kind ~ '^[a-z][a-z-]{1,39}$'),
  CONSTRAINT ck_imports_state CHECK (state IN ('previewed', 'committing', 'committed'))
);

CREATE TABLE import_rows (
  import_id uuid NOT NULL,
  row integer NOT NULL,
  cells jsonb NOT NULL,
  content jsonb,
  organisation jsonb,
  import_key text,
  errors jsonb NOT NULL DEFAULT '[]',
  warnings jsonb NOT NULL DEFAULT '[]',
  CONSTRAINT pk_import_rows PRIMARY KEY (import_id, row),
  CONSTRAINT fk_import_rows_import FOREIGN KEY (import_id) REFERENCES imports (id) ON DELETE CASCADE
);
