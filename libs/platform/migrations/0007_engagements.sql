-- Engagements (对接) between a scenario and a firm: claims of levels, their evidence, and who took which step.

-- What came of a match (对接): one row a (scenario, firm).
CREATE TABLE engagements (
  id uuid NOT NULL,
  number text NOT NULL,
  scenario_id uuid NOT NULL,
  firm_id uuid NOT NULL,
  demand_id uuid NOT NULL,
  capability_id uuid NOT NULL,
  -- The listings and the two parties as they were when a side last acted on them: what a fact will carry.
  subject jsonb NOT NULL,
  demand jsonb NOT NULL,
  supply jsonb NOT NULL,
  -- The reporting area that owns the match.
  area text,
  state text NOT NULL,
  demand_intent_at timestamptz,
  supply_intent_at timestamptz,
  declined_by text,
  reason text,
  -- Verified and reversed steps announced so far; the last one's place in the order.
  sequence integer NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_engagements PRIMARY KEY (id),
  CONSTRAINT uq_engagements_number UNIQUE (number),
  CONSTRAINT uq_engagements_pair UNIQUE (scenario_id, firm_id),
  CONSTRAINT fk_engagements_scenario FOREIGN KEY (scenario_id) REFERENCES listings (id),
  CONSTRAINT fk_engagements_capability FOREIGN KEY (capability_id) REFERENCES listings (id),
  CONSTRAINT fk_engagements_firm FOREIGN KEY (firm_id) REFERENCES organisations (id),
  CONSTRAINT fk_engagements_demand FOREIGN KEY (demand_id) REFERENCES organisations (id),
  CONSTRAINT ck_engagements_state CHECK (state IN ('open', 'declined')),
  CONSTRAINT ck_engagements_sides CHECK (firm_id <> demand_id),
  CONSTRAINT ck_engagements_intent CHECK (demand_intent_at IS NOT NULL OR supply_intent_at IS NOT NULL),
  CONSTRAINT ck_engagements_declined CHECK ((state = 'declined') = (declined_by IS NOT NULL) AND declined_by IN ('demand', 'supply'))
);
CREATE INDEX ix_engagements_newest ON engagements (created_at DESC, id DESC);
CREATE INDEX ix_engagements_firm ON engagements (firm_id, created_at DESC);
CREATE INDEX ix_engagements_demand ON engagements (demand_id, created_at DESC);
CREATE INDEX ix_engagements_area ON engagements (area, created_at DESC);
CREATE INDEX ix_engagements_capability ON engagements (capability_id);

CREATE TABLE claims (
  id uuid NOT NULL,
  engagement_id uuid NOT NULL,
  level smallint NOT NULL,
  state text NOT NULL,
  side text NOT NULL,
  channel text NOT NULL,
  amount numeric(16,2),
  note text NOT NULL,
  reason text,
  claimed_by uuid NOT NULL,
  claimed_at timestamptz NOT NULL,
  confirmed_by uuid,
  confirmed_at timestamptz,
  verified_by uuid,
  verified_at timestamptz,
  disputed_by uuid,
  -- Who had a stake in the engagement when the claim was made: kept beside the claim, so that nothing changed later lets
  -- one of them verify it.
  stakes jsonb NOT NULL DEFAULT '{"codes": [], "departments": [], "bodyIds": [], "personIds": []}',
  -- Who took the last step: the same step sent again by the same person changes nothing.
  acted_by uuid NOT NULL,
  CONSTRAINT pk_claims PRIMARY KEY (id),
  CONSTRAINT fk_claims_engagement FOREIGN KEY (engagement_id) REFERENCES engagements (id),
  CONSTRAINT ck_claims_level CHECK (level BETWEEN 2 AND 5),
  CONSTRAINT ck_claims_state CHECK (state IN ('claimed', 'confirmed', 'verified', 'declined', 'rejected', 'withdrawn', 'disputed', 'reversed')),
  CONSTRAINT ck_claims_side CHECK (side IN ('demand', 'supply')),
  CONSTRAINT ck_claims_channel CHECK (channel IN ('online', 'meeting')),
  CONSTRAINT ck_claims_amount CHECK (amount >= 0),
  -- Nothing is verified that the other side has not confirmed, and nobody confirms or verifies a claim of his own.
  CONSTRAINT ck_claims_confirmed CHECK (state NOT IN ('confirmed', 'verified', 'reversed') OR confirmed_by IS NOT NULL),
  CONSTRAINT ck_claims_verified CHECK ((state IN ('verified', 'reversed')) = (verified_by IS NOT NULL)),
  CONSTRAINT ck_claims_persons CHECK (confirmed_by <> claimed_by AND verified_by <> claimed_by AND verified_by <> confirmed_by)
);
-- A level of an engagement has one claim at work or standing.
CREATE UNIQUE INDEX uq_claims_standing ON claims (engagement_id, level) WHERE state IN ('claimed', 'confirmed', 'disputed', 'verified');
CREATE INDEX ix_claims_state ON claims (state, engagement_id);
CREATE INDEX ix_claims_engagement ON claims (engagement_id, claimed_at);

-- Evidence: a file or a contract number; stays with its hash, uploader and time.
CREATE TABLE evidence (
  id uuid NOT NULL,
  engagement_id uuid NOT NULL,
  claim_id uuid,
  kind text NOT NULL,
  sha256 text NOT NULL,
  file_name text,
  media_type text,
  size bigint,
  contract_number text,
  side text NOT NULL,
  uploaded_by uuid NOT NULL,
  uploaded_by_name text NOT NULL,
  uploaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_evidence PRIMARY KEY (id),
  CONSTRAINT fk_evidence_engagement FOREIGN KEY (engagement_id) REFERENCES engagements (id),
  CONSTRAINT fk_evidence_claim FOREIGN KEY (claim_id) REFERENCES claims (id),
  CONSTRAINT ck_evidence_kind CHECK (
    (kind = 'file' AND file_name IS NOT NULL AND media_type IS NOT NULL AND size > 0 AND contract_number IS NULL)
    OR (kind = 'contract' AND contract_number IS NOT NULL AND claim_id IS NOT NULL AND file_name IS NULL)),
  CONSTRAINT ck_evidence_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  CONSTRAINT ck_evidence_side CHECK (side IN ('demand', 'supply'))
);
CREATE INDEX ix_evidence_sha256 ON evidence (sha256);
CREATE INDEX ix_evidence_engagement ON evidence (engagement_id);
CREATE INDEX ix_evidence_claim ON evidence (claim_id);

CREATE TABLE engagement_history (
  id bigint GENERATED ALWAYS AS IDENTITY,
  engagement_id uuid NOT NULL,
  claim_id uuid,
  level smallint,
  from_state text,
  to_state text NOT NULL,
  side text NOT NULL,
  actor_id uuid NOT NULL,
  actor_name text NOT NULL,
  reason text,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_engagement_history PRIMARY KEY (id),
  CONSTRAINT fk_engagement_history_engagement FOREIGN KEY (engagement_id) REFERENCES engagements (id),
  CONSTRAINT ck_engagement_history_side CHECK (side IN ('demand', 'supply', 'coordinator'))
);
CREATE INDEX ix_engagement_history_engagement ON engagement_history (engagement_id, id);
CREATE TRIGGER tr_engagement_history_kept BEFORE UPDATE OR DELETE ON engagement_history
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tr_engagement_history_whole BEFORE TRUNCATE ON engagement_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
