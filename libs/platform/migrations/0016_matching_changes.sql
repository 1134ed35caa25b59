-- Matching that follows changes: statistics that all processes go by, needs to be ranked as rows that workers claim, and
-- what each list was ranked from.

-- What scores rest on beside the two texts; the newest is in force, and lists of older ones are ranked again.
CREATE TABLE match_statistics (
  version integer NOT NULL,
  documents integer NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  content bytea NOT NULL,
  CONSTRAINT pk_match_statistics PRIMARY KEY (version)
);

-- A need is to be ranked where asked > done; the worker that has leased it does it, another one where the lease has ended.
CREATE TABLE match_needs (
  scenario_id uuid NOT NULL,
  asked integer NOT NULL DEFAULT 1,
  done integer NOT NULL DEFAULT 0,
  leased_by uuid,
  leased_until timestamptz,
  CONSTRAINT pk_match_needs PRIMARY KEY (scenario_id),
  CONSTRAINT ck_match_needs_lease CHECK ((leased_by IS NULL) = (leased_until IS NULL))
);
CREATE INDEX ix_match_needs_open ON match_needs (scenario_id) WHERE asked > done;

-- Place in the log of facts of the catalogue that a list was ranked from, the version of its statistics, and the scores by
-- text of all that were weighed: (capability, 32-bit float) in turn, 20 bytes each.
ALTER TABLE match_summaries
  ADD COLUMN place bigint NOT NULL DEFAULT 0,
  ADD COLUMN statistics integer NOT NULL DEFAULT 0,
  ADD COLUMN weighed bytea NOT NULL DEFAULT '';
ALTER TABLE match_run_summaries
  ADD COLUMN place bigint NOT NULL DEFAULT 0,
  ADD COLUMN statistics integer NOT NULL DEFAULT 0,
  ADD COLUMN weighed bytea NOT NULL DEFAULT '';

-- From this place of the log on changes are looked at again when the run's lists are shown.
ALTER TABLE match_runs ADD COLUMN followed_from bigint;
