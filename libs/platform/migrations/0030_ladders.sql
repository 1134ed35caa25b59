-- What claims move stands in one row a place (market, scope, period, split, key) and no longer in a row for every level:
-- an entry then changes a fifth of the rows, and a split is read in a fifth of them.
CREATE TABLE ledger_ladders (
  market text NOT NULL,
  scope text NOT NULL,
  period text NOT NULL,
  dimension text NOT NULL,
  key text NOT NULL,
  -- Pairs that reached a level or a higher one, and pairs newly at exactly a level.
  reached2 bigint NOT NULL DEFAULT 0,
  reached3 bigint NOT NULL DEFAULT 0,
  reached4 bigint NOT NULL DEFAULT 0,
  reached5 bigint NOT NULL DEFAULT 0,
  newly2 bigint NOT NULL DEFAULT 0,
  newly3 bigint NOT NULL DEFAULT 0,
  newly4 bigint NOT NULL DEFAULT 0,
  newly5 bigint NOT NULL DEFAULT 0,
  first_version bigint NOT NULL DEFAULT 0,
  agreements bigint NOT NULL DEFAULT 0,
  amount2 numeric(18,2) NOT NULL DEFAULT 0,
  amount3 numeric(18,2) NOT NULL DEFAULT 0,
  amount4 numeric(18,2) NOT NULL DEFAULT 0,
  amount5 numeric(18,2) NOT NULL DEFAULT 0,
  CONSTRAINT pk_ledger_ladders PRIMARY KEY (market, scope, period, dimension, key),
  CONSTRAINT ck_ledger_ladders_market CHECK (market ~ '^[a-z][a-z-]{1,39}$'),
  CONSTRAINT ck_ledger_ladders_dimension
    CHECK (dimension IN ('total', 'area', 'department', 'chain', 'field', 'firm', 'channel', 'firm_area'))
) WITH (fillfactor = 70);

INSERT INTO ledger_ladders
SELECT market, scope, period, dimension, key,
  coalesce(sum(count) FILTER (WHERE part = 'reached' AND bucket = 2), 0),
  coalesce(sum(count) FILTER (WHERE part = 'reached' AND bucket = 3), 0),
  coalesce(sum(count) FILTER (WHERE part = 'reached' AND bucket = 4), 0),
  coalesce(sum(count) FILTER (WHERE part = 'reached' AND bucket = 5), 0),
  coalesce(sum(count) FILTER (WHERE part = 'newly' AND bucket = 2), 0),
  coalesce(sum(count) FILTER (WHERE part = 'newly' AND bucket = 3), 0),
  coalesce(sum(count) FILTER (WHERE part = 'newly' AND bucket = 4), 0),
  coalesce(sum(count) FILTER (WHERE part = 'newly' AND bucket = 5), 0),
  coalesce(sum(count) FILTER (WHERE part = 'first_version'), 0),
  coalesce(sum(count) FILTER (WHERE part = 'agreement'), 0),
  coalesce(sum(amount) FILTER (WHERE part = 'reached' AND bucket = 2), 0),
  coalesce(sum(amount) FILTER (WHERE part = 'reached' AND bucket = 3), 0),
  coalesce(sum(amount) FILTER (WHERE part = 'reached' AND bucket = 4), 0),
  coalesce(sum(amount) FILTER (WHERE part = 'reached' AND bucket = 5), 0)
FROM ledger_rollups WHERE part IN ('reached', 'newly', 'first_version', 'agreement') GROUP BY 1, 2, 3, 4, 5;
DELETE FROM ledger_rollups WHERE part IN ('reached', 'newly', 'first_version', 'agreement');
ALTER TABLE ledger_rollups ADD CONSTRAINT ck_ledger_rollups_part CHECK (part NOT IN ('reached', 'newly', 'first_version', 'agreement'));

-- Every sum by its part, wherever it stands; none that is 0.
CREATE VIEW ledger_sums AS
SELECT market, scope, period, dimension, key, part, bucket, count, amount FROM ledger_rollups WHERE count <> 0 OR amount <> 0
UNION ALL
SELECT l.market, l.scope, l.period, l.dimension, l.key, p.part, p.bucket, p.count, p.amount
FROM ledger_ladders l CROSS JOIN LATERAL (VALUES
  ('reached', 2, l.reached2, l.amount2), ('reached', 3, l.reached3, l.amount3),
  ('reached', 4, l.reached4, l.amount4), ('reached', 5, l.reached5, l.amount5),
  ('newly', 2, l.newly2, 0), ('newly', 3, l.newly3, 0), ('newly', 4, l.newly4, 0), ('newly', 5, l.newly5, 0),
  ('first_version', 0, l.first_version, 0), ('agreement', 0, l.agreements, 0)) AS p (part, bucket, count, amount)
WHERE p.count <> 0 OR p.amount <> 0;
