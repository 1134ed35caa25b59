-- A recount sums what was decided of claims from an index alone: a fifth of what the claims themselves take.
CREATE INDEX ix_claims_decided ON claims (id) INCLUDE (level, amount, state) WHERE state IN ('verified', 'reversed');
