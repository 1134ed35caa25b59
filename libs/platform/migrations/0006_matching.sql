-- Proposed pairs, what they rest on, the runs that find them, and how coordinators steer them. Pairs, summaries, runs and
-- vectors can be thrown away and made again; proposals, decisions, weights and synonyms cannot.

-- Reasons are told anew from the points and words kept here; texts are those of the revisions that were matched. A
-- scenario's matches are few and read whole, by the primary key.
CREATE TABLE matches (
  scenario_id uuid NOT NULL,
  capability_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  scenario_revision integer NOT NULL,
  capability_revision integer NOT NULL,
  score numeric(4,1) NOT NULL,
  -- Tenths of a point by rule, in the order of the code's rule names; their sum is ten times the score.
  points smallint[] NOT NULL,
  words text[] NOT NULL DEFAULT '{}',
  moved smallint NOT NULL DEFAULT 0,
  weights_version integer NOT NULL DEFAULT 1,
  run_id uuid,
  matched_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_matches PRIMARY KEY (scenario_id, capability_id),
  CONSTRAINT ck_matches_score CHECK (score BETWEEN 0 AND 100)
);
CREATE INDEX ix_matches_capability ON matches (capability_id, score DESC, scenario_id);

-- Per scenario: how well it is served, and by what it nearly is. The source of the gap list.
CREATE TABLE match_summaries (
  scenario_id uuid NOT NULL,
  scenario_revision integer NOT NULL,
  -- Of the best that may be proposed; null where nothing may.
  best numeric(4,1),
  -- [{capabilityId, score, excluded, lacking}], nearest first, at most three.
  nearest jsonb NOT NULL DEFAULT '[]',
  moved integer NOT NULL DEFAULT 0,
  -- Score by words that a capability must exceed to be looked at by rules; 0 where every one is.
  bar real NOT NULL DEFAULT 0,
  matched_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_match_summaries PRIMARY KEY (scenario_id)
);
CREATE INDEX ix_match_summaries_best ON match_summaries (best);

-- Which revision of a listing has been matched: a job that comes again, or late, sees that there is nothing to do.
CREATE TABLE matched_listings (
  listing_id uuid NOT NULL,
  kind text NOT NULL,
  revision integer NOT NULL,
  matched_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_matched_listings PRIMARY KEY (listing_id),
  CONSTRAINT ck_matched_listings_kind CHECK (kind ~ '^[a-z][a-z-]{1,39}$')
);

-- Distinct (scenario, firm) pairs that runs proposed, once a month: announced as facts, the source of level 0.
CREATE TABLE match_proposals (
  scenario_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  month text NOT NULL,
  proposed_on date NOT NULL,
  CONSTRAINT pk_match_proposals PRIMARY KEY (scenario_id, firm_id, month)
);

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
  chunks integer NOT NULL DEFAULT 0,
  chunks_done integer NOT NULL DEFAULT 0,
  -- (scenario, capability) pairs proposed, and distinct (scenario, firm) pairs among them: level 0.
  pairs integer NOT NULL DEFAULT 0,
  firm_pairs integer NOT NULL DEFAULT 0,
  first_version_moves integer NOT NULL DEFAULT 0,
  pinned integer NOT NULL DEFAULT 0,
  blocked integer NOT NULL DEFAULT 0,
  gaps integer NOT NULL DEFAULT 0,
  weights_version integer,
  synonyms_version integer,
  meaning text NOT NULL DEFAULT 'off',
  -- Milliseconds that threads spent on matching itself, database and transport left out.
  engine_ms bigint NOT NULL DEFAULT 0,
  job_id text,
  error text,
  CONSTRAINT pk_match_runs PRIMARY KEY (id),
  CONSTRAINT ck_match_runs_state CHECK (state IN ('waiting', 'running', 'cancelling', 'cancelled', 'completed', 'failed'))
);
-- Two runs at the same time are one.
CREATE UNIQUE INDEX uq_match_runs_open ON match_runs ((true)) WHERE state IN ('waiting', 'running', 'cancelling');
CREATE INDEX ix_match_runs_newest ON match_runs (requested_at DESC, id DESC);

-- Pieces of a run: each is one job, done by whichever worker takes it.
CREATE TABLE match_run_chunks (
  run_id uuid NOT NULL,
  number integer NOT NULL,
  scenario_ids uuid[] NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  error text,
  CONSTRAINT pk_match_run_chunks PRIMARY KEY (run_id, number),
  CONSTRAINT fk_match_run_chunks_run FOREIGN KEY (run_id) REFERENCES match_runs (id) ON DELETE CASCADE,
  CONSTRAINT ck_match_run_chunks_state CHECK (state IN ('waiting', 'done', 'failed'))
);

-- What a run has found, out of sight until it is whole. A crash of the server empties it; the run then begins again.
CREATE UNLOGGED TABLE match_run_results (
  run_id uuid NOT NULL,
  chunk integer NOT NULL,
  scenario_id uuid NOT NULL,
  capability_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  scenario_revision integer NOT NULL,
  capability_revision integer NOT NULL,
  score numeric(4,1) NOT NULL,
  points smallint[] NOT NULL,
  words text[] NOT NULL,
  moved smallint NOT NULL
);
CREATE INDEX ix_match_run_results_chunk ON match_run_results (run_id, chunk);
CREATE UNLOGGED TABLE match_run_summaries (
  run_id uuid NOT NULL,
  chunk integer NOT NULL,
  scenario_id uuid NOT NULL,
  scenario_revision integer NOT NULL,
  best numeric(4,1),
  nearest jsonb NOT NULL,
  moved integer NOT NULL,
  bar real NOT NULL
);
CREATE INDEX ix_match_run_summaries_chunk ON match_run_summaries (run_id, chunk);

-- Pairs that a coordinator put first or keeps apart until a day.
CREATE TABLE match_decisions (
  id uuid NOT NULL,
  kind text NOT NULL,
  scenario_id uuid NOT NULL,
  capability_id uuid NOT NULL,
  reason text NOT NULL,
  until date NOT NULL,
  made_by uuid NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  ended_by uuid,
  ended_at timestamptz,
  end_reason text,
  CONSTRAINT pk_match_decisions PRIMARY KEY (id),
  CONSTRAINT ck_match_decisions_kind CHECK (kind IN ('pin', 'block')),
  CONSTRAINT ck_match_decisions_end CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
-- One open decision for a pair.
CREATE UNIQUE INDEX uq_match_decisions_open ON match_decisions (scenario_id, capability_id) WHERE ended_at IS NULL;
CREATE INDEX ix_match_decisions_newest ON match_decisions (made_at DESC, id DESC);
CREATE INDEX ix_match_decisions_capability ON match_decisions (capability_id) WHERE ended_at IS NULL;

-- Rules' weights as data: a version is never changed, only put in force.
CREATE TABLE match_weights (
  version integer NOT NULL,
  source text NOT NULL,
  -- {rule: points}, together 100.
  most jsonb NOT NULL,
  note text NOT NULL,
  evidence jsonb,
  -- [{need, product, weight}]: words learnt to say the same.
  associations jsonb NOT NULL DEFAULT '[]',
  made_by uuid,
  made_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_match_weights PRIMARY KEY (version),
  CONSTRAINT ck_match_weights_source CHECK (source IN ('built_in', 'manual', 'learned'))
);
CREATE TABLE match_weight_adoptions (
  id uuid NOT NULL,
  version integer NOT NULL,
  reason text NOT NULL,
  adopted_by uuid,
  adopted_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_match_weight_adoptions PRIMARY KEY (id),
  CONSTRAINT fk_match_weight_adoptions_version FOREIGN KEY (version) REFERENCES match_weights (version)
);
CREATE INDEX ix_match_weight_adoptions_newest ON match_weight_adoptions (adopted_at DESC, id DESC);
INSERT INTO match_weights (version, source, most, note) VALUES
  (1, 'built_in', '{"text": 65, "field": 10, "chain": 6, "area": 4, "budget": 3, "platforms": 4, "advancement": 3, "firstVersion": 5}', '平台内置');
INSERT INTO match_weight_adoptions (id, version, reason) VALUES ('01940000-0000-7000-8000-000000000001', 1, '平台内置');

-- Lists of synonyms as data: the newest is in force; where there is none, the one that came with the platform (0).
CREATE TABLE match_synonyms (
  version integer NOT NULL,
  -- [[word, …], …]: a group a meaning, words normalised.
  groups jsonb NOT NULL,
  note text NOT NULL,
  made_by uuid,
  made_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_match_synonyms PRIMARY KEY (version),
  CONSTRAINT ck_match_synonyms_version CHECK (version > 0),
  CONSTRAINT ck_match_synonyms_groups CHECK (jsonb_typeof(groups) = 'array')
);
CREATE TRIGGER tr_match_synonyms_kept BEFORE UPDATE OR DELETE ON match_synonyms
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tr_match_synonyms_whole BEFORE TRUNCATE ON match_synonyms FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Vectors of texts, so that no text is sent twice. A cache: emptied, it fills again.
CREATE TABLE embeddings (
  model text NOT NULL,
  -- sha256 of what was sent: the prefix and the text.
  hash bytea NOT NULL,
  dimension integer NOT NULL,
  -- dimension 32-bit floats, little-endian, of unit length.
  vector bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- To the day: a read that finds an older date moves it.
  used_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_embeddings PRIMARY KEY (model, hash),
  CONSTRAINT ck_embeddings_hash CHECK (octet_length(hash) = 32),
  CONSTRAINT ck_embeddings_vector CHECK (dimension > 0 AND octet_length(vector) = 4 * dimension)
);
CREATE INDEX ix_embeddings_used ON embeddings (used_at);
