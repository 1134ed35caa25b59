CREATE TABLE idempotency_keys (
  actor text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  status integer NOT NULL,
  body jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_idempotency_keys PRIMARY KEY (actor, key)
);
CREATE INDEX ix_idempotency_keys_created ON idempotency_keys (created_at);

-- Numbers that people use (CJ-2026-000123), without gaps: taken in the transaction that uses them.
CREATE TABLE counters (
  name text NOT NULL,
  value bigint NOT NULL,
  CONSTRAINT pk_counters PRIMARY KEY (name)
);
