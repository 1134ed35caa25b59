-- What figures, freezes and recounts look up in a ledger of millions of entries.

-- The newest name of a firm.
CREATE INDEX ix_ledger_entries_firm ON ledger_entries (firm_id, seq DESC);
-- The part of the ledger that counts in a period, of whatever level.
CREATE INDEX ix_ledger_entries_day ON ledger_entries (posted_day, seq);
-- As of the entries: what belongs to a period by its date and counts later is few of many.
CREATE INDEX ix_ledger_pairs_late ON ledger_pairs (happened_day) WHERE posted_day > happened_day;
CREATE INDEX ix_figure_lines_late ON figure_lines (happened_day) WHERE posted_day > happened_day;
