-- The search index on PostgreSQL: words segmented by the application, thrown away and rebuilt at will.
CREATE TABLE search_documents (
  listing_id uuid NOT NULL,
  kind text NOT NULL,
  revision integer NOT NULL,
  number text NOT NULL,
  title text NOT NULL,
  organisation text NOT NULL,
  -- Whose listing it is: what a search shows is decided by the same rule as what a page shows.
  organisation_id uuid NOT NULL,
  body text NOT NULL,
  fields text[] NOT NULL,
  chains text[] NOT NULL,
  areas text[] NOT NULL,
  visibility text NOT NULL,
  first_version boolean NOT NULL,
  published_at timestamptz NOT NULL,
  words tsvector NOT NULL,
  CONSTRAINT pk_search_documents PRIMARY KEY (listing_id),
  CONSTRAINT ck_search_documents_kind CHECK (kind ~ '^[a-z][a-z-]{1,39}$')
);
CREATE INDEX ix_search_documents_words ON search_documents USING gin (words);
CREATE INDEX ix_search_documents_newest ON search_documents (kind, published_at DESC, listing_id);
CREATE INDEX ix_search_documents_fields ON search_documents USING gin (fields);
CREATE INDEX ix_search_documents_chains ON search_documents USING gin (chains);
