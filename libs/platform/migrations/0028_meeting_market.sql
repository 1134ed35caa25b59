-- A meeting is held for one market: whom it is for, and whose figures it counts in.
ALTER TABLE meetings ADD COLUMN market text NOT NULL DEFAULT 'software';
ALTER TABLE meetings ALTER COLUMN market DROP DEFAULT,
  ADD CONSTRAINT ck_meetings_market CHECK (market ~ '^[a-z][a-z-]{1,39}$');
