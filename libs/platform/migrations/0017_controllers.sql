-- Who controls whom, by credit code: a controller in the middle of a chain need not be on the platform. Coordinators
-- alone set and clear it; the audit trail keeps what was so before.
CREATE TABLE controllers (
  uscc text NOT NULL,
  controller_uscc text NOT NULL,
  reason text NOT NULL,
  set_by uuid,
  set_by_name text NOT NULL,
  set_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_controllers PRIMARY KEY (uscc),
  CONSTRAINT ck_controllers_uscc CHECK (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$' AND controller_uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  CONSTRAINT ck_controllers_other CHECK (uscc <> controller_uscc)
);
CREATE INDEX ix_controllers_controller ON controllers (controller_uscc);
ALTER TABLE organisations DROP COLUMN controller_uscc;

-- What a coordinating body is beside its name: an organisation with a credit code, a department that owns scenarios.
ALTER TABLE bodies
  ADD COLUMN uscc text,
  ADD COLUMN department text,
  ADD CONSTRAINT uq_bodies_uscc UNIQUE (uscc),
  ADD CONSTRAINT ck_bodies_uscc CHECK (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$');

-- Who had a stake in an engagement when a claim was made: kept beside the claim, so that nothing changed later lets one of
-- them verify it.
ALTER TABLE claims
  ADD COLUMN stakes jsonb NOT NULL DEFAULT '{"codes": [], "departments": [], "bodyIds": [], "personIds": []}';
