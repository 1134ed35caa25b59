-- What the count rests on is kept as it was: all facts that are counted, what was claimed and what proves it. So is which
-- weights were in force when, and which decisions were made on matches.
DROP TRIGGER tr_facts_counted ON facts;
CREATE TRIGGER tr_facts_counted BEFORE DELETE ON facts
  FOR EACH ROW WHEN (OLD.place IS NULL OR OLD.name IN (
    'claim.verified', 'claim.reversed', 'match.proposed', 'engagement.opened', 'engagement.answered', 'listing.published',
    'listing.withdrawn', 'sample.checked', 'meeting.held', 'meeting.cancelled'))
  EXECUTE FUNCTION refuse_fact_change();

-- A claim's steps move on; what was claimed, by whom, and who had a stake in it then, does not.
CREATE TRIGGER tr_claims_claimed BEFORE UPDATE OF id, engagement_id, level, side, channel, amount, amount_includes_tax, happened_on,
  note, claimed_by, claimed_at, stakes ON claims FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A proof is tied to its claim once.
CREATE TRIGGER tr_evidence_fixed BEFORE UPDATE OF id, engagement_id, kind, sha256, sm3, file_name, media_type, size, contract_number,
  side, uploaded_by, uploaded_by_name, uploaded_at ON evidence FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER tr_evidence_tied BEFORE UPDATE OF claim_id ON evidence
  FOR EACH ROW WHEN (OLD.claim_id IS NOT NULL) EXECUTE FUNCTION refuse_change();

DO $$
DECLARE kept text;
DECLARE versions text[] := ARRAY['match_weights', 'match_weight_adoptions'];
BEGIN
  FOREACH kept IN ARRAY ARRAY['engagements', 'claims', 'evidence', 'match_decisions'] || versions LOOP
    EXECUTE format('CREATE TRIGGER tr_%s_kept BEFORE %s ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
      kept, CASE WHEN kept = ANY (versions) THEN 'UPDATE OR DELETE' ELSE 'DELETE' END, kept);
    EXECUTE format('CREATE TRIGGER tr_%s_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept, kept);
  END LOOP;
END $$;
