-- Second looks: flags that rules raise, samples that are drawn, what was found. All of it is kept as it was written.
CREATE TABLE flag_rules (
  version integer NOT NULL,
  parameters jsonb NOT NULL,
  reason text NOT NULL,
  made_by uuid NOT NULL,
  made_by_name text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_flag_rules PRIMARY KEY (version),
  CONSTRAINT ck_flag_rules_version CHECK (version > 0)
);

CREATE TABLE claim_flags (
  id uuid NOT NULL,
  claim_id uuid NOT NULL,
  rule text NOT NULL,
  evidence jsonb NOT NULL,
  -- What the rule went by then.
  parameters jsonb NOT NULL,
  raised_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_claim_flags PRIMARY KEY (id),
  CONSTRAINT uq_claim_flags_rule UNIQUE (claim_id, rule),
  CONSTRAINT fk_claim_flags_claim FOREIGN KEY (claim_id) REFERENCES claims (id),
  CONSTRAINT ck_claim_flags_rule CHECK (rule IN ('burst', 'many', 'shared', 'together', 'noContract'))
);
CREATE INDEX ix_claim_flags_newest ON claim_flags (raised_at DESC, id DESC);

CREATE TABLE claim_flag_settlements (
  flag_id uuid NOT NULL,
  outcome text NOT NULL,
  reason text NOT NULL,
  settled_by uuid NOT NULL,
  settled_by_name text NOT NULL,
  settled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_claim_flag_settlements PRIMARY KEY (flag_id),
  CONSTRAINT fk_claim_flag_settlements_flag FOREIGN KEY (flag_id) REFERENCES claim_flags (id),
  CONSTRAINT ck_claim_flag_settlements_outcome CHECK (outcome IN ('explained', 'confirmed'))
);

-- A draw with all that anybody needs to draw it again: its terms, its seed, and the population below.
CREATE TABLE verification_samples (
  id uuid NOT NULL,
  number text NOT NULL,
  period text NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL,
  area text,
  threshold numeric(16,2) NOT NULL,
  percent smallint NOT NULL,
  seed text NOT NULL,
  population_sha256 text NOT NULL,
  drawn_by uuid NOT NULL,
  drawn_by_name text NOT NULL,
  drawn_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_verification_samples PRIMARY KEY (id),
  CONSTRAINT uq_verification_samples_number UNIQUE (number),
  CONSTRAINT ck_verification_samples_percent CHECK (percent BETWEEN 1 AND 100),
  CONSTRAINT ck_verification_samples_seed CHECK (seed ~ '^[0-9a-f]{64}$'),
  CONSTRAINT ck_verification_samples_population CHECK (population_sha256 ~ '^[0-9a-f]{64}$')
);
CREATE INDEX ix_verification_samples_newest ON verification_samples (drawn_at DESC, id DESC);

CREATE TABLE verification_sample_claims (
  sample_id uuid NOT NULL,
  claim_id uuid NOT NULL,
  amount numeric(16,2),
  flagged boolean NOT NULL,
  stratum text NOT NULL,
  CONSTRAINT pk_verification_sample_claims PRIMARY KEY (sample_id, claim_id),
  CONSTRAINT fk_verification_sample_claims_sample FOREIGN KEY (sample_id) REFERENCES verification_samples (id),
  CONSTRAINT fk_verification_sample_claims_claim FOREIGN KEY (claim_id) REFERENCES claims (id),
  CONSTRAINT ck_verification_sample_claims_stratum CHECK (stratum IN ('above', 'flagged', 'drawn', 'rest'))
);
-- Nobody draws until he likes what comes: chance decides on a claim once.
CREATE UNIQUE INDEX uq_verification_sample_claims_once ON verification_sample_claims (claim_id) WHERE stratum IN ('drawn', 'rest');

CREATE TABLE verification_findings (
  sample_id uuid NOT NULL,
  claim_id uuid NOT NULL,
  outcome text NOT NULL,
  reason text NOT NULL,
  found_by uuid NOT NULL,
  found_by_name text NOT NULL,
  found_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_verification_findings PRIMARY KEY (sample_id, claim_id),
  CONSTRAINT fk_verification_findings_claim FOREIGN KEY (sample_id, claim_id) REFERENCES verification_sample_claims (sample_id, claim_id),
  CONSTRAINT ck_verification_findings_outcome CHECK (outcome IN ('upheld', 'wrong'))
);

CREATE INDEX ix_claims_verified ON claims (verified_at) WHERE state = 'verified';

DO $$
DECLARE kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['flag_rules', 'claim_flags', 'claim_flag_settlements', 'verification_samples',
    'verification_sample_claims', 'verification_findings'] LOOP
    EXECUTE format('CREATE TRIGGER tr_%s_kept BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', kept, kept);
    EXECUTE format('CREATE TRIGGER tr_%s_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
  END LOOP;
END $$;
