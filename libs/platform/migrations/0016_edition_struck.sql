-- How many of a revision's rows are struck: every count that is shown of an edition says it.
ALTER TABLE edition_revisions ADD COLUMN struck integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT ck_edition_revisions_struck CHECK (struck BETWEEN 0 AND items);
