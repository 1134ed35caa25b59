-- Imports of hundreds of thousands of rows: each is written once, and found without more indexes than it is asked by.

-- What became of a row lies apart from it: many narrow rows are added where as many wide ones were rewritten with all
-- their indexes.
CREATE TABLE import_outcomes (
  import_id uuid NOT NULL,
  row integer NOT NULL,
  outcome text NOT NULL,
  -- What was made of the row, and the version that it had then.
  listing_id uuid,
  listing_version integer,
  listing_revision integer,
  -- What stood there before the import, to be put back when it is undone.
  before jsonb,
  CONSTRAINT pk_import_outcomes PRIMARY KEY (import_id, row),
  CONSTRAINT ck_import_outcomes_outcome CHECK (outcome IN ('new', 'changed', 'unchanged', 'skipped', 'refused', 'undone'))
);
INSERT INTO import_outcomes (import_id, row, outcome, listing_id, listing_version, listing_revision, before)
  SELECT import_id, row, outcome, listing_id, listing_version, listing_revision, before FROM import_rows WHERE outcome IS NOT NULL;
-- Imports are never deleted: what is looked up for every row defends nothing.
ALTER TABLE import_rows DROP CONSTRAINT fk_import_rows_import;
ALTER TABLE import_rows
  DROP COLUMN outcome, DROP COLUMN listing_version, DROP COLUMN listing_revision, DROP COLUMN before, DROP COLUMN import_key,
  -- The cells are only given back as they came.
  ALTER COLUMN cells TYPE json;

-- Most rows of most files are new: those of another state are what people look for.
DROP INDEX ix_import_rows_state;
CREATE INDEX ix_import_rows_state ON import_rows (import_id, state, row) WHERE state <> 'new';
DROP INDEX ix_import_rows_identity;
DROP INDEX ix_import_rows_listing;

-- One index for an organisation's listings and for their numbers in its lists.
DROP INDEX ix_listings_organisation;
DROP INDEX ix_listings_list_number;
CREATE INDEX ix_listings_list_number ON listings (organisation_id, list_number);

-- Codes hold none of these signs, so that their list can be taken apart as a text: as a query it cost more than all the
-- rest of a revision.
CREATE OR REPLACE FUNCTION codes_in(list jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT string_to_array(translate(coalesce(list, '[]')::text, '[]" ', ''), ',') $$;
