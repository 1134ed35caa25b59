-- A second look is taken at the pairs of one market: what it finds is told beside that market's figures.
ALTER TABLE verification_samples ADD COLUMN market text NOT NULL DEFAULT 'software';
ALTER TABLE verification_samples ALTER COLUMN market DROP DEFAULT,
  ADD CONSTRAINT ck_verification_samples_market CHECK (market ~ '^[a-z][a-z-]{1,39}$');
