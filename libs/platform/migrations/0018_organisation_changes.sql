-- What the public reads of an organisation, and what a decision rested on, changes by a reviewed change alone: the
-- approved values stand in `organisations` until a coordinator has approved the proposed ones.
CREATE TABLE organisation_changes (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  state text NOT NULL,
  -- Only what is to become different.
  proposed jsonb NOT NULL,
  reason text NOT NULL,
  -- Whether the organisation's own people ask for it, or a coordinator who keeps its record.
  side text NOT NULL,
  proposed_by uuid NOT NULL,
  proposed_by_name text NOT NULL,
  proposed_at timestamptz NOT NULL DEFAULT now(),
  -- The values that stood when it was decided, of the same members as `proposed`.
  before jsonb,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  decision_reason text,
  CONSTRAINT pk_organisation_changes PRIMARY KEY (id),
  CONSTRAINT fk_organisation_changes_organisation FOREIGN KEY (organisation_id) REFERENCES organisations (id),
  CONSTRAINT ck_organisation_changes_state CHECK (state IN ('submitted', 'approved', 'rejected', 'withdrawn')),
  CONSTRAINT ck_organisation_changes_side CHECK (side IN ('organisation', 'coordinator')),
  CONSTRAINT ck_organisation_changes_proposed CHECK (jsonb_typeof(proposed) = 'object' AND proposed <> '{}'),
  CONSTRAINT ck_organisation_changes_decided CHECK (
    (state = 'submitted') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (before IS NULL)),
  CONSTRAINT ck_organisation_changes_rejected CHECK (state <> 'rejected' OR decision_reason IS NOT NULL),
  -- Nobody approves what he has proposed himself.
  CONSTRAINT ck_organisation_changes_persons CHECK (state <> 'approved' OR decided_by <> proposed_by)
);
CREATE UNIQUE INDEX uq_organisation_changes_open ON organisation_changes (organisation_id) WHERE state = 'submitted';
CREATE INDEX ix_organisation_changes_newest ON organisation_changes (proposed_at DESC, id DESC);
CREATE INDEX ix_organisation_changes_organisation ON organisation_changes (organisation_id, proposed_at DESC);

-- A change that was decided stays as it is.
CREATE TRIGGER tr_organisation_changes_decided BEFORE UPDATE ON organisation_changes
  FOR EACH ROW WHEN (OLD.state <> 'submitted') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tr_organisation_changes_kept BEFORE DELETE ON organisation_changes
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tr_organisation_changes_whole BEFORE TRUNCATE ON organisation_changes
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Since when an organisation stands as it does: its approved values and its state. What was made of them before is old.
ALTER TABLE organisations ADD COLUMN changed_at timestamptz NOT NULL DEFAULT clock_timestamp();
CREATE FUNCTION organisation_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER tr_organisations_changed BEFORE UPDATE ON organisations FOR EACH ROW
  WHEN ((OLD.uscc, OLD.name, OLD.kinds, OLD.state, OLD.area, OLD.department, OLD.owner_kind, OLD.size)
    IS DISTINCT FROM (NEW.uscc, NEW.name, NEW.kinds, NEW.state, NEW.area, NEW.department, NEW.owner_kind, NEW.size))
  EXECUTE FUNCTION organisation_changed();
