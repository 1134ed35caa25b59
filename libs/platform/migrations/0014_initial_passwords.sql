-- A password that somebody else gave to a person ends, unless the person changes it before.
ALTER TABLE people ADD COLUMN password_ends_at timestamptz;
