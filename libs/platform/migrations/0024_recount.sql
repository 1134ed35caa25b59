-- What a recount compares, kept by the database itself from what it holds, so that millions are compared without reading
-- every document: it sees a fact that was changed, lost or entered wrongly by hashes, and reads only where those differ.

-- Two copies of a fact are the same where their marks are.
ALTER TABLE facts ADD COLUMN mark bigint GENERATED ALWAYS AS (jsonb_hash_extended(payload, 0)) STORED;
DROP INDEX ix_facts_name;
CREATE INDEX ix_facts_name ON facts (name, id) INCLUDE (fact_id, mark);

-- What a step of a pair says, as columns. `codes` is a hash of all that its entries take over from it; none for a reversal.
ALTER TABLE ledger_facts
  ADD COLUMN mark bigint GENERATED ALWAYS AS (jsonb_hash_extended(payload, 0)) STORED,
  ADD COLUMN level smallint GENERATED ALWAYS AS ((payload ->> 'level')::smallint) STORED,
  ADD COLUMN claim_id uuid GENERATED ALWAYS AS ((payload ->> 'claimId')::uuid) STORED,
  ADD COLUMN amount numeric(16,2) GENERATED ALWAYS AS ((payload ->> 'amount')::numeric(16,2)) STORED,
  ADD COLUMN codes bigint GENERATED ALWAYS AS (CASE WHEN name = 'claim.verified' THEN hashtextextended(
    coalesce(payload ->> 'market', '~') || '|' || coalesce(payload ->> 'demandListingId', '~') || '|' ||
    coalesce(payload #>> '{supply,organisationId}', '~') || '|' || coalesce(payload ->> 'engagementId', '~') || '|' ||
    coalesce(payload ->> 'claimId', '~') || '|' || coalesce(payload ->> 'level', '~') || '|' ||
    coalesce(payload ->> 'number', '~') || '|' || coalesce(payload ->> 'demandNumber', '~') || '|' ||
    coalesce(payload ->> 'demandTitle', '~') || '|' || coalesce(payload ->> 'supplyNumber', '~') || '|' ||
    coalesce(payload ->> 'supplyTitle', '~') || '|' || coalesce(payload #>> '{demand,name}', '~') || '|' ||
    coalesce(payload #>> '{demand,uscc}', '~') || '|' || coalesce(payload #>> '{supply,name}', '~') || '|' ||
    coalesce(payload #>> '{supply,uscc}', '~') || '|' || coalesce(payload #>> '{demand,area}', '~') || '|' ||
    coalesce(payload #>> '{demand,department}', '~') || '|' || coalesce(payload ->> 'chain', '~') || '|' ||
    coalesce(payload ->> 'field', '~') || '|' || coalesce(payload #>> '{supply,area}', '~') || '|' ||
    coalesce(payload ->> 'channel', '~') || '|' || coalesce(payload ->> 'firstVersion', '~') || '|' ||
    coalesce(payload ->> 'verifierId', '~') || '|' ||
    (make_date(substr(payload ->> 'day', 1, 4)::integer, substr(payload ->> 'day', 6, 2)::integer,
      substr(payload ->> 'day', 9, 2)::integer) - DATE '2000-01-01')::text, 0) END) STORED,
  DROP CONSTRAINT uq_ledger_facts_step,
  ADD CONSTRAINT uq_ledger_facts_step UNIQUE (demand_listing_id, firm_id, sequence)
    INCLUDE (fact_id, name, level, claim_id, amount, codes, mark);
-- Pairs of which something was taken back are few, and told one by one.
CREATE INDEX ix_ledger_facts_reversed ON ledger_facts (demand_listing_id, firm_id) WHERE name = 'claim.reversed';

ALTER TABLE ledger_entries
  ADD COLUMN codes bigint GENERATED ALWAYS AS (hashtextextended(
    market || '|' || demand_listing_id::text || '|' || firm_id::text || '|' || engagement_id::text || '|' ||
    claim_id::text || '|' || claimed_level::text || '|' || number || '|' || demand_number || '|' || demand_title || '|' ||
    supply_number || '|' || supply_title || '|' || demand_name || '|' || demand_uscc || '|' || supply_name || '|' ||
    supply_uscc || '|' || coalesce(area, '~') || '|' || coalesce(department, '~') || '|' || coalesce(chain, '~') || '|' ||
    coalesce(field, '~') || '|' || coalesce(firm_area, '~') || '|' || channel || '|' || first_version::text || '|' ||
    actor_id::text || '|' || (happened_day - DATE '2000-01-01')::text, 0)) STORED;
-- The entries of a pair in their order, with all that is counted of them.
CREATE INDEX ix_ledger_entries_pair ON ledger_entries (demand_listing_id, firm_id, seq)
  INCLUDE (fact_id, kind, level, occasion, amount, codes, market, area, department, chain, field, firm_area, channel, first_version,
    posted_day);
