-- An import is read by a job, asks what it cannot know, tells rows apart, and can be taken back.
ALTER TABLE imports DROP CONSTRAINT ck_imports_state;
ALTER TABLE imports ADD CONSTRAINT ck_imports_state CHECK (state IN
  ('reading', 'header', 'previewed', 'committing', 'stopped', 'committed', 'undoing', 'undone', 'cancelled', 'refused'));
ALTER TABLE imports DROP COLUMN headers;
ALTER TABLE imports ALTER COLUMN header_row DROP NOT NULL;
ALTER TABLE imports ALTER COLUMN header_row DROP DEFAULT;
ALTER TABLE imports
  -- The sheets that are visible, with their first rows, for who chooses one.
  ADD COLUMN sheets jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN sheet integer NOT NULL DEFAULT 0,
  ADD COLUMN header_rows integer NOT NULL DEFAULT 1,
  -- Of amounts, where a line above the table says it.
  ADD COLUMN unit text,
  -- What a person chose: the sheet, the header's row, and columns by their place. A reading starts from it.
  ADD COLUMN choice jsonb NOT NULL DEFAULT '{}',
  -- Counts the readings: a job that was asked for before the last change has nothing to do.
  ADD COLUMN reading integer NOT NULL DEFAULT 1,
  -- Why the file was refused as a whole.
  ADD COLUMN refusal jsonb,
  -- The errors' workbook that came back, to be read into the corrections.
  ADD COLUMN mended_path text,
  -- Unknown organisations with a code are to be made, unclaimed.
  ADD COLUMN new_organisations boolean NOT NULL DEFAULT false,
  -- Other content under the same identity is to become a new revision.
  ADD COLUMN revise boolean NOT NULL DEFAULT false,
  -- Of the coordinator who imports, where one area is all that is his.
  ADD COLUMN area text,
  -- Rows that ask, that say otherwise than what stands, that say the same, and that have notices.
  ADD COLUMN questions integer NOT NULL DEFAULT 0,
  ADD COLUMN changes integer NOT NULL DEFAULT 0,
  ADD COLUMN unchanged integer NOT NULL DEFAULT 0,
  ADD COLUMN notices integer NOT NULL DEFAULT 0,
  -- What became of them: new revisions, and rows that were left as they are.
  ADD COLUMN revised integer NOT NULL DEFAULT 0,
  ADD COLUMN left_out integer NOT NULL DEFAULT 0,
  ADD COLUMN submitted integer NOT NULL DEFAULT 0,
  ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN undone_by text,
  ADD COLUMN undo_reason text;
CREATE INDEX ix_imports_newest ON imports (created_at DESC, id DESC);

ALTER TABLE import_rows
  ADD COLUMN state text NOT NULL DEFAULT 'new',
  -- Why a row that is no data was left out.
  ADD COLUMN skip text,
  -- The row's identity: its organisation with the number in its list, or else with the title.
  ADD COLUMN owner text,
  ADD COLUMN serial text,
  ADD COLUMN title text,
  -- What stands already under that identity, and what the row says otherwise.
  ADD COLUMN listing_id uuid,
  ADD COLUMN question text,
  ADD COLUMN changes jsonb,
  -- What stood there before the import, to be put back when it is undone.
  ADD COLUMN before jsonb,
  -- What a person wants of a row that asks: write, revise or skip.
  ADD COLUMN decision text,
  -- What became of the row, and the version that the listing had then.
  ADD COLUMN outcome text,
  ADD COLUMN listing_version integer,
  ADD COLUMN listing_revision integer,
  ADD CONSTRAINT ck_import_rows_state CHECK (state IN ('head', 'skipped', 'error', 'question', 'new', 'changed', 'unchanged')),
  ADD CONSTRAINT ck_import_rows_decision CHECK (decision IN ('write', 'revise', 'skip')),
  ADD CONSTRAINT ck_import_rows_outcome CHECK (outcome IN ('new', 'changed', 'unchanged', 'skipped', 'refused', 'undone'));
CREATE INDEX ix_import_rows_state ON import_rows (import_id, state, row);
CREATE INDEX ix_import_rows_identity ON import_rows (import_id, owner, title);
CREATE INDEX ix_import_rows_listing ON import_rows (listing_id) WHERE listing_id IS NOT NULL;

-- What a person put right in place; a further reading of the file keeps it.
CREATE TABLE import_corrections (
  import_id uuid NOT NULL,
  row integer NOT NULL,
  place integer NOT NULL,
  value text NOT NULL,
  CONSTRAINT pk_import_corrections PRIMARY KEY (import_id, row, place),
  CONSTRAINT fk_import_corrections_import FOREIGN KEY (import_id) REFERENCES imports (id) ON DELETE CASCADE
);

-- What coordinators of a body have said of a header; further files are read by it.
CREATE TABLE import_headers (
  id uuid NOT NULL,
  body_id uuid NOT NULL,
  kind text NOT NULL,
  -- As headers are compared, and as it stood in the file.
  header text NOT NULL,
  written text NOT NULL,
  field text NOT NULL,
  person_name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_import_headers PRIMARY KEY (id),
  CONSTRAINT uq_import_headers_header UNIQUE (body_id, kind, header)
);

-- The number that a list gave to a listing: a later list calls it by the same.
ALTER TABLE listings ADD COLUMN list_number text;
CREATE INDEX ix_listing_revisions_title ON listing_revisions (title);
CREATE INDEX ix_listings_list_number ON listings (organisation_id, list_number) WHERE list_number IS NOT NULL;
