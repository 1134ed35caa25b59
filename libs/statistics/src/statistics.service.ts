import { Injectable } from '@nestjs/common';
import type { LabelOf, MatchFigures, StatisticsBy } from '#contracts';
import { dayOf } from '#kernel';
import { Database, keyset, rows, type Tx } from '#platform';
import { writeWorkbook } from '#sheets';
import type { LedgerEntry } from './domain/entry.js';
import { monthsOf } from './domain/posting.js';
import { type Dimension, none } from './domain/rollups.js';
import { workbookOf } from './domain/workbook.js';
import { findEntries } from './entry.store.js';
import { keyLabel, levelLabels } from './labels.js';
import { PeriodService } from './period.service.js';

export interface EntryFilter {
  readonly by?: StatisticsBy | undefined;
  readonly key?: string | undefined;
  readonly period?: string | undefined;
  readonly level: number;
  /** Only entries that this reporting area owns; null: all. */
  readonly area: string | null;
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
    by: StatisticsBy,
    code: string | undefined,
    level: number,
    labelOf: LabelOf,
  ): Promise<MatchFigures> {
    const period = await this.periods.find(code ?? dayOf(new Date()).slice(0, 4));
    // One snapshot: the parts and the total are those of the same moment.
    const [parts, ladder] = await this.db.source.transaction(
      'REPEATABLE READ',
      async (tx) =>
        [await this.split(tx, by, period.code, level), await this.ladder(tx, period.code)] as const,
    );
    const items = parts
      .map((row) => ({ key: row.key, count: Number(row.count), amount: row.amount }))
      .filter((row) => row.count !== 0 || Number(row.amount) !== 0)
      .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
    const names = by === 'firm' ? await this.firmNames(items.map((item) => item.key)) : undefined;
    const total = ladder[level];
    return {
      period: period.code,
      first: period.first,
      last: period.last,
      frozen: period.frozen,
      by,
      level,
      total: { count: total?.count ?? 0, amount: total?.amount ?? '0.00' },
      items: items.map((item) => ({
        ...item,
        label: names?.get(item.key) ?? keyLabel(by, item.key, labelOf),
      })),
      ladder,
    };
  }

  /** Entries in the order of the ledger. */
  async entries(filter: EntryFilter, limit: number, cursor: string | undefined) {
    const after = keyset.read(cursor, ['serial'])?.[0] ?? 0;
    const period = filter.period === undefined ? null : await this.periods.find(filter.period);
    const column = filter.by === undefined ? "''" : `e.${columnOf[filter.by]}::text`;
    const found = await findEntries(
      this.db.manager,
      `WHERE e.level = $1 AND ($2::date IS NULL OR e.posted_day BETWEEN $2 AND $3) AND ($4::text IS NULL OR e.area = $4)
         AND ($5::text IS NULL OR coalesce(${column}, '${none}') = $5) AND e.seq > $6 ORDER BY e.seq LIMIT $7`,
      [
        filter.level,
        period?.first ?? null,
        period?.last ?? null,
        filter.area,
        filter.by === undefined ? null : (filter.key ?? null),
        after,
        limit + 1,
      ],
    );
    return keyset.page(
      found,
      limit,
      (entry) => [entry.seq],
      (entry) => entry,
    );
  }

  /** The year as an .xlsx: totals, splits and entries; of one reporting area, or of all. */
  async workbook(year: number, area: string | null, labelOf: LabelOf): Promise<Buffer> {
    const pairs = await this.db.query<{ level: number; count: string }>(
      `SELECT level, count(DISTINCT (scenario_id, firm_id)) AS count FROM ledger_pairs
       WHERE month = ANY($1) AND ($2::text IS NULL OR area = $2) GROUP BY level`,
      [monthsOf(String(year)), area],
    );
    const pairsAt = (level: number) => Number(pairs.find((row) => row.level === level)?.count ?? 0);
    return writeWorkbook(
      workbookOf({
        year,
        scope: area === null ? '全部区域' : keyLabel('area', area, labelOf),
        entries: await this.year(year, area),
        proposed: pairsAt(0),
        intended: pairsAt(1),
        labelOf,
      }),
    );
  }

  private year(year: number, area: string | null): Promise<LedgerEntry[]> {
    return findEntries(
      this.db.manager,
      'WHERE e.posted_day BETWEEN $1 AND $2 AND ($3::text IS NULL OR e.area = $3) ORDER BY e.seq',
      [`${year}-01-01`, `${year}-12-31`, area],
    );
  }

  private async ladder(tx: Tx, period: string): Promise<MatchFigures['ladder']> {
    const counted = await rows<{ level: number; count: string; amount: string }>(
      tx,
      `SELECT level, count, amount::numeric(18,2)::text AS amount FROM ledger_rollups WHERE period = $1 AND dimension = 'total'
       UNION ALL
       SELECT level, count(DISTINCT (scenario_id, firm_id)), '0.00' FROM ledger_pairs WHERE month = ANY($2) GROUP BY level`,
      [period, monthsOf(period)],
    );
    return levelLabels.map((label, level) => {
      const row = counted.find((r) => r.level === level);
      return { level, label, count: Number(row?.count ?? 0), amount: row?.amount ?? '0.00' };
    });
  }

  private split(tx: Tx, by: StatisticsBy, period: string, level: number): Promise<Row[]> {
    if (level >= 2) {
      const dimension: Dimension = by === 'firmArea' ? 'firm_area' : by;
      return rows<Row>(
        tx,
        `SELECT key, count, amount::text AS amount FROM ledger_rollups
         WHERE period = $1 AND dimension = $2 AND level = $3`,
        [period, dimension, level],
      );
    }
    const column = by === 'channel' ? "'online'" : `coalesce(${columnOf[by]}::text, '${none}')`;
    return rows<Row>(
      tx,
      `SELECT ${column} AS key, count(DISTINCT (scenario_id, firm_id)) AS count, '0.00' AS amount FROM ledger_pairs
       WHERE month = ANY($1) AND level = $2 GROUP BY 1`,
      [monthsOf(period), level],
    );
  }

  /** Names as the newest entry has them. */
  private async firmNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await this.db.query<{ id: string; name: string }>(
      `SELECT DISTINCT ON (firm_id) firm_id AS id, supply_name AS name FROM ledger_entries
       WHERE firm_id = ANY($1::uuid[]) ORDER BY firm_id, seq DESC`,
      [ids],
    );
    return new Map(found.map((row) => [row.id, row.name]));
  }
}
