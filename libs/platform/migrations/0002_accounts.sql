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
  controller_uscc text,
  decision_reason text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_organisations PRIMARY KEY (id),
  CONSTRAINT uq_organisations_uscc UNIQUE (uscc),
  CONSTRAINT ck_organisations_uscc CHECK (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  CONSTRAINT ck_organisations_kinds CHECK (kinds <@ ARRAY['user', 'firm'] AND cardinality(kinds) > 0),
  CONSTRAINT ck_organisations_state CHECK (state IN ('unclaimed', 'approved', 'suspended'))
);
CREATE INDEX ix_organisations_newest ON organisations (created_at DESC, id DESC);

-- Coordinating bodies: the city's, and those of reporting areas.
CREATE TABLE bodies (
  id uuid NOT NULL,
  name text NOT NULL,
  scope text NOT NULL,
  area text,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_bodies PRIMARY KEY (id),
  CONSTRAINT uq_bodies_name UNIQUE (name),
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

CREATE TABLE sessions (
  id uuid NOT NULL,
  token_sha256 text NOT NULL,
  person_id uuid NOT NULL,
  user_agent text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  CONSTRAINT pk_sessions PRIMARY KEY (id),
  CONSTRAINT uq_sessions_token UNIQUE (token_sha256),
  CONSTRAINT fk_sessions_person FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE
);
CREATE INDEX ix_sessions_person ON sessions (person_id);
CREATE INDEX ix_sessions_expiry ON sessions (expires_at);

-- Attempts at signing in, by login and by address: shared by all processes.
CREATE TABLE sign_in_attempts (
  key text NOT NULL,
  points integer NOT NULL DEFAULT 0,
  expire bigint,
  CONSTRAINT pk_sign_in_attempts PRIMARY KEY (key)
);

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
  CONSTRAINT pk_audit_entries PRIMARY KEY (id)
);
CREATE INDEX ix_audit_entries_subject ON audit_entries (subject, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: its rows are kept as they are', TG_OP, TG_TABLE_NAME USING ERRCODE = 'raise_exception';
END $$;
CREATE TRIGGER tr_audit_entries_kept BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
