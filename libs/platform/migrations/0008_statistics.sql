-- The ledger (对接台账), what it is counted from, its sums, and the months that are frozen.

CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: the ledger is append-only, a correction is a reversing entry', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'raise_exception';
END $$;

-- Every verified or reversed step as it was announced, once, in any order of arrival. A step whose predecessor has not
-- come yet waits here: it has no entries until then.
CREATE TABLE ledger_facts (
  fact_id uuid NOT NULL,
  scenario_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  sequence integer NOT NULL,
  name text NOT NULL,
  payload jsonb NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_ledger_facts PRIMARY KEY (fact_id),
  CONSTRAINT uq_ledger_facts_step UNIQUE (scenario_id, firm_id, sequence),
  CONSTRAINT ck_ledger_facts_name CHECK (name IN ('claim.verified', 'claim.reversed')),
  CONSTRAINT ck_ledger_facts_sequence CHECK (sequence > 0)
);
CREATE TRIGGER tr_ledger_facts_kept BEFORE UPDATE OR DELETE ON ledger_facts FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER tr_ledger_facts_whole BEFORE TRUNCATE ON ledger_facts FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

-- The ledger (对接台账). One entry: a pair (scenario, firm) reached a level, or lost it again. `occasion` counts how
-- often the pair reached that level; the next occasion needs the reversal of the one before, which the foreign key wants.
-- An amount stands once for a pair at a level, that of the claim it was verified for, and its reversal names the same
-- claim and the same amount: `amount_occasion` and two foreign keys see to it. An entry without `occasion` is about an
-- amount alone.
CREATE TABLE ledger_entries (
  seq bigint NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL,
  fact_id uuid NOT NULL,
  kind text NOT NULL,
  level smallint NOT NULL,
  occasion integer,
  amount_occasion integer,
  scenario_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  engagement_id uuid NOT NULL,
  claim_id uuid NOT NULL,
  claimed_level smallint NOT NULL,
  number text NOT NULL,
  scenario_number text NOT NULL,
  scenario_title text NOT NULL,
  capability_number text NOT NULL,
  product text NOT NULL,
  demand_name text NOT NULL,
  demand_uscc text NOT NULL,
  supply_name text NOT NULL,
  supply_uscc text NOT NULL,
  area text,
  department text,
  chain text,
  field text,
  firm_area text,
  channel text NOT NULL,
  first_version boolean NOT NULL,
  amount numeric(16,2),
  happened_day date NOT NULL,
  posted_day date NOT NULL,
  reason text,
  actor_id uuid NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  needed_occasion integer GENERATED ALWAYS AS
    (CASE WHEN kind = 'reversal' THEN occasion WHEN occasion > 1 THEN occasion - 1 END) STORED,
  needed_kind text GENERATED ALWAYS AS (CASE WHEN kind = 'reversal' THEN 'verified' ELSE 'reversal' END) STORED,
  needed_amount_occasion integer GENERATED ALWAYS AS
    (CASE WHEN kind = 'verified' AND amount_occasion > 1 THEN amount_occasion - 1 END) STORED,
  taken_amount_occasion integer GENERATED ALWAYS AS (CASE WHEN kind = 'reversal' THEN amount_occasion END) STORED,
  CONSTRAINT pk_ledger_entries PRIMARY KEY (seq),
  CONSTRAINT uq_ledger_entries_hash UNIQUE (hash),
  CONSTRAINT uq_ledger_entries_prev UNIQUE (prev_hash),
  CONSTRAINT uq_ledger_entries_fact UNIQUE NULLS NOT DISTINCT (fact_id, level, occasion),
  CONSTRAINT uq_ledger_entries_occasion UNIQUE (scenario_id, firm_id, level, occasion, kind),
  CONSTRAINT fk_ledger_entries_needed FOREIGN KEY (scenario_id, firm_id, level, needed_occasion, needed_kind)
    REFERENCES ledger_entries (scenario_id, firm_id, level, occasion, kind),
  CONSTRAINT uq_ledger_entries_amount UNIQUE (scenario_id, firm_id, level, amount_occasion, kind),
  CONSTRAINT fk_ledger_entries_amount_needed FOREIGN KEY (scenario_id, firm_id, level, needed_amount_occasion, needed_kind)
    REFERENCES ledger_entries (scenario_id, firm_id, level, amount_occasion, kind),
  CONSTRAINT uq_ledger_entries_money UNIQUE (scenario_id, firm_id, level, amount_occasion, kind, claim_id, amount),
  CONSTRAINT fk_ledger_entries_money FOREIGN KEY (scenario_id, firm_id, level, taken_amount_occasion, needed_kind, claim_id, amount)
    REFERENCES ledger_entries (scenario_id, firm_id, level, amount_occasion, kind, claim_id, amount),
  CONSTRAINT fk_ledger_entries_fact FOREIGN KEY (fact_id) REFERENCES ledger_facts (fact_id),
  CONSTRAINT ck_ledger_entries_kind CHECK (kind IN ('verified', 'reversal')),
  CONSTRAINT ck_ledger_entries_level CHECK (level BETWEEN 2 AND 5),
  CONSTRAINT ck_ledger_entries_occasion CHECK (occasion > 0),
  CONSTRAINT ck_ledger_entries_amount_occasion CHECK (amount_occasion > 0),
  CONSTRAINT ck_ledger_entries_about CHECK (occasion IS NOT NULL OR amount IS NOT NULL),
  CONSTRAINT ck_ledger_entries_amount_counted CHECK ((amount IS NULL) = (amount_occasion IS NULL)),
  CONSTRAINT ck_ledger_entries_amount_level CHECK (amount IS NULL OR level = claimed_level),
  CONSTRAINT ck_ledger_entries_seq CHECK (seq > 0),
  CONSTRAINT ck_ledger_entries_sides CHECK (demand_uscc <> supply_uscc),
  CONSTRAINT ck_ledger_entries_channel CHECK (channel IN ('online', 'meeting')),
  CONSTRAINT ck_ledger_entries_posted CHECK (posted_day >= happened_day),
  CONSTRAINT ck_ledger_entries_amount CHECK (amount >= 0),
  CONSTRAINT ck_ledger_entries_reason CHECK (kind = 'verified' OR reason IS NOT NULL)
);
CREATE INDEX ix_ledger_entries_posted ON ledger_entries (level, posted_day, seq);
CREATE TRIGGER tr_ledger_entries_kept BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER tr_ledger_entries_whole BEFORE TRUNCATE ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

-- The last entry, and the lock that all who write the chain wait for.
CREATE TABLE ledger_head (
  id integer NOT NULL DEFAULT 1,
  seq bigint NOT NULL,
  hash text NOT NULL,
  CONSTRAINT pk_ledger_head PRIMARY KEY (id),
  CONSTRAINT ck_ledger_head_one CHECK (id = 1)
);
INSERT INTO ledger_head (seq, hash) VALUES (0, repeat('0', 64));

-- Levels 0 (a run proposed the pair) and 1 (a side declared intent): what the platform did, counted as distinct pairs.
CREATE TABLE ledger_pairs (
  level smallint NOT NULL,
  scenario_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  month text NOT NULL,
  area text,
  department text,
  chain text,
  field text,
  firm_area text,
  CONSTRAINT uq_ledger_pairs UNIQUE NULLS NOT DISTINCT (month, level, scenario_id, firm_id, area, department, chain, field, firm_area),
  CONSTRAINT ck_ledger_pairs_level CHECK (level IN (0, 1)),
  CONSTRAINT ck_ledger_pairs_month CHECK (month ~ '^\d{4}-\d{2}$')
);
CREATE TRIGGER tr_ledger_pairs_kept BEFORE UPDATE OR DELETE ON ledger_pairs FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER tr_ledger_pairs_whole BEFORE TRUNCATE ON ledger_pairs FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

-- Sums over the ledger, kept in the transaction of the entry; can be thrown away and folded again.
CREATE TABLE ledger_rollups (
  period text NOT NULL,
  dimension text NOT NULL,
  key text NOT NULL,
  level smallint NOT NULL,
  count bigint NOT NULL,
  amount numeric(18,2) NOT NULL,
  CONSTRAINT pk_ledger_rollups PRIMARY KEY (period, dimension, level, key),
  CONSTRAINT ck_ledger_rollups_dimension
    CHECK (dimension IN ('total', 'area', 'department', 'chain', 'field', 'firm', 'channel', 'firm_area'))
);

-- Months whose figures stand: what comes late enters an open one.
CREATE TABLE frozen_months (
  month text NOT NULL,
  frozen_at timestamptz NOT NULL DEFAULT now(),
  frozen_by uuid NOT NULL,
  last_seq bigint NOT NULL,
  last_hash text NOT NULL,
  CONSTRAINT pk_frozen_months PRIMARY KEY (month),
  CONSTRAINT ck_frozen_months_month CHECK (month ~ '^\d{4}-\d{2}$')
);
CREATE TRIGGER tr_frozen_months_kept BEFORE UPDATE OR DELETE ON frozen_months FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER tr_frozen_months_whole BEFORE TRUNCATE ON frozen_months FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
