-- What a recount sums of the entries stands with the key by which they belong to their fact: it is read from there alone,
-- in an eighth of what the entries themselves take.
ALTER TABLE ledger_entries
  DROP CONSTRAINT uq_ledger_entries_fact,
  ADD CONSTRAINT uq_ledger_entries_fact UNIQUE NULLS NOT DISTINCT (fact_id, level, occasion) INCLUDE (kind, amount, codes, act);

-- An index answers alone only for pages that a vacuum has seen since they were written. By itself one comes when a fifth of
-- a table is new; here each hundredth, and it looks at that alone.
ALTER TABLE facts SET (autovacuum_vacuum_insert_scale_factor = 0.01);
ALTER TABLE ledger_facts SET (autovacuum_vacuum_insert_scale_factor = 0.01);
ALTER TABLE ledger_entries SET (autovacuum_vacuum_insert_scale_factor = 0.01);

-- The rows of a split stand together: a split by firms has thousands.
CLUSTER ledger_ladders USING pk_ledger_ladders;
