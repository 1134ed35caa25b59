DROP TABLE sign_in_attempts;

-- Counts by hour, shared by all processes; the shape is that of rate-limiter-flexible.
CREATE TABLE throttle_counts (
  key text NOT NULL,
  points integer NOT NULL DEFAULT 0,
  expire bigint,
  CONSTRAINT pk_throttle_counts PRIMARY KEY (key)
);
CREATE INDEX ix_throttle_counts_expire ON throttle_counts (expire);

-- Failed tries at a login from a network, and until when there is none.
CREATE TABLE throttle_pauses (
  key text NOT NULL,
  failures integer NOT NULL,
  paused_until timestamptz NOT NULL,
  forgotten_at timestamptz NOT NULL,
  CONSTRAINT pk_throttle_pauses PRIMARY KEY (key),
  CONSTRAINT ck_throttle_pauses_failures CHECK (failures > 0)
);
CREATE INDEX ix_throttle_pauses_forgotten ON throttle_pauses (forgotten_at);

-- A session ends when it is not used, too.
ALTER TABLE sessions ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE sessions ADD COLUMN address text NOT NULL DEFAULT '';
