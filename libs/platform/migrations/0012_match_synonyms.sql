-- Lists of synonyms as data: the newest is in force; where there is none, the one that came with the platform (0).
CREATE TABLE match_synonyms (
  version integer NOT NULL,
  -- [[word, …], …]: a group a meaning, words normalised.
  groups jsonb NOT NULL,
  note text NOT NULL,
  made_by uuid,
  made_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_match_synonyms PRIMARY KEY (version),
  CONSTRAINT ck_match_synonyms_version CHECK (version > 0),
  CONSTRAINT ck_match_synonyms_groups CHECK (jsonb_typeof(groups) = 'array')
);
CREATE TRIGGER tr_match_synonyms_kept BEFORE UPDATE OR DELETE ON match_synonyms
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

ALTER TABLE match_runs ADD COLUMN synonyms_version integer;
