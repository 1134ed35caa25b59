CREATE TABLE match_runs (
  id uuid NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  requested_by uuid,
  requested_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz,
  scenarios integer NOT NULL DEFAULT 0,
  capabilities integer NOT NULL DEFAULT 0,
  done integer NOT NULL DEFAULT 0,
  -- (scenario, capability) pairs proposed, and distinct (scenario, firm) pairs among them: level 0.
  pairs integer NOT NULL DEFAULT 0,
  firm_pairs integer NOT NULL DEFAULT 0,
  first_version_moves integer NOT NULL DEFAULT 0,
  job_id text,
  error text,
  CONSTRAINT pk_match_runs PRIMARY KEY (id),
  CONSTRAINT ck_match_runs_state CHECK (state IN ('waiting', 'running', 'cancelling', 'cancelled', 'completed', 'failed'))
);
-- Two runs at the same time are one.
CREATE UNIQUE INDEX uq_match_runs_open ON match_runs ((true)) WHERE state IN ('waiting', 'running', 'cancelling');
CREATE INDEX ix_match_runs_newest ON match_runs (requested_at DESC, id DESC);

CREATE TABLE matches (
  scenario_id uuid NOT NULL,
  capability_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  scenario_revision integer NOT NULL,
  capability_revision integer NOT NULL,
  score numeric(4,1) NOT NULL,
  reasons jsonb NOT NULL,
  run_id uuid,
  matched_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_matches PRIMARY KEY (scenario_id, capability_id),
  CONSTRAINT ck_matches_score CHECK (score BETWEEN 0 AND 100)
);
CREATE INDEX ix_matches_scenario ON matches (scenario_id, score DESC, capability_id);
CREATE INDEX ix_matches_capability ON matches (capability_id, score DESC, scenario_id);

-- What a full run has found so far: a run that was cut off goes on behind it, and nobody sees it before it is whole.
CREATE TABLE match_run_results (
  run_id uuid NOT NULL,
  scenario_id uuid NOT NULL,
  capability_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  scenario_revision integer NOT NULL,
  capability_revision integer NOT NULL,
  score numeric(4,1) NOT NULL,
  reasons jsonb NOT NULL,
  CONSTRAINT pk_match_run_results PRIMARY KEY (run_id, scenario_id, capability_id),
  CONSTRAINT fk_match_run_results_run FOREIGN KEY (run_id) REFERENCES match_runs (id) ON DELETE CASCADE
);
CREATE TABLE match_run_scenarios (
  run_id uuid NOT NULL,
  scenario_id uuid NOT NULL,
  revision integer NOT NULL,
  CONSTRAINT pk_match_run_scenarios PRIMARY KEY (run_id, scenario_id),
  CONSTRAINT fk_match_run_scenarios_run FOREIGN KEY (run_id) REFERENCES match_runs (id) ON DELETE CASCADE
);

-- Distinct (scenario, firm) pairs that runs proposed, once a month: announced as facts, the source of level 0.
CREATE TABLE match_proposals (
  scenario_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  month text NOT NULL,
  proposed_on date NOT NULL,
  CONSTRAINT pk_match_proposals PRIMARY KEY (scenario_id, firm_id, month)
);

-- Which revision of a listing has been matched: a job that comes again, or late, sees that there is nothing to do.
CREATE TABLE matched_listings (
  listing_id uuid NOT NULL,
  kind text NOT NULL,
  revision integer NOT NULL,
  matched_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_matched_listings PRIMARY KEY (listing_id),
  CONSTRAINT ck_matched_listings_kind CHECK (kind IN ('scenario', 'capability'))
);
