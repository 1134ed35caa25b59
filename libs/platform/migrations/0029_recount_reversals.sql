-- A recount tells pairs of which something was taken back by sums, too. What an entry takes over from the fact that is
-- counted, and what it says of the act itself, are hashed apart: a reversal takes over what it takes back, by an act of
-- its own.

ALTER TABLE ledger_facts
  DROP CONSTRAINT uq_ledger_facts_step,
  DROP COLUMN codes,
  ADD COLUMN codes bigint GENERATED ALWAYS AS (CASE WHEN name = 'claim.verified' THEN hashtextextended(
    coalesce(payload ->> 'market', '~') || '|' || coalesce(payload ->> 'demandListingId', '~') || '|' ||
    coalesce(payload #>> '{supply,organisationId}', '~') || '|' || coalesce(payload ->> 'engagementId', '~') || '|' ||
    coalesce(payload ->> 'number', '~') || '|' || coalesce(payload ->> 'demandNumber', '~') || '|' ||
    coalesce(payload ->> 'demandTitle', '~') || '|' || coalesce(payload ->> 'supplyNumber', '~') || '|' ||
    coalesce(payload ->> 'supplyTitle', '~') || '|' || coalesce(payload #>> '{demand,name}', '~') || '|' ||
    coalesce(payload #>> '{demand,uscc}', '~') || '|' || coalesce(payload #>> '{supply,name}', '~') || '|' ||
    coalesce(payload #>> '{supply,uscc}', '~') || '|' || coalesce(payload #>> '{demand,area}', '~') || '|' ||
    coalesce(payload #>> '{demand,department}', '~') || '|' || coalesce(payload ->> 'chain', '~') || '|' ||
    coalesce(payload ->> 'field', '~') || '|' || coalesce(payload #>> '{supply,area}', '~') || '|' ||
    coalesce(payload ->> 'channel', '~') || '|' || coalesce(payload ->> 'firstVersion', '~'), 0) END) STORED,
  ADD COLUMN act bigint GENERATED ALWAYS AS (hashtextextended(
    coalesce(payload ->> 'claimId', '~') || '|' || coalesce(payload ->> 'level', '~') || '|' ||
    coalesce(CASE name WHEN 'claim.verified' THEN payload ->> 'verifierId' ELSE payload ->> 'reverserId' END, '~') || '|' ||
    (make_date(substr(payload ->> 'day', 1, 4)::integer, substr(payload ->> 'day', 6, 2)::integer,
      substr(payload ->> 'day', 9, 2)::integer) - DATE '2000-01-01')::text || '|' ||
    CASE name WHEN 'claim.verified' THEN '~' ELSE coalesce(payload ->> 'reason', '~') END, 0)) STORED,
  ADD CONSTRAINT uq_ledger_facts_step UNIQUE (demand_listing_id, firm_id, sequence)
    INCLUDE (fact_id, name, level, claim_id, amount, codes, act, mark);

-- Its index goes with the column.
ALTER TABLE ledger_entries
  DROP COLUMN codes,
  ADD COLUMN codes bigint GENERATED ALWAYS AS (hashtextextended(
    market || '|' || demand_listing_id::text || '|' || firm_id::text || '|' || engagement_id::text || '|' ||
    number || '|' || demand_number || '|' || demand_title || '|' || supply_number || '|' || supply_title || '|' ||
    demand_name || '|' || demand_uscc || '|' || supply_name || '|' || supply_uscc || '|' || coalesce(area, '~') || '|' ||
    coalesce(department, '~') || '|' || coalesce(chain, '~') || '|' || coalesce(field, '~') || '|' ||
    coalesce(firm_area, '~') || '|' || channel || '|' || first_version::text, 0)) STORED,
  ADD COLUMN act bigint GENERATED ALWAYS AS (hashtextextended(
    claim_id::text || '|' || claimed_level::text || '|' || actor_id::text || '|' ||
    (happened_day - DATE '2000-01-01')::text || '|' || coalesce(reason, '~'), 0)) STORED;
-- The entries of a pair in their order, with all that is counted of them.
CREATE INDEX ix_ledger_entries_pair ON ledger_entries (demand_listing_id, firm_id, seq)
  INCLUDE (fact_id, kind, level, occasion, amount, codes, act, market, area, department, chain, field, firm_area, channel,
    first_version, posted_day);
-- Pairs that do not only climb are few; the figures look at them apart.
CREATE INDEX ix_ledger_entries_moved ON ledger_entries (demand_listing_id, firm_id) WHERE kind = 'reversal' OR occasion IS NULL;

-- The only sums that run on from one period into the next: those of a period are asked for all months before it.
-- It does not hold the count itself: every change of a sum would then be a change of all indexes.
CREATE INDEX ix_ledger_rollups_unserved ON ledger_rollups (market, scope, dimension, period) WHERE part = 'unserved';
-- Sums are changed in place: room in each page keeps that away from the index.
ALTER TABLE ledger_rollups SET (fillfactor = 70);
