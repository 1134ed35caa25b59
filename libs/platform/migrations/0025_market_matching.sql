-- Matching of every market by the same code: what it keeps beside listings says the market that it is of.

-- Statistics of a market's supplies, numbered in each market.
ALTER TABLE match_statistics ADD COLUMN market text NOT NULL DEFAULT 'software';
ALTER TABLE match_statistics ALTER COLUMN market DROP DEFAULT, DROP CONSTRAINT pk_match_statistics,
  ADD CONSTRAINT pk_match_statistics PRIMARY KEY (market, version);

ALTER TABLE match_needs ADD COLUMN market text NOT NULL DEFAULT 'software';
ALTER TABLE match_needs ALTER COLUMN market DROP DEFAULT;

ALTER TABLE match_runs ADD COLUMN market text NOT NULL DEFAULT 'software';
ALTER TABLE match_runs ALTER COLUMN market DROP DEFAULT;
ALTER TABLE match_runs RENAME COLUMN scenarios TO demands;
ALTER TABLE match_runs RENAME COLUMN capabilities TO supplies;
-- Two runs of a market at the same time are one.
DROP INDEX uq_match_runs_open;
CREATE UNIQUE INDEX uq_match_runs_open ON match_runs (market) WHERE state IN ('waiting', 'running', 'cancelling');

-- Weights are those of a market's rules, numbered in each market.
ALTER TABLE match_weight_adoptions DROP CONSTRAINT fk_match_weight_adoptions_version;
ALTER TABLE match_weights ADD COLUMN market text NOT NULL DEFAULT 'software';
ALTER TABLE match_weights ALTER COLUMN market DROP DEFAULT, DROP CONSTRAINT pk_match_weights,
  ADD CONSTRAINT pk_match_weights PRIMARY KEY (market, version);
ALTER TABLE match_weight_adoptions ADD COLUMN market text NOT NULL DEFAULT 'software';
ALTER TABLE match_weight_adoptions ALTER COLUMN market DROP DEFAULT,
  ADD CONSTRAINT fk_match_weight_adoptions_version FOREIGN KEY (market, version) REFERENCES match_weights (market, version);
DROP INDEX ix_match_weight_adoptions_newest;
CREATE INDEX ix_match_weight_adoptions_newest ON match_weight_adoptions (market, adopted_at DESC, id DESC);
INSERT INTO match_weights (market, version, source, most, note) VALUES
  ('technology', 1, 'built_in', '{"text": 65, "field": 12, "application": 4, "chain": 4, "maturity": 6, "mode": 4, "area": 3, "budget": 2}', '平台内置');
INSERT INTO match_weight_adoptions (id, market, version, reason)
VALUES ('01940000-0000-7000-8000-000000000002', 'technology', 1, '平台内置');

-- Demands of further markets that are in force already are ranked as soon as a worker looks.
INSERT INTO match_needs (demand_listing_id, market)
SELECT id, 'technology' FROM listings WHERE kind = 'technology-need' AND published_revision IS NOT NULL
ON CONFLICT ON CONSTRAINT pk_match_needs DO NOTHING;

DO $$
DECLARE traded text;
BEGIN
  FOREACH traded IN ARRAY ARRAY['match_statistics', 'match_needs', 'match_runs', 'match_weights', 'match_weight_adoptions'] LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (market ~ %L)', traded, 'ck_' || traded || '_market', '^[a-z][a-z-]{1,39}$');
  END LOOP;
END $$;
