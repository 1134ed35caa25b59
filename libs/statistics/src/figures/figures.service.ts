import { Injectable } from '@nestjs/common';
import {
  type FiguresBy,
  type FigureValues,
  type LabelOf,
  type MarketCode,
  marketCodes,
  marketName,
  measures,
  measuresAcross,
  mostShown,
  type StatisticsBy,
} from '#contracts';
import { dayOf, InvalidInput, type Period, parsePeriod } from '#kernel';
import { Database, rows, type Tx } from '#platform';
import { city, type Dimension } from '../domain/rollups.js';
import { keyLabel } from '../labels.js';
import { lies, monthsIn, type Question, type Span, today } from './span.js';
import { countedSums, type KeyedSum, keptSums, monthlySums, type ShownSums } from './sums.store.js';
import { Sums, toldBy } from './value.js';

export interface FigureQuery {
  /** The platform's centre, software, where it is not given: what is called 供需对接 is of that one. */
  readonly market?: MarketCode;
  readonly span: Span;
  /** `city` or the code of a reporting area. */
  readonly scope: string;
  readonly by: FiguresBy;
  readonly asOf?: Date | null;
  readonly now?: Date;
  readonly late?: boolean;
  /** How many parts of a split are told, those with the most pairs first; all where it is not given. */
  readonly most?: number;
}

export interface Figures {
  readonly span: Span;
  readonly total: FigureValues;
  readonly items: readonly { readonly key: string; readonly label: string; readonly values: FigureValues }[];
  /** Parts that have something to tell, and were more than asked for. */
  readonly leftOut: number;
  readonly months: readonly { readonly period: string; readonly values: FigureValues }[];
}

/** What an area's or the city's figures are called. */
export function scopeName(scope: string, labelOf: LabelOf): string {
  return scope === city ? '全市' : keyLabel('area', scope, labelOf);
}

/** @throws InvalidInput for what is no period. */
export function periodOf(code: string): Period {
  const period = parsePeriod(code);
  if (period) return period;
  const detail = '应为 2026、2026-H1、2026-Q3 或 2026-09 的形式';
  throw new InvalidInput([{ pointer: '/period', code: 'input.period', detail, value: code }]);
}

export function periodSpan(code: string): Span {
  const { first, last } = periodOf(code);
  return { code, first, last };
}

export function thisYear(now = new Date()): string {
  return dayOf(now).slice(0, 4);
}

/** Tells every measure of the catalogue: one snapshot, so that parts and total are those of the same moment. */
@Injectable()
export class FigureService {
  constructor(private readonly db: Database) {}

  read(query: FigureQuery, labelOf: LabelOf): Promise<Figures> {
    return this.db.snapshot((tx) => this.readIn(tx, query, labelOf));
  }

  async readIn(tx: Tx, query: FigureQuery, labelOf: LabelOf): Promise<Figures> {
    const { market = 'software', span, scope, by, asOf = null, now = new Date(), late = false } = query;
    if (by === 'market') return this.acrossMarkets(tx, query, labelOf);
    const dimension: Dimension = by === 'firmArea' ? 'firm_area' : by;
    const question = { market, span, scope, dimension, asOf, now, late };
    if (lies(span, today(question)) === 'ahead') return { span, ...nothing(span) };
    const [total] = tables((await this.sums(tx, { ...question, dimension: 'total' })).sums);
    const { sums, more } = await this.sums(tx, question, query.most);
    const sorted = inRank(tables(sums, by));
    const told = sorted.slice(0, query.most);
    // Nobody is shown more, and each name is looked up by itself.
    const named = told.slice(0, mostShown).map(({ key }) => key);
    const names = by === 'firm' ? await firmNames(tx, named) : undefined;
    const items = told.map((item) => ({
      ...item,
      label: names?.get(item.key) ?? keyLabel(by, item.key, labelOf),
    }));
    return {
      span,
      total: total?.values ?? valuesOf([]),
      items,
      leftOut: sorted.length - told.length + more,
      months: asOf === null ? await this.months(tx, question) : await this.monthsKnown(tx, question),
    };
  }

  /** The market's own figures, and those of every market beside each other. */
  private async acrossMarkets(tx: Tx, query: FigureQuery, labelOf: LabelOf): Promise<Figures> {
    const of = (market: MarketCode) => this.readIn(tx, { ...query, market, by: 'area' }, labelOf);
    const chosen = query.market ?? 'software';
    const own = await of(chosen);
    const items: Figures['items'][number][] = [];
    for (const market of marketCodes) {
      const { total } = market === chosen ? own : await of(market);
      const values = Object.entries(total).filter(([code]) => measuresAcross.has(code));
      items.push({
        key: market,
        label: marketName(market),
        values: Object.fromEntries(values),
      });
    }
    return { ...own, items, leftOut: 0 };
  }

  private async sums(tx: Tx, question: Question, most?: number): Promise<ShownSums> {
    const kept = question.span.code !== null && question.asOf === null && !question.late;
    return kept ? keptSums(tx, question, most) : { sums: await countedSums(tx, question), more: 0 };
  }

  /** The months as they were known at an instant: each counted by itself, those that had not begun then empty. */
  private async monthsKnown(tx: Tx, question: Question): Promise<Figures['months']> {
    const months: Figures['months'][number][] = [];
    for (const period of monthsIn(question.span)) {
      const span = periodSpan(period);
      const begun = lies(span, today(question)) === 'begun';
      const sums = begun ? await countedSums(tx, { ...question, span, dimension: 'total' }) : [];
      months.push({ period, values: begun ? valuesOf(sums) : empty() });
    }
    return months;
  }

  private async months(tx: Tx, question: Question): Promise<Figures['months']> {
    const months = monthsIn(question.span);
    const begun = today(question).slice(0, 7);
    const sums = await monthlySums(
      tx,
      question,
      months.filter((month) => month < begun),
    );
    const running = months.includes(begun)
      ? (await keptSums(tx, { ...question, span: periodSpan(begun), dimension: 'total' })).sums
      : [];
    return months.map((period) => ({
      period,
      values: period > begun ? empty() : valuesOf(period === begun ? running : (sums.get(period) ?? [])),
    }));
  }
}

/** A measure that knows nothing of a split has no value in it. Splits by firms have thousands: each is one walk. */
function valuesOf(sums: Iterable<Omit<KeyedSum, 'key'>>, by?: StatisticsBy): FigureValues {
  const known = new Sums(sums);
  const values: Record<string, string | null> = {};
  for (const { code, splits } of measures)
    values[code] = by === undefined || splits.includes(by) ? toldBy(code, known) : null;
  return values;
}

function empty(): FigureValues {
  return Object.fromEntries(measures.map(({ code }) => [code, null]));
}

function nothing(span: Span): Omit<Figures, 'span'> {
  return {
    total: empty(),
    items: [],
    leftOut: 0,
    months: monthsIn(span).map((period) => ({ period, values: empty() })),
  };
}

function tables(sums: readonly KeyedSum[], by?: StatisticsBy): { key: string; values: FigureValues }[] {
  const byKey = new Map<string, KeyedSum[]>();
  for (const sum of sums) {
    const of = byKey.get(sum.key) ?? [];
    of.push(sum);
    byKey.set(sum.key, of);
  }
  return [...byKey].map(([key, of]) => ({ key, values: valuesOf(of, by) }));
}

/** The parts that have something to tell: the most pairs first, and by their keys where they are equal. */
function inRank(parts: readonly { readonly key: string; readonly values: FigureValues }[]) {
  return parts
    .filter(({ values }) => Object.values(values).some((value) => value !== null && Number(value) !== 0))
    .sort((a, b) => Number(b.values['reached2']) - Number(a.values['reached2']) || (a.key < b.key ? -1 : 1));
}

/** Names as the newest entry has them. */
export async function firmNames(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; name: string }>(
    tx,
    `SELECT f.id, e.name FROM unnest($1::uuid[]) AS f (id)
     CROSS JOIN LATERAL (SELECT supply_name AS name FROM ledger_entries WHERE firm_id = f.id ORDER BY seq DESC LIMIT 1) AS e`,
    [ids.filter((id) => id !== 'none')],
  );
  return new Map(found.map((row) => [row.id, row.name]));
}
