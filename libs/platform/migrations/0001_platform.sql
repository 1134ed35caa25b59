-- What every part rests on: the log of facts and its followers, jobs, counters, repeated requests, the files' directory.

-- Where rows are kept for ever, they are added and never changed, never removed, not even by mistake. Emptying a table
-- would be a DELETE without a row to refuse it at: where rows are kept, TRUNCATE is refused too.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: its rows are kept as they are', TG_OP, TG_TABLE_NAME USING ERRCODE = 'raise_exception';
END $$;

-- The log of facts: what happened, written with the change that it announces. Nothing of a fact changes afterwards but
-- its place, which it gets once.
CREATE TABLE facts (
  id bigint GENERATED ALWAYS AS IDENTITY,
  -- Where followers find it: 1, 2, 3 … in an order in which nothing appears before what has been read already.
  place bigint,
  fact_id uuid NOT NULL,
  subject text NOT NULL,
  name text NOT NULL,
  payload jsonb NOT NULL,
  request_id text,
  occurred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_facts PRIMARY KEY (id),
  CONSTRAINT uq_facts_fact UNIQUE (fact_id),
  CONSTRAINT uq_facts_place UNIQUE (place),
  CONSTRAINT ck_facts_place CHECK (place > 0)
);
CREATE INDEX ix_facts_unplaced ON facts (id) WHERE place IS NULL;
CREATE INDEX ix_facts_subject ON facts (subject, id);
CREATE INDEX ix_facts_name ON facts (name, id);

-- The last place given; its row is the lock of those who give places.
CREATE TABLE fact_head (
  id integer NOT NULL DEFAULT 1,
  place bigint NOT NULL DEFAULT 0,
  CONSTRAINT pk_fact_head PRIMARY KEY (id),
  CONSTRAINT ck_fact_head_one CHECK (id = 1)
);
INSERT INTO fact_head DEFAULT VALUES;

-- How far each follower is, and what holds it up.
CREATE TABLE follower_positions (
  follower text NOT NULL,
  -- All facts up to here are worked, or held below.
  place bigint NOT NULL DEFAULT 0,
  -- Names of the facts that it works.
  facts text[] NOT NULL DEFAULT '{}',
  -- The processes that were started last have it in their table.
  active boolean NOT NULL DEFAULT true,
  moved_at timestamptz NOT NULL DEFAULT now(),
  -- Why it does not get on with anything: a server that is away.
  trouble text,
  trouble_since timestamptz,
  CONSTRAINT pk_follower_positions PRIMARY KEY (follower),
  CONSTRAINT ck_follower_positions_trouble CHECK ((trouble IS NULL) = (trouble_since IS NULL))
);

-- Facts that a follower could not work, and those of the same subject behind them.
CREATE TABLE follower_held (
  follower text NOT NULL,
  place bigint NOT NULL,
  subject text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  -- Null where it only waits for the one before.
  reason text,
  next_attempt_at timestamptz,
  held_since timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_follower_held PRIMARY KEY (follower, place),
  CONSTRAINT fk_follower_held_follower FOREIGN KEY (follower) REFERENCES follower_positions (follower) ON DELETE CASCADE,
  CONSTRAINT fk_follower_held_fact FOREIGN KEY (place) REFERENCES facts (place)
);
CREATE INDEX ix_follower_held_subject ON follower_held (follower, subject, place);
CREATE INDEX ix_follower_held_due ON follower_held (follower, next_attempt_at) WHERE next_attempt_at IS NOT NULL;

CREATE FUNCTION announce_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('facts', '');
  RETURN NULL;
END $$;
CREATE TRIGGER tr_facts_announce AFTER INSERT ON facts FOR EACH STATEMENT EXECUTE FUNCTION announce_facts();

CREATE FUNCTION refuse_fact_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: a fact stays as it was announced', TG_OP, TG_TABLE_NAME USING ERRCODE = 'raise_exception';
END $$;
CREATE TRIGGER tr_facts_kept BEFORE UPDATE OF id, fact_id, subject, name, payload, request_id, occurred_at ON facts
  FOR EACH ROW EXECUTE FUNCTION refuse_fact_change();
CREATE TRIGGER tr_facts_placed BEFORE UPDATE OF place ON facts
  FOR EACH ROW WHEN (OLD.place IS NOT NULL OR NEW.place IS NULL) EXECUTE FUNCTION refuse_fact_change();
-- The ledger is counted again from these: they stay for ever. Others go when all who follow have worked them.
CREATE TRIGGER tr_facts_counted BEFORE DELETE ON facts
  FOR EACH ROW WHEN (OLD.place IS NULL OR OLD.name IN ('claim.verified', 'claim.reversed', 'match.proposed', 'engagement.opened'))
  EXECUTE FUNCTION refuse_fact_change();
CREATE TRIGGER tr_facts_whole BEFORE TRUNCATE ON facts FOR EACH STATEMENT EXECUTE FUNCTION refuse_fact_change();

-- Work that people wait for: written with the change that asks for it, and given to a queue afterwards. The queue may
-- forget; the row stays, and whoever keeps it gives it again. Jobs that nobody asked for stand here once they failed for good.
CREATE TABLE jobs (
  id text NOT NULL,
  -- The order of lists.
  seq bigint GENERATED ALWAYS AS IDENTITY,
  queue text NOT NULL,
  name text NOT NULL,
  payload jsonb NOT NULL,
  -- All who asked for it: two that ask for the same work share one job.
  asked_by uuid[] NOT NULL DEFAULT '{}',
  request_id text,
  state text NOT NULL DEFAULT 'waiting',
  progress double precision NOT NULL DEFAULT 0,
  doing text,
  result jsonb,
  error text,
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The last sign of whoever works on it.
  heard_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  CONSTRAINT pk_jobs PRIMARY KEY (id),
  CONSTRAINT uq_jobs_seq UNIQUE (seq),
  CONSTRAINT ck_jobs_state CHECK (state IN ('waiting', 'delayed', 'active', 'completed', 'failed', 'cancelled')),
  CONSTRAINT ck_jobs_progress CHECK (progress BETWEEN 0 AND 1),
  CONSTRAINT ck_jobs_finished CHECK ((state IN ('completed', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
  CONSTRAINT ck_jobs_failed CHECK (state <> 'failed' OR error IS NOT NULL)
);
CREATE INDEX ix_jobs_open ON jobs (heard_at) WHERE state IN ('waiting', 'delayed', 'active');
CREATE INDEX ix_jobs_state ON jobs (state, seq);

CREATE FUNCTION announce_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('jobs', '');
  RETURN NULL;
END $$;
CREATE TRIGGER tr_jobs_asked AFTER INSERT ON jobs FOR EACH ROW WHEN (NEW.state = 'waiting') EXECUTE FUNCTION announce_job();
CREATE TRIGGER tr_jobs_asked_again AFTER UPDATE OF state ON jobs
  FOR EACH ROW WHEN (NEW.state = 'waiting' AND OLD.state <> 'waiting') EXECUTE FUNCTION announce_job();

-- Numbers that people use (CJ-2026-000123), without gaps: taken in the transaction that uses them.
CREATE TABLE counters (
  name text NOT NULL,
  value bigint NOT NULL,
  CONSTRAINT pk_counters PRIMARY KEY (name)
);

-- Answers to requests that may come twice, by their Idempotency-Key.
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

-- Which directory of files belongs to this database: one for all processes. Told by a mark in the directory.
CREATE TABLE file_store (
  one boolean NOT NULL DEFAULT true,
  id uuid NOT NULL,
  CONSTRAINT pk_file_store PRIMARY KEY (one),
  CONSTRAINT ck_file_store_one CHECK (one)
);
