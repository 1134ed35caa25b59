-- Organisations, coordinating bodies, people and what they may speak for; sessions, throttles and the audit trail.

CREATE TABLE organisations (
  id uuid NOT NULL,
  uscc text NOT NULL,
  name text NOT NULL,
  kinds text[] NOT NULL,
  state text NOT NULL,
  area text,
  department text,
  owner_kind text,
  size text,
  address text NOT NULL DEFAULT '',
  decision_reason text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  -- Since when it stands as it does: its approved values and its state. What was made of them before is old.
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_organisations PRIMARY KEY (id),
  CONSTRAINT uq_organisations_uscc UNIQUE (uscc),
  CONSTRAINT ck_organisations_uscc CHECK (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  CONSTRAINT ck_organisations_kinds CHECK (kinds <@ ARRAY['user', 'firm'] AND cardinality(kinds) > 0),
  CONSTRAINT ck_organisations_state CHECK (state IN ('unclaimed', 'approved', 'suspended'))
);
CREATE INDEX ix_organisations_newest ON organisations (created_at DESC, id DESC);

CREATE FUNCTION organisation_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := clock_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER tr_organisations_changed BEFORE UPDATE ON organisations FOR EACH ROW
  WHEN ((OLD.uscc, OLD.name, OLD.kinds, OLD.state, OLD.area, OLD.department, OLD.owner_kind, OLD.size)
    IS DISTINCT FROM (NEW.uscc, NEW.name, NEW.kinds, NEW.state, NEW.area, NEW.department, NEW.owner_kind, NEW.size))
  EXECUTE FUNCTION organisation_changed();

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

-- Coordinating bodies: the city's, and those of reporting areas.
CREATE TABLE bodies (
  id uuid NOT NULL,
  name text NOT NULL,
  scope text NOT NULL,
  area text,
  -- What it is beside its name: an organisation with a credit code, a department that owns scenarios.
  uscc text,
  department text,
  -- A body that is suspended decides nothing; its people see that, and why.
  suspended_reason text,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_bodies PRIMARY KEY (id),
  CONSTRAINT uq_bodies_name UNIQUE (name),
  CONSTRAINT uq_bodies_uscc UNIQUE (uscc),
  CONSTRAINT ck_bodies_uscc CHECK (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  CONSTRAINT ck_bodies_scope CHECK ((scope = 'city' AND area IS NULL) OR (scope = 'area' AND area IS NOT NULL))
);

CREATE TABLE people (
  id uuid NOT NULL,
  login text NOT NULL,
  name text NOT NULL,
  password_hash text NOT NULL,
  organisation_id uuid,
  member_role text,
  body_id uuid,
  operator boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_people PRIMARY KEY (id),
  CONSTRAINT uq_people_login UNIQUE (login),
  CONSTRAINT fk_people_organisation FOREIGN KEY (organisation_id) REFERENCES organisations (id),
  CONSTRAINT fk_people_body FOREIGN KEY (body_id) REFERENCES bodies (id),
  CONSTRAINT ck_people_member CHECK ((organisation_id IS NULL) = (member_role IS NULL)),
  CONSTRAINT ck_people_role CHECK (member_role IN ('owner', 'editor', 'viewer')),
  -- Nobody reviews what his own organisation posts.
  CONSTRAINT ck_people_one_side CHECK (organisation_id IS NULL OR body_id IS NULL)
);
CREATE INDEX ix_people_organisation ON people (organisation_id);
CREATE INDEX ix_people_body ON people (body_id);

-- A person's request to speak for an organisation. It gives its person nothing; what it asks for is made by its approval.
CREATE TABLE applications (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  uscc text NOT NULL,
  kinds text[] NOT NULL,
  member_role text NOT NULL,
  -- What the person is in the organisation, in the person's own words.
  position text NOT NULL DEFAULT '',
  -- The person says that the owner of an organisation that is approved already is there no more.
  owner_gone boolean NOT NULL DEFAULT false,
  name text NOT NULL,
  area text NOT NULL,
  department text,
  owner_kind text,
  size text,
  address text NOT NULL DEFAULT '',
  proof_sha256 text,
  proof_file_name text,
  proof_media_type text,
  proof_size integer,
  state text NOT NULL DEFAULT 'draft',
  reason text,
  organisation_id uuid,
  submitted_at timestamptz,
  decided_at timestamptz,
  decided_by uuid,
  decided_by_name text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_applications PRIMARY KEY (id),
  CONSTRAINT fk_applications_person FOREIGN KEY (person_id) REFERENCES people (id),
  CONSTRAINT fk_applications_organisation FOREIGN KEY (organisation_id) REFERENCES organisations (id),
  CONSTRAINT ck_applications_uscc CHECK (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  CONSTRAINT ck_applications_kinds CHECK (kinds <@ ARRAY['user', 'firm'] AND cardinality(kinds) > 0),
  CONSTRAINT ck_applications_role CHECK (member_role IN ('owner', 'editor', 'viewer')),
  CONSTRAINT ck_applications_state CHECK (state IN ('draft', 'submitted', 'approved', 'rejected', 'withdrawn')),
  CONSTRAINT ck_applications_proof CHECK (num_nonnulls(proof_sha256, proof_file_name, proof_media_type, proof_size) IN (0, 4)),
  CONSTRAINT ck_applications_submitted CHECK (state NOT IN ('submitted', 'approved', 'rejected') OR (submitted_at IS NOT NULL AND proof_sha256 IS NOT NULL)),
  CONSTRAINT ck_applications_decided CHECK ((state IN ('approved', 'rejected')) = (decided_at IS NOT NULL)),
  CONSTRAINT ck_applications_reason CHECK (state <> 'rejected' OR reason IS NOT NULL),
  CONSTRAINT ck_applications_made CHECK ((state = 'approved') = (organisation_id IS NOT NULL))
);
-- Several people may ask for one code side by side; one person asks for one thing at a time.
CREATE UNIQUE INDEX uq_applications_open ON applications (person_id) WHERE state IN ('draft', 'submitted');
CREATE INDEX ix_applications_newest ON applications (created_at DESC, id DESC);
CREATE INDEX ix_applications_person ON applications (person_id);
CREATE INDEX ix_applications_uscc ON applications (uscc);

-- What was submitted stays as it was submitted, and what was decided as it was decided.
CREATE FUNCTION applications_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state NOT IN ('draft', 'submitted') THEN
    RAISE EXCEPTION 'a change of an application that is % is refused', OLD.state USING ERRCODE = 'raise_exception';
  END IF;
  IF OLD.state = 'submitted' AND
    (OLD.person_id, OLD.uscc, OLD.kinds, OLD.member_role, OLD.position, OLD.owner_gone, OLD.name, OLD.area, OLD.department, OLD.owner_kind,
     OLD.size, OLD.address, OLD.proof_sha256, OLD.submitted_at)
    IS DISTINCT FROM
    (NEW.person_id, NEW.uscc, NEW.kinds, NEW.member_role, NEW.position, NEW.owner_gone, NEW.name, NEW.area, NEW.department, NEW.owner_kind,
     NEW.size, NEW.address, NEW.proof_sha256, NEW.submitted_at) THEN
    RAISE EXCEPTION 'what an application says is kept once it is submitted' USING ERRCODE = 'raise_exception';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tr_applications_fixed BEFORE UPDATE ON applications FOR EACH ROW EXECUTE FUNCTION applications_kept();
CREATE TRIGGER tr_applications_kept BEFORE DELETE ON applications FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tr_applications_whole BEFORE TRUNCATE ON applications FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An owner's invitation: whoever holds the link takes the place that it names, once.
CREATE TABLE invitations (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  member_role text NOT NULL,
  note text NOT NULL DEFAULT '',
  token_sha256 text NOT NULL,
  invited_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  accepted_by uuid,
  revoked_at timestamptz,
  CONSTRAINT pk_invitations PRIMARY KEY (id),
  CONSTRAINT uq_invitations_token UNIQUE (token_sha256),
  CONSTRAINT fk_invitations_organisation FOREIGN KEY (organisation_id) REFERENCES organisations (id),
  CONSTRAINT fk_invitations_inviter FOREIGN KEY (invited_by) REFERENCES people (id),
  CONSTRAINT fk_invitations_person FOREIGN KEY (accepted_by) REFERENCES people (id),
  CONSTRAINT ck_invitations_role CHECK (member_role IN ('owner', 'editor', 'viewer')),
  CONSTRAINT ck_invitations_accepted CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
  CONSTRAINT ck_invitations_once CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);
CREATE INDEX ix_invitations_organisation ON invitations (organisation_id, created_at DESC);
CREATE INDEX ix_invitations_inviter ON invitations (invited_by);
CREATE INDEX ix_invitations_accepted ON invitations (accepted_by);

CREATE FUNCTION invitations_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.accepted_at IS NOT NULL OR OLD.revoked_at IS NOT NULL THEN
    RAISE EXCEPTION 'an invitation is used or revoked once' USING ERRCODE = 'raise_exception';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tr_invitations_once BEFORE UPDATE ON invitations FOR EACH ROW EXECUTE FUNCTION invitations_once();
CREATE TRIGGER tr_invitations_kept BEFORE DELETE ON invitations FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tr_invitations_whole BEFORE TRUNCATE ON invitations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Nobody works for an organisation but by an approved application or an accepted invitation of their own.
CREATE FUNCTION people_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM organisations o WHERE o.id = NEW.organisation_id AND o.state = 'approved') THEN
    RAISE EXCEPTION 'nobody joins an organisation that is not approved' USING ERRCODE = 'raise_exception';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM applications a WHERE a.person_id = NEW.id AND a.organisation_id = NEW.organisation_id AND a.state = 'approved')
    AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.accepted_by = NEW.id AND i.organisation_id = NEW.organisation_id) THEN
    RAISE EXCEPTION 'a place wants an approved application or an accepted invitation' USING ERRCODE = 'raise_exception';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tr_people_placed BEFORE UPDATE OF organisation_id ON people FOR EACH ROW
  WHEN (NEW.organisation_id IS NOT NULL AND NEW.organisation_id IS DISTINCT FROM OLD.organisation_id) EXECUTE FUNCTION people_placed();
CREATE TRIGGER tr_people_placed_new BEFORE INSERT ON people FOR EACH ROW
  WHEN (NEW.organisation_id IS NOT NULL) EXECUTE FUNCTION people_placed();

-- What an owner offered ends with being an owner, whatever ended that.
CREATE FUNCTION invitations_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE invitations SET revoked_at = now() WHERE invited_by = OLD.id AND accepted_at IS NULL AND revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER tr_people_owner_ended AFTER UPDATE OF organisation_id, member_role ON people FOR EACH ROW
  WHEN (OLD.member_role = 'owner' AND (NEW.member_role, NEW.organisation_id) IS DISTINCT FROM (OLD.member_role, OLD.organisation_id))
  EXECUTE FUNCTION invitations_end();

CREATE TABLE sessions (
  id uuid NOT NULL,
  token_sha256 text NOT NULL,
  person_id uuid NOT NULL,
  user_agent text NOT NULL,
  address text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  -- A session ends when it is not used, too.
  seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  CONSTRAINT pk_sessions PRIMARY KEY (id),
  CONSTRAINT uq_sessions_token UNIQUE (token_sha256),
  CONSTRAINT fk_sessions_person FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE
);
CREATE INDEX ix_sessions_person ON sessions (person_id);
CREATE INDEX ix_sessions_expiry ON sessions (expires_at);

-- Counts by hour, shared by all processes; the shape is that of rate-limiter-flexible.
CREATE TABLE throttle_counts (
  key text NOT NULL,
  points integer NOT NULL DEFAULT 0,
  expire bigint,
  CONSTRAINT pk_throttle_counts PRIMARY KEY (key)
);
CREATE INDEX ix_throttle_counts_expire ON throttle_counts (expire);

-- Failed tries at a login from a network, and until when there is none.
CREATE TABLE throttle_pauses (
  key text NOT NULL,
  failures integer NOT NULL,
  paused_until timestamptz NOT NULL,
  forgotten_at timestamptz NOT NULL,
  CONSTRAINT pk_throttle_pauses PRIMARY KEY (key),
  CONSTRAINT ck_throttle_pauses_failures CHECK (failures > 0)
);
CREATE INDEX ix_throttle_pauses_forgotten ON throttle_pauses (forgotten_at);

-- Who did what, for whom, from where and by which request.
CREATE TABLE audit_entries (
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor_id uuid,
  actor_name text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  reason text,
  request_id text,
  -- For whom somebody acted (`organisation:<id>`, `body:<id>`), and from where.
  on_behalf text,
  address text,
  CONSTRAINT pk_audit_entries PRIMARY KEY (id)
);
CREATE INDEX ix_audit_entries_subject ON audit_entries (subject, id);
CREATE INDEX ix_audit_entries_action ON audit_entries (action, id);
CREATE INDEX ix_audit_entries_at ON audit_entries (at);
CREATE TRIGGER tr_audit_entries_kept BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tr_audit_entries_whole BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
