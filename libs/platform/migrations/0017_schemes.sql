-- Score schemes (评分方案): each version is data, kept for ever once it was adopted.
CREATE TABLE score_schemes (
  id uuid NOT NULL,
  version integer NOT NULL,
  state text NOT NULL,
  content jsonb NOT NULL,
  -- Counts the edits of a draft.
  revision integer NOT NULL DEFAULT 1,
  created_by uuid NOT NULL,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  adopted_by uuid,
  adopted_by_name text,
  adopted_at timestamptz,
  CONSTRAINT pk_score_schemes PRIMARY KEY (id, version),
  CONSTRAINT ck_score_schemes_version CHECK (version > 0),
  CONSTRAINT ck_score_schemes_state CHECK (state IN ('draft', 'adopted', 'replaced')),
  CONSTRAINT ck_score_schemes_adopted CHECK ((state = 'draft') = (adopted_at IS NULL))
);
CREATE UNIQUE INDEX uq_score_schemes_draft ON score_schemes (id) WHERE state = 'draft';
CREATE UNIQUE INDEX uq_score_schemes_adopted ON score_schemes (id) WHERE state = 'adopted';

-- An adopted version keeps what it says; it is only ever replaced.
CREATE FUNCTION keep_adopted_scheme() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND (TG_OP = 'DELETE' OR NEW.content <> OLD.content OR NEW.state = 'draft') THEN
    RAISE EXCEPTION 'an adopted score scheme is not changed: make another version' USING ERRCODE = 'raise_exception';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER tr_score_schemes_adopted BEFORE UPDATE OR DELETE ON score_schemes FOR EACH ROW EXECUTE FUNCTION keep_adopted_scheme();
