-- The roll-ups hold every measure, for the city and for each reporting area by itself. They are sums: thrown away here,
-- folded again by `duijie recount --rebuild`.
DROP TABLE ledger_rollups;
CREATE TABLE ledger_rollups (
  -- `city`, or the code of a reporting area: of its own matches alone.
  scope text NOT NULL,
  period text NOT NULL,
  dimension text NOT NULL,
  key text NOT NULL,
  -- What is summed: `reached` by level in `bucket`, `answer` by days in `bucket`, and so on.
  part text NOT NULL,
  bucket integer NOT NULL,
  count bigint NOT NULL,
  amount numeric(18,2) NOT NULL,
  CONSTRAINT pk_ledger_rollups PRIMARY KEY (scope, period, dimension, part, bucket, key),
  CONSTRAINT ck_ledger_rollups_dimension
    CHECK (dimension IN ('total', 'area', 'department', 'chain', 'field', 'firm', 'channel', 'firm_area'))
);

-- Measures that stand on other facts than verified pairs: one line a case, with the codes of that moment.
CREATE TABLE figure_lines (
  id bigint GENERATED ALWAYS AS IDENTITY,
  part text NOT NULL,
  fact_id uuid NOT NULL,
  -- What it is about: the id of an engagement or of a listing.
  subject uuid NOT NULL,
  count smallint NOT NULL,
  -- Of an answer: its days.
  bucket integer NOT NULL,
  engagement_id uuid,
  listing_id uuid,
  listing_kind text,
  firm_id uuid,
  number text,
  title text,
  demand_name text,
  supply_name text,
  product text,
  area text,
  department text,
  chain text,
  field text,
  firm_area text,
  channel text,
  happened_day date NOT NULL,
  posted_day date NOT NULL,
  recorded_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_figure_lines PRIMARY KEY (id),
  CONSTRAINT uq_figure_lines UNIQUE (part, fact_id, subject),
  CONSTRAINT ck_figure_lines_count CHECK (count IN (1, -1)),
  CONSTRAINT ck_figure_lines_bucket CHECK (bucket >= 0),
  CONSTRAINT ck_figure_lines_posted CHECK (posted_day >= happened_day)
);
CREATE INDEX ix_figure_lines_subject ON figure_lines (subject, part);
CREATE INDEX ix_figure_lines_posted ON figure_lines (part, posted_day, id);

-- Facts that lines were made of, or that made none: each is taken once, whenever it comes.
CREATE TABLE figure_facts (
  fact_id uuid NOT NULL,
  subject uuid NOT NULL,
  name text NOT NULL,
  occurred_at timestamptz NOT NULL,
  CONSTRAINT pk_figure_facts PRIMARY KEY (fact_id)
);
CREATE INDEX ix_figure_facts_subject ON figure_facts (subject, occurred_at);

-- Pairs of levels 0 and 1 say on which day they came, and on which they count: later only where that month was frozen.
ALTER TABLE ledger_pairs
  ADD COLUMN happened_day date,
  ADD COLUMN posted_day date,
  ADD COLUMN recorded_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  ADD CONSTRAINT ck_ledger_pairs_posted CHECK (posted_day >= happened_day);
ALTER TABLE ledger_pairs DISABLE TRIGGER tr_ledger_pairs_kept;
UPDATE ledger_pairs SET happened_day = (month || '-01')::date, posted_day = (month || '-01')::date;
ALTER TABLE ledger_pairs ENABLE TRIGGER tr_ledger_pairs_kept;
ALTER TABLE ledger_pairs ALTER COLUMN happened_day SET NOT NULL, ALTER COLUMN posted_day SET NOT NULL;
CREATE INDEX ix_ledger_pairs_pair ON ledger_pairs (level, scenario_id, firm_id);
CREATE INDEX ix_ledger_pairs_posted ON ledger_pairs (level, posted_day);
CREATE INDEX ix_ledger_entries_recorded ON ledger_entries (recorded_at);

DO $$
DECLARE kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['figure_lines', 'figure_facts'] LOOP
    EXECUTE format('CREATE TRIGGER tr_%s_kept BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change()', kept, kept);
    EXECUTE format('CREATE TRIGGER tr_%s_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()', kept, kept);
  END LOOP;
END $$;
