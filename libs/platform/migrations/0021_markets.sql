-- A second market beside software: pairs are of a demand and a supply of whichever market, and say so by their names.

-- The listings of an engagement, and the market that says their kinds.
ALTER TABLE engagements RENAME COLUMN scenario_id TO demand_listing_id;
ALTER TABLE engagements RENAME COLUMN capability_id TO supply_listing_id;
ALTER TABLE engagements RENAME CONSTRAINT fk_engagements_scenario TO fk_engagements_demand_listing;
ALTER TABLE engagements RENAME CONSTRAINT fk_engagements_capability TO fk_engagements_supply_listing;
ALTER INDEX ix_engagements_capability RENAME TO ix_engagements_supply_listing;
ALTER TABLE engagements ADD COLUMN market text NOT NULL DEFAULT 'software';
ALTER TABLE engagements ALTER COLUMN market DROP DEFAULT;
UPDATE engagements SET subject = jsonb_build_object('market', market, 'demand', subject -> 'scenario',
  'supply', (subject -> 'capability') - 'product' || jsonb_build_object('title', subject #> '{capability,product}'));

-- Facts that name the two sides say the market, and call the sides by what they are in all of them.
CREATE FUNCTION pg_temp.of_markets(fact jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN fact ? 'scenarioId' OR fact ? 'pairs' THEN (
    SELECT jsonb_object_agg(CASE key WHEN 'scenarioId' THEN 'demandListingId' WHEN 'scenarioNumber' THEN 'demandNumber'
        WHEN 'scenarioTitle' THEN 'demandTitle' WHEN 'capabilityId' THEN 'supplyListingId' WHEN 'capabilityNumber' THEN 'supplyNumber'
        WHEN 'product' THEN 'supplyTitle' ELSE key END,
      CASE key WHEN 'pairs' THEN (
        SELECT jsonb_agg(pair - 'scenarioId' || jsonb_build_object('demandListingId', pair -> 'scenarioId')) FROM jsonb_array_elements(value) AS pair)
      ELSE value END) FROM jsonb_each(fact)) || '{"market": "software"}'
  ELSE fact END
$$;
ALTER TABLE facts DISABLE TRIGGER tr_facts_kept;
UPDATE facts SET payload = pg_temp.of_markets(payload) WHERE payload ? 'scenarioId' OR payload ? 'pairs';
ALTER TABLE facts ENABLE TRIGGER tr_facts_kept;

ALTER TABLE ledger_facts RENAME COLUMN scenario_id TO demand_listing_id;
ALTER TABLE ledger_facts DISABLE TRIGGER tr_ledger_facts_kept;
UPDATE ledger_facts SET payload = pg_temp.of_markets(payload);
ALTER TABLE ledger_facts ENABLE TRIGGER tr_ledger_facts_kept;

-- An entry that was sealed before keeps the form in which it was hashed.
ALTER TABLE ledger_entries RENAME COLUMN scenario_id TO demand_listing_id;
ALTER TABLE ledger_entries RENAME COLUMN scenario_number TO demand_number;
ALTER TABLE ledger_entries RENAME COLUMN scenario_title TO demand_title;
ALTER TABLE ledger_entries RENAME COLUMN capability_number TO supply_number;
ALTER TABLE ledger_entries RENAME COLUMN product TO supply_title;
ALTER TABLE ledger_entries ADD COLUMN market text NOT NULL DEFAULT 'software', ADD COLUMN form smallint NOT NULL DEFAULT 1;
ALTER TABLE ledger_entries ALTER COLUMN market DROP DEFAULT, ALTER COLUMN form DROP DEFAULT;

ALTER TABLE ledger_pairs RENAME COLUMN scenario_id TO demand_listing_id;
ALTER TABLE ledger_pairs ADD COLUMN market text NOT NULL DEFAULT 'software';
ALTER TABLE ledger_pairs ALTER COLUMN market DROP DEFAULT;

ALTER TABLE figure_lines RENAME COLUMN product TO supply_title;
ALTER TABLE figure_lines ADD COLUMN market text NOT NULL DEFAULT 'software';
ALTER TABLE figure_lines ALTER COLUMN market DROP DEFAULT;
ALTER TABLE figure_lines DISABLE TRIGGER tr_figure_lines_kept;
UPDATE figure_lines SET part = CASE part WHEN 'scenario_published' THEN 'demand_published' ELSE 'supply_published' END
WHERE part IN ('scenario_published', 'capability_published');
ALTER TABLE figure_lines ENABLE TRIGGER tr_figure_lines_kept;

-- Each market has figures of its own, which are never added up.
ALTER TABLE ledger_rollups ADD COLUMN market text NOT NULL DEFAULT 'software';
ALTER TABLE ledger_rollups ALTER COLUMN market DROP DEFAULT, DROP CONSTRAINT pk_ledger_rollups,
  ADD CONSTRAINT pk_ledger_rollups PRIMARY KEY (market, scope, period, dimension, part, bucket, key);
UPDATE ledger_rollups SET part = CASE part WHEN 'scenario_published' THEN 'demand_published' ELSE 'supply_published' END
WHERE part IN ('scenario_published', 'capability_published');

-- What matching has found.
ALTER TABLE matches RENAME COLUMN scenario_id TO demand_listing_id;
ALTER TABLE matches RENAME COLUMN capability_id TO supply_listing_id;
ALTER TABLE matches RENAME COLUMN scenario_revision TO demand_revision;
ALTER TABLE matches RENAME COLUMN capability_revision TO supply_revision;
ALTER INDEX ix_matches_capability RENAME TO ix_matches_supply_listing;
ALTER TABLE match_summaries RENAME COLUMN scenario_id TO demand_listing_id;
ALTER TABLE match_summaries RENAME COLUMN scenario_revision TO demand_revision;
UPDATE match_summaries SET nearest = replace(nearest::text, '"capabilityId"', '"supplyListingId"')::jsonb;
ALTER TABLE match_proposals RENAME COLUMN scenario_id TO demand_listing_id;
ALTER TABLE match_run_chunks RENAME COLUMN scenario_ids TO demand_listing_ids;
ALTER TABLE match_run_results RENAME COLUMN scenario_id TO demand_listing_id;
ALTER TABLE match_run_results RENAME COLUMN capability_id TO supply_listing_id;
ALTER TABLE match_run_results RENAME COLUMN scenario_revision TO demand_revision;
ALTER TABLE match_run_results RENAME COLUMN capability_revision TO supply_revision;
ALTER TABLE match_run_summaries RENAME COLUMN scenario_id TO demand_listing_id;
ALTER TABLE match_run_summaries RENAME COLUMN scenario_revision TO demand_revision;
ALTER TABLE match_decisions RENAME COLUMN scenario_id TO demand_listing_id;
ALTER TABLE match_decisions RENAME COLUMN capability_id TO supply_listing_id;
ALTER INDEX ix_match_decisions_capability RENAME TO ix_match_decisions_supply_listing;
ALTER TABLE match_needs RENAME COLUMN scenario_id TO demand_listing_id;

DO $$
DECLARE traded text;
BEGIN
  FOREACH traded IN ARRAY ARRAY['engagements', 'ledger_entries', 'ledger_pairs', 'figure_lines', 'ledger_rollups'] LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (market ~ %L)', traded, 'ck_' || traded || '_market', '^[a-z][a-z-]{1,39}$');
  END LOOP;
END $$;
