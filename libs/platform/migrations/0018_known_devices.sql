-- Browsers in which a person has signed in: their tries are counted apart from those of strangers in the same network.
-- The token lies with the browser, only its SHA-256 here.
CREATE TABLE known_devices (
  token_sha256 text NOT NULL,
  person_id uuid NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_known_devices PRIMARY KEY (token_sha256, person_id),
  CONSTRAINT fk_known_devices_person FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE
);
CREATE INDEX ix_known_devices_person ON known_devices (person_id);
CREATE INDEX ix_known_devices_seen ON known_devices (seen_at);
