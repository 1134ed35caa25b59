-- Emptying a table would be a DELETE without a row to refuse it at: where rows are kept, the whole is.
DO $$
DECLARE
  kept record;
BEGIN
  FOR kept IN
    SELECT t.tgrelid::regclass AS name, c.relname AS short, max(f.proname) AS refuse
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc f ON f.oid = t.tgfoid
    WHERE c.relnamespace = 'public'::regnamespace AND f.proname LIKE 'refuse\_%' AND t.tgtype & 8 > 0
      AND NOT EXISTS (SELECT 1 FROM pg_trigger w WHERE w.tgrelid = t.tgrelid AND w.tgtype & 32 > 0)
    GROUP BY t.tgrelid, c.relname
  LOOP
    EXECUTE format('CREATE TRIGGER tr_%s_whole BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION %I()', kept.short, kept.name, kept.refuse);
  END LOOP;
END $$;
