-- Matchmaking meetings (对接会): who organises one, whom it is for, who came, who met whom.
CREATE TABLE meetings (
  id uuid NOT NULL,
  number text NOT NULL,
  title text NOT NULL,
  day date NOT NULL,
  starts text NOT NULL,
  ends text NOT NULL,
  place text,
  link text,
  body_id uuid NOT NULL,
  body_name text NOT NULL,
  -- The reporting area that it counts for; null: the whole city.
  area text,
  note text NOT NULL,
  state text NOT NULL,
  reason text,
  -- By which organisations check in.
  code text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_meetings PRIMARY KEY (id),
  CONSTRAINT uq_meetings_number UNIQUE (number),
  CONSTRAINT fk_meetings_body FOREIGN KEY (body_id) REFERENCES bodies (id),
  CONSTRAINT ck_meetings_state CHECK (state IN ('draft', 'announced', 'held', 'closed', 'cancelled')),
  CONSTRAINT ck_meetings_where CHECK (place IS NOT NULL OR link IS NOT NULL),
  CONSTRAINT ck_meetings_times CHECK (starts < ends),
  CONSTRAINT ck_meetings_cancelled CHECK (state <> 'cancelled' OR reason IS NOT NULL)
);
CREATE INDEX ix_meetings_newest ON meetings (day DESC, id DESC);

-- The listings that it is for, as they were called when they were invited.
CREATE TABLE meeting_listings (
  meeting_id uuid NOT NULL,
  listing_id uuid NOT NULL,
  side text NOT NULL,
  number text NOT NULL,
  title text NOT NULL,
  organisation_id uuid NOT NULL,
  organisation_name text NOT NULL,
  CONSTRAINT pk_meeting_listings PRIMARY KEY (meeting_id, listing_id),
  CONSTRAINT fk_meeting_listings_meeting FOREIGN KEY (meeting_id) REFERENCES meetings (id),
  CONSTRAINT ck_meeting_listings_side CHECK (side IN ('demand', 'supply'))
);
CREATE INDEX ix_meeting_listings_organisation ON meeting_listings (organisation_id, meeting_id);

CREATE TABLE meeting_check_ins (
  meeting_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  -- By a coordinator at the desk, or by the organisation's own person with the code.
  how text NOT NULL,
  by_id uuid NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_meeting_check_ins PRIMARY KEY (meeting_id, organisation_id),
  CONSTRAINT fk_meeting_check_ins_meeting FOREIGN KEY (meeting_id) REFERENCES meetings (id),
  CONSTRAINT ck_meeting_check_ins_how CHECK (how IN ('desk', 'code'))
);

-- Who named a pair, each part by itself: it has met when a coordinator named it, or both sides did.
CREATE TABLE meeting_pairs (
  meeting_id uuid NOT NULL,
  demand_listing_id uuid NOT NULL,
  supply_listing_id uuid NOT NULL,
  part text NOT NULL,
  by_id uuid NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_meeting_pairs PRIMARY KEY (meeting_id, demand_listing_id, supply_listing_id, part),
  CONSTRAINT fk_meeting_pairs_demand FOREIGN KEY (meeting_id, demand_listing_id) REFERENCES meeting_listings (meeting_id, listing_id),
  CONSTRAINT fk_meeting_pairs_supply FOREIGN KEY (meeting_id, supply_listing_id) REFERENCES meeting_listings (meeting_id, listing_id),
  CONSTRAINT ck_meeting_pairs_part CHECK (part IN ('demand', 'supply', 'coordinator'))
);

CREATE TABLE meeting_history (
  id bigint GENERATED ALWAYS AS IDENTITY,
  meeting_id uuid NOT NULL,
  what text NOT NULL,
  actor_id uuid NOT NULL,
  actor_name text NOT NULL,
  reason text,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_meeting_history PRIMARY KEY (id),
  CONSTRAINT fk_meeting_history_meeting FOREIGN KEY (meeting_id) REFERENCES meetings (id)
);
CREATE INDEX ix_meeting_history_meeting ON meeting_history (meeting_id, id);

DO $$
DECLARE kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['meeting_pairs', 'meeting_history'] LOOP
    EXECUTE format('CREATE TRIGGER tr_%s_kept BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', kept, kept);
    EXECUTE format('CREATE TRIGGER tr_%s_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
  END LOOP;
END $$;
