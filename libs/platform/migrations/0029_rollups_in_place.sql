-- An index that holds the count itself makes every change of a sum a change of all indexes.
DROP INDEX ix_ledger_rollups_unserved;
CREATE INDEX ix_ledger_rollups_unserved ON ledger_rollups (market, scope, dimension, period) WHERE part = 'unserved';
