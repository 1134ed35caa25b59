-- Revisions that wait for somebody, or are at an end: few beside drafts and what is published, and asked for by their
-- state. An import of drafts writes none of them.
CREATE INDEX ix_listing_revisions_apart ON listing_revisions (state, listing_id)
  WHERE state IN ('submitted', 'changes_requested', 'rejected', 'approved', 'expired', 'withdrawn');
