-- Whose listing it is: what a search shows is decided by the same rule as what a page shows.
ALTER TABLE search_documents ADD COLUMN organisation_id uuid NOT NULL;
