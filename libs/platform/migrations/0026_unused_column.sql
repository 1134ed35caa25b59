-- The version of its listing says what an import has made; the revision was never written.
ALTER TABLE import_outcomes DROP COLUMN listing_revision;
