-- A recount reads one entry a verified fact, the highest that it brought, in the order of each pair: with the one before it
-- tells all levels that the fact brought, and with the one after it how long the pair stood there.
CREATE INDEX ix_ledger_entries_top ON ledger_entries (demand_listing_id, firm_id, seq)
  INCLUDE (market, area, department, chain, field, firm_area, channel, first_version, posted_day, level, amount)
  WHERE level = claimed_level AND kind = 'verified' AND occasion IS NOT NULL;
