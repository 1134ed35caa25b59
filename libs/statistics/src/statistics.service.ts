import { Injectable } from '@nestjs/common';
import { type LabelOf, type MarketCode, type MatchFigures, mostShown, type StatisticsBy } from '#contracts';
import { Database, keyset, rows, type Tx } from '#platform';
import { city, type Dimension, none } from './domain/rollups.js';
import { findEntries } from './entry.store.js';
import { firmNames, scopeName, thisYear } from './figures/figures.service.js';
import { keyLabel, levelLabels, reachedLabel } from './labels.js';
import { PeriodService } from './periods/period.service.js';

export interface EntryFilter {
  /** Software where it is not given. */
  readonly market?: MarketCode | undefined;
  readonly by?: StatisticsBy | undefined;
  readonly key?: string | undefined;
  readonly period?: string | undefined;
  readonly level: number;
  /** `city`, or only entries that this reporting area owns. */
  readonly scope: string;
}

export interface FigureFilter {
  /** Software where it is not given. */
  readonly market?: MarketCode | undefined;
  readonly by: StatisticsBy;
  /** This year, where it is not given. */
  readonly period?: string | undefined;
  readonly level: number;
  /** `city`, or the code of a reporting area. */
  readonly scope: string;
}

interface Row {
  key: string;
  count: string;
  amount: string;
}

const columnOf: Record<StatisticsBy, string> = {
  area: 'area',
  department: 'department',
  chain: 'chain',
  field: 'field',
  firm: 'firm_id',
  channel: 'channel',
  firmArea: 'firm_area',
};
/** Reads the figures (供需对接数量) and the entries behind them. */
@Injectable()
export class StatisticsService {
  constructor(
    private readonly db: Database,
    private readonly periods: PeriodService,
  ) {}

  /** Figures of a period, this year by default, split one way. Levels 0 and 1 are distinct pairs, not yet verified. */
  async figures(
    { market = 'software', by, period: code, level, scope }: FigureFilter,
    labelOf: LabelOf,
  ): Promise<MatchFigures> {
    const period = await this.periods.find(code ?? thisYear());
    // One snapshot: the parts and the total are those of the same moment.
    const [parts, steps] = await this.db.snapshot(
      async (tx) =>
        [
          await split(tx, { market, scope, by, level }, period.code),
          await ladder(tx, { market, scope }, period.code),
        ] as const,
    );
    const all = parts
      .map((row) => ({ key: row.key, count: Number(row.count), amount: row.amount }))
      .filter((row) => row.count !== 0 || Number(row.amount) !== 0)
      .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
    const items = all.slice(0, mostShown);
    const names =
      by === 'firm'
        ? await firmNames(
            this.db.manager,
            items.map((item) => item.key),
          )
        : undefined;
    const total = steps[level];
    return {
      period: period.code,
      first: period.first,
      last: period.last,
      frozen: period.frozen,
      scope: { code: scope, name: scopeName(scope, labelOf) },
      by,
      level,
      total: { count: total?.count ?? 0, amount: total?.amount ?? '0.00' },
      items: items.map((item) => ({
        ...item,
        label: names?.get(item.key) ?? keyLabel(by, item.key, labelOf),
      })),
      leftOut: all.length - items.length,
      ladder: steps,
    };
  }

  /** Entries in the order of the ledger. */
  async entries(filter: EntryFilter, limit: number, cursor: string | undefined) {
    const after = keyset.read(cursor, ['serial'])?.[0] ?? 0;
    const period = filter.period === undefined ? null : await this.periods.find(filter.period);
    const column = filter.by === undefined ? "''" : `e.${columnOf[filter.by]}::text`;
    const found = await findEntries(
      this.db.manager,
      `WHERE e.level = $1 AND ($2::date IS NULL OR e.posted_day BETWEEN $2 AND $3) AND ($4 = '${city}' OR e.area = $4) AND e.market = $8
         AND ($5::text IS NULL OR coalesce(${column}, '${none}') = $5) AND e.seq > $6 ORDER BY e.seq LIMIT $7`,
      [
        filter.level,
        period?.first ?? null,
        period?.last ?? null,
        filter.scope,
        filter.by === undefined ? null : (filter.key ?? null),
        after,
        limit + 1,
        filter.market ?? 'software',
      ],
    );
    return keyset.page(
      found,
      limit,
      (entry) => [entry.seq],
      (entry) => entry,
    );
  }
}

/** Pairs of a level in the roll-ups: from 2 on cumulative. */
function placeOf(level: number): { part: string; bucket: number } {
  if (level >= 2) return { part: 'reached', bucket: level };
  return { part: level === 0 ? 'proposed' : 'intended', bucket: 0 };
}

async function ladder(
  tx: Tx,
  { market = 'software', scope }: Pick<FigureFilter, 'market' | 'scope'>,
  period: string,
): Promise<MatchFigures['ladder']> {
  const counted = await rows<{ part: string; bucket: number; count: string; amount: string }>(
    tx,
    `SELECT part, bucket, count, amount::text AS amount FROM ledger_sums
     WHERE market = $3 AND scope = $1 AND period = $2 AND dimension = 'total' AND part IN ('reached', 'proposed', 'intended')`,
    [scope, period, market],
  );
  return levelLabels.map((_, level) => {
    const { part, bucket } = placeOf(level);
    const row = counted.find((r) => r.part === part && r.bucket === bucket);
    return {
      level,
      label: reachedLabel(level),
      count: Number(row?.count ?? 0),
      amount: row?.amount ?? '0.00',
    };
  });
}

function split(
  tx: Tx,
  { market = 'software', scope, by, level }: Omit<FigureFilter, 'period'>,
  period: string,
): Promise<Row[]> {
  const dimension: Dimension = by === 'firmArea' ? 'firm_area' : by;
  const { part, bucket } = placeOf(level);
  return rows<Row & Record<string, unknown>>(
    tx,
    `SELECT key, count, amount::text AS amount FROM ledger_sums
     WHERE market = $6 AND scope = $1 AND period = $2 AND dimension = $3 AND part = $4 AND bucket = $5`,
    [scope, period, dimension, part, bucket, market],
  );
}
