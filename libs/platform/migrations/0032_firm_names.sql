-- The newest name of a firm is read from the index alone: a split by firms asks for that of each.
DROP INDEX ix_ledger_entries_firm;
CREATE INDEX ix_ledger_entries_firm ON ledger_entries (firm_id, seq DESC) INCLUDE (supply_name);
