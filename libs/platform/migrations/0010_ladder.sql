-- What a claim says of itself: that its amount includes tax, on which day the thing happened, until when it may be answered.
ALTER TABLE claims
  ADD COLUMN amount_includes_tax boolean,
  ADD COLUMN happened_on date,
  ADD COLUMN due_on date,
  -- How many days before the last one the newest reminder was due.
  ADD COLUMN reminded smallint,
  ADD COLUMN reason_code text;
UPDATE claims SET due_on = (claimed_at AT TIME ZONE 'Asia/Shanghai')::date + 30;
ALTER TABLE claims
  ALTER COLUMN due_on SET NOT NULL,
  DROP CONSTRAINT ck_claims_state,
  ADD CONSTRAINT ck_claims_state CHECK
    (state IN ('claimed', 'confirmed', 'verified', 'declined', 'rejected', 'withdrawn', 'disputed', 'reversed', 'expired')),
  ADD CONSTRAINT ck_claims_tax CHECK (amount_includes_tax IS NULL OR (amount_includes_tax AND amount IS NOT NULL)),
  ADD CONSTRAINT ck_claims_reminded CHECK (reminded >= 0);
CREATE INDEX ix_claims_due ON claims (due_on) WHERE state = 'claimed';

ALTER TABLE engagements ADD COLUMN reason_code text;

ALTER TABLE evidence
  ADD COLUMN sm3 text,
  ADD CONSTRAINT ck_evidence_sm3 CHECK (sm3 ~ '^[0-9a-f]{64}$');

-- A step may have a coded reason, and rest on more than its words: the other uses of the same evidence, for one.
ALTER TABLE engagement_history
  ADD COLUMN code text,
  ADD COLUMN detail jsonb,
  DROP CONSTRAINT ck_engagement_history_side,
  ADD CONSTRAINT ck_engagement_history_side CHECK (side IN ('demand', 'supply', 'coordinator', 'system'));
CREATE INDEX ix_engagement_history_claim ON engagement_history (claim_id, id);
