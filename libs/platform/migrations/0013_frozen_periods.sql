-- What a period was when it was frozen: its figures, the part of the ledger that they rest on, who froze it, and a hash
-- over all of it. Nothing thaws; what belongs to it and came later is told by amendments beside it.
CREATE TABLE frozen_periods (
  code text NOT NULL,
  frozen_at timestamptz(3) NOT NULL,
  frozen_by uuid NOT NULL,
  frozen_by_name text NOT NULL,
  -- The first and last entry of the ledger that count in it; null where none does.
  first_seq bigint,
  last_seq bigint,
  entries bigint NOT NULL,
  -- The head of the ledger at that moment.
  head_seq bigint NOT NULL,
  head_hash text NOT NULL,
  figures jsonb NOT NULL,
  sha256 text NOT NULL,
  CONSTRAINT pk_frozen_periods PRIMARY KEY (code),
  CONSTRAINT ck_frozen_periods_code CHECK (code ~ '^\d{4}(-(Q[1-4]|H[12]|\d{2}))?$'),
  CONSTRAINT ck_frozen_periods_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')
);

CREATE TABLE period_amendments (
  code text NOT NULL,
  number integer NOT NULL,
  reason text NOT NULL,
  amended_at timestamptz(3) NOT NULL,
  amended_by uuid NOT NULL,
  amended_by_name text NOT NULL,
  head_seq bigint NOT NULL,
  head_hash text NOT NULL,
  -- How many late entries, pairs and lines it tells of.
  late jsonb NOT NULL,
  figures jsonb NOT NULL,
  sha256 text NOT NULL,
  CONSTRAINT pk_period_amendments PRIMARY KEY (code, number),
  CONSTRAINT fk_period_amendments_period FOREIGN KEY (code) REFERENCES frozen_periods (code),
  CONSTRAINT ck_period_amendments_number CHECK (number > 0),
  CONSTRAINT ck_period_amendments_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')
);

CREATE INDEX ix_ledger_entries_late ON ledger_entries (happened_day) WHERE posted_day > happened_day;

DO $$
DECLARE kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['frozen_periods', 'period_amendments'] LOOP
    EXECUTE format('CREATE TRIGGER tr_%s_kept BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change()', kept, kept);
    EXECUTE format('CREATE TRIGGER tr_%s_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()', kept, kept);
  END LOOP;
END $$;
