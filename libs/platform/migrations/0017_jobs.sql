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
