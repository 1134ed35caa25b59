-- A listing's head, and its revisions with every field as a typed column: one pair of tables a kind.
CREATE TABLE scenarios (
  id uuid NOT NULL,
  number text NOT NULL,
  organisation_id uuid NOT NULL,
  revision integer NOT NULL,
  published_revision integer,
  published_at timestamptz,
  import_key text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_scenarios PRIMARY KEY (id),
  CONSTRAINT uq_scenarios_number UNIQUE (number),
  CONSTRAINT uq_scenarios_import UNIQUE (import_key),
  CONSTRAINT fk_scenarios_organisation FOREIGN KEY (organisation_id) REFERENCES organisations (id),
  CONSTRAINT ck_scenarios_published CHECK (published_revision BETWEEN 1 AND revision)
);
CREATE INDEX ix_scenarios_organisation ON scenarios (organisation_id);
CREATE INDEX ix_scenarios_newest ON scenarios (created_at DESC, id DESC);
CREATE INDEX ix_scenarios_in_force ON scenarios (id) WHERE published_revision IS NOT NULL;

CREATE TABLE scenario_revisions (
  listing_id uuid NOT NULL,
  revision integer NOT NULL,
  state text NOT NULL,
  title text NOT NULL,
  fields text[] NOT NULL,
  chains text[] NOT NULL,
  needs text NOT NULL,
  technical_indicators text NOT NULL,
  budget_min numeric(16,2),
  budget_max numeric(16,2),
  area text,
  planned_start date,
  planned_end date,
  mode text,
  department text,
  prefers_first_version boolean NOT NULL,
  required_platforms text[] NOT NULL,
  local_only boolean NOT NULL,
  visibility text NOT NULL,
  valid_until date,
  contact_name text NOT NULL,
  contact_phone text NOT NULL,
  contact_email text NOT NULL,
  CONSTRAINT pk_scenario_revisions PRIMARY KEY (listing_id, revision),
  CONSTRAINT fk_scenario_revisions_scenario FOREIGN KEY (listing_id) REFERENCES scenarios (id) ON DELETE CASCADE,
  CONSTRAINT ck_scenario_revisions_state CHECK (state IN ('draft', 'submitted', 'changes_requested', 'rejected', 'approved', 'published', 'expired', 'withdrawn', 'superseded')),
  CONSTRAINT ck_scenario_revisions_budget CHECK (budget_min >= 0 AND budget_max >= 0 AND budget_min <= budget_max),
  CONSTRAINT ck_scenario_revisions_planned CHECK (planned_start <= planned_end)
);
CREATE UNIQUE INDEX uq_scenario_revisions_published ON scenario_revisions (listing_id) WHERE state = 'published';
CREATE INDEX ix_scenario_revisions_expiring ON scenario_revisions (valid_until) WHERE state = 'published';

CREATE TABLE capabilities (
  id uuid NOT NULL,
  number text NOT NULL,
  organisation_id uuid NOT NULL,
  revision integer NOT NULL,
  published_revision integer,
  published_at timestamptz,
  import_key text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_capabilities PRIMARY KEY (id),
  CONSTRAINT uq_capabilities_number UNIQUE (number),
  CONSTRAINT uq_capabilities_import UNIQUE (import_key),
  CONSTRAINT fk_capabilities_organisation FOREIGN KEY (organisation_id) REFERENCES organisations (id),
  CONSTRAINT ck_capabilities_published CHECK (published_revision BETWEEN 1 AND revision)
);
CREATE INDEX ix_capabilities_organisation ON capabilities (organisation_id);
CREATE INDEX ix_capabilities_newest ON capabilities (created_at DESC, id DESC);
CREATE INDEX ix_capabilities_in_force ON capabilities (id) WHERE published_revision IS NOT NULL;

CREATE TABLE capability_revisions (
  listing_id uuid NOT NULL,
  revision integer NOT NULL,
  state text NOT NULL,
  product text NOT NULL,
  product_version text NOT NULL,
  product_class text,
  fields text[] NOT NULL,
  industries text[] NOT NULL,
  chains text[] NOT NULL,
  functions text NOT NULL,
  advancement text NOT NULL,
  patents integer NOT NULL,
  standards integer NOT NULL,
  awards integer NOT NULL,
  reference_price numeric(16,2),
  copyright_no text NOT NULL,
  adapted_platforms text[] NOT NULL,
  certificates text NOT NULL,
  cases text NOT NULL,
  first_version_level text,
  first_version_year integer,
  first_version_document_no text,
  first_version_valid_from date,
  first_version_valid_to date,
  area text,
  visibility text NOT NULL,
  valid_until date,
  contact_name text NOT NULL,
  contact_phone text NOT NULL,
  contact_email text NOT NULL,
  CONSTRAINT pk_capability_revisions PRIMARY KEY (listing_id, revision),
  CONSTRAINT fk_capability_revisions_capability FOREIGN KEY (listing_id) REFERENCES capabilities (id) ON DELETE CASCADE,
  CONSTRAINT ck_capability_revisions_state CHECK (state IN ('draft', 'submitted', 'changes_requested', 'rejected', 'approved', 'published', 'expired', 'withdrawn', 'superseded')),
  CONSTRAINT ck_capability_revisions_first_version CHECK (first_version_valid_from <= first_version_valid_to)
);
CREATE UNIQUE INDEX uq_capability_revisions_published ON capability_revisions (listing_id) WHERE state = 'published';
CREATE INDEX ix_capability_revisions_expiring ON capability_revisions (valid_until) WHERE state = 'published';

-- Who did what to which revision, when and why.
CREATE TABLE listing_history (
  id bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  listing_id uuid NOT NULL,
  revision integer NOT NULL,
  from_state text,
  to_state text NOT NULL,
  actor_id uuid,
  actor_name text NOT NULL,
  reason text,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_listing_history PRIMARY KEY (id),
  CONSTRAINT ck_listing_history_kind CHECK (kind IN ('scenario', 'capability'))
);
CREATE INDEX ix_listing_history_listing ON listing_history (listing_id, id);
CREATE TRIGGER tr_listing_history_kept BEFORE UPDATE OR DELETE ON listing_history
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What a city adds to, renames in or retires from the dictionaries that ship with the platform. Codes never change.
CREATE TABLE dictionary_entries (
  name text NOT NULL,
  code text NOT NULL,
  label text NOT NULL,
  aliases text[] NOT NULL,
  parent text,
  note text,
  retired boolean NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_dictionary_entries PRIMARY KEY (name, code),
  CONSTRAINT ck_dictionary_entries_code CHECK (code ~ '^[0-9A-Za-z._-]{1,64}$')
);
