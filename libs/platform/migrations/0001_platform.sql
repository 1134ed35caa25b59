-- The outbox: a fact stands here from the transaction that made it until the relay has handed it on.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY,
  fact_id uuid NOT NULL,
  subject text NOT NULL,
  name text NOT NULL,
  payload jsonb NOT NULL,
  request_id text,
  occurred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  relayed_at timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  last_error text,
  CONSTRAINT pk_outbox PRIMARY KEY (id),
  CONSTRAINT uq_outbox_fact UNIQUE (fact_id)
);
CREATE INDEX ix_outbox_waiting ON outbox (id) WHERE relayed_at IS NULL;
CREATE INDEX ix_outbox_waiting_subject ON outbox (subject, id) WHERE relayed_at IS NULL;
CREATE INDEX ix_outbox_relayed ON outbox (relayed_at) WHERE relayed_at IS NOT NULL;

CREATE FUNCTION outbox_announce() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END $$;
CREATE TRIGGER tr_outbox_announce AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_announce();

CREATE TABLE idempotency_keys (
  actor text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  status integer,
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
