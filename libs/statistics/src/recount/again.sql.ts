import { ladderParts, rungColumns, rungs } from '../ladder.store.js';
import { entryParts, entrySplits } from './entries.sql.js';
import { codeSql, codes, type Length, lengths, longer, periodCodes, splits, startSql } from './splits.sql.js';
import type { Weights } from './weights.sql.js';

const lineSplits = {
  name: 'lines',
  from: [
    `(SELECT market, ${startSql('month', 'posted_day')} AS start, ${codes}, part, bucket, count FROM figure_lines) AS l`,
  ],
  apart: 'part, bucket',
  sums: ['count'],
} as const;

/** Places of the roll-ups that are not 0. Money was summed in fen. */
function told(name: string, length: Length, parts: string): string {
  return `SELECT market, scope, period, dimension, key, p.part, p.bucket, p.count, (p.fen / 100.0)::numeric(18,2) AS amount
FROM ${name}_${length} JOIN ${length}_codes USING (start) CROSS JOIN LATERAL (${parts}) AS p (part, bucket, count, fen)
WHERE p.count <> 0 OR p.fen <> 0`;
}

const entriesTold = lengths.map((length) => told('entries', length, entryParts(length))).join('\nUNION ALL ');
const linesWith = `${splits(lineSplits)}, ${longer(lineSplits)}`;
const linesTold = lengths
  .map((length) => told('lines', length, 'VALUES (part, bucket, count, 0)'))
  .join('\nUNION ALL ');

const pairsTold = `SELECT x.market, s.scope, p.period, d.dimension, d.key, CASE x.level WHEN 0 THEN 'proposed' ELSE 'intended' END AS part, 0 AS bucket,
  count(DISTINCT (x.demand_listing_id, x.firm_id)) AS count, 0 AS amount
FROM ledger_pairs x CROSS JOIN LATERAL (VALUES ${lengths.map((length) => `(${codeSql(length, "(x.month || '-01')::date")})`).join(', ')}) AS p (period)
  CROSS JOIN LATERAL (${keys('x', 'NULL')}) AS d (dimension, key)
  CROSS JOIN LATERAL (VALUES ('city'), (x.area)) AS s (scope)
WHERE s.scope IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6`;

/**
 * All figures counted again from entries, lines and pairs, by SQL alone: it shares nothing with the code that keeps the
 * roll-ups, so that a mistake there shows here. Split by month, and longer periods summed from that; pairs of levels 0
 * and 1, which are distinct in each period, by themselves.
 */
const again = `
WITH ${periodCodes}, ${entrySplits.with}, ${splits(entrySplits)}, ${longer(entrySplits)}, ${linesWith}
${entriesTold}
UNION ALL ${linesTold}
UNION ALL ${pairsTold}`;

/** Those of lines and pairs alone. */
const againBeside = `WITH ${periodCodes}, ${linesWith} ${linesTold} UNION ALL ${pairsTold}`;

const kept = 'SELECT * FROM ledger_sums';

/** What the roll-ups come to, and the parts of what was counted again, by weights of this recount. */
export function weighed(weights: Weights): {
  readonly kept: readonly string[];
  readonly again: readonly string[];
} {
  return {
    kept: [weights.ladders, weights.of('SELECT * FROM ledger_rollups WHERE count <> 0 OR amount <> 0')],
    again: [weights.climbs, weights.restless, weights.of(againBeside)],
  };
}

/** Every place where the roll-ups differ from what was counted again. */
export const differences = `
SELECT market, scope, period, dimension, key, part, bucket, coalesce(a.count, 0)::text || ' ' || coalesce(a.amount, 0)::numeric(18,2) AS expected,
  coalesce(r.count, 0)::text || ' ' || coalesce(r.amount, 0)::numeric(18,2) AS found
FROM (${again}) a
FULL JOIN (${kept}) r USING (market, scope, period, dimension, key, part, bucket)
WHERE a.count IS DISTINCT FROM r.count OR a.amount IS DISTINCT FROM r.amount
ORDER BY 1, 2, 3, 4, 5, 6, 7`;

const place = 'market, scope, period, dimension, key';
const climbs = `part IN (${ladderParts.map((part) => `'${part}'`).join(', ')})`;
const at = (column: string, { part, bucket }: (typeof rungs)[number]) =>
  `coalesce(sum(${column}) FILTER (WHERE part = '${part}' AND bucket = ${bucket}), 0)`;
const columns = [
  ...rungs.map((rung) => at('count', rung)),
  ...rungs.flatMap((rung) => (rung.amount === null ? [] : at('amount', rung))),
];

/** What was counted again, as rows of the roll-ups: a row a place of what claims move, a split's together, and the others. */
export const foldAgain: readonly string[] = [
  `INSERT INTO ledger_ladders (${place}, ${rungColumns.join(', ')})
WITH ${periodCodes}, ${entrySplits.with}, ${splits(entrySplits)}, ${longer(entrySplits)}, ${linesWith}
SELECT ${place}, ${columns.join(', ')} FROM (${entriesTold} UNION ALL ${linesTold}) AS a WHERE ${climbs} GROUP BY ${place} ORDER BY ${place}`,
  `INSERT INTO ledger_rollups (${place}, part, bucket, count, amount) SELECT * FROM (${againBeside}) AS a WHERE NOT (${climbs})`,
];

function keys(row: string, channel: string): string {
  const own = ['area', 'department', 'chain', 'field', 'firm_area'].map(
    (column) => `('${column}', coalesce(${row}.${column}, 'none'))`,
  );
  return `VALUES ('total', 'all'), ${own.join(', ')}, ('firm', coalesce(${row}.firm_id::text, 'none')), ('channel', coalesce(${channel}, 'none'))`;
}
