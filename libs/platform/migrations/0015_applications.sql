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
