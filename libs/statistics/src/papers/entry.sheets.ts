import {
  inWordsOf,
  kindNamed,
  knowsFirstVersions,
  type LabelOf,
  type ListingKindOf,
  type MarketCode,
  markets,
  measureTitle,
  type StatisticsBy,
} from '#contracts';
import { fen } from '#kernel';
import type { Sheet, SheetForm, Value, WrittenColumn } from '#sheets';
import type { LedgerEntry } from '../domain/entry.js';
import { channelLabels, keyLabel, levelLabels, measureOfLevel } from '../labels.js';

const counted = [2, 3, 4, 5] as const;
const whole = '#,##0';
/** 万元 with six decimals at most: to the fen. */
export const money = '#,##0.00####';
const figureColumns: readonly WrittenColumn[] = [
  ...counted.map((level) => ({ header: measureTitle(measureOfLevel(level)), width: 16, format: whole })),
  ...counted.map((level) => ({ header: `${levelLabels[level]}金额（万元）`, width: 16, format: money })),
];

interface Sum {
  /** Pairs by level. */
  readonly levels: Map<number, number>;
  /** Fen by the level of the claim. */
  readonly amounts: Map<number, bigint>;
}

export interface EntriesOf {
  readonly market: MarketCode;
  /** All entries of the market that count in the year, in the order of the ledger. */
  readonly entries: readonly LedgerEntry[];
  readonly labelOf: LabelOf;
  /** The paper's form of a sheet with this name. */
  readonly form: (name: string, notes?: readonly string[]) => SheetForm;
}

const cumulative =
  '说明：各层级为达到该层级及以上、经核实的（场景，企业）对数，逐级包含，不相加；金额只计入其申报核实的层级，不逐级包含。';

/** Sheets that are told from the entries alone: splits of the year, and the entries themselves (台账明细). */
export function entrySheets(given: EntriesOf): Sheet[] {
  return [
    split('按统计区域', '统计区域', 'area', given),
    split('按主管部门', '主管部门', 'department', given),
    split('按产业链', '产业链', 'chain', given),
    firms(given),
    ledgerSheet(given),
  ];
}

function split(name: string, header: string, by: StatisticsBy & keyof LedgerEntry, given: EntriesOf): Sheet {
  return grouped(name, [{ header, width: 26 }], given, (entry) => [keyLabel(by, entry[by], given.labelOf)]);
}

function firms(given: EntriesOf): Sheet {
  const { market, entries, labelOf } = given;
  const columns = [
    { header: inWordsOf(market, '企业名称'), width: 34 },
    { header: '统一社会信用代码', width: 22 },
    { header: inWordsOf(market, '企业所在区域'), width: 16 },
  ];
  const newest = new Map(entries.map((entry) => [entry.firmId, entry]));
  return grouped(inWordsOf(market, '按企业'), columns, given, (entry) => {
    const { supplyName, supplyUscc, firmArea } = newest.get(entry.firmId) ?? entry;
    return [supplyName, supplyUscc, keyLabel('firmArea', firmArea, labelOf)];
  });
}

/** One line a group, the largest first, and the sum of all below. */
function grouped(
  name: string,
  columns: readonly WrittenColumn[],
  { market, entries, form }: EntriesOf,
  group: (entry: LedgerEntry) => string[],
): Sheet {
  const groups = new Map<string, { head: string[]; entries: LedgerEntry[] }>();
  for (const entry of entries) {
    const head = group(entry);
    const found = groups.get(head.join('\n')) ?? { head, entries: [] };
    found.entries.push(entry);
    groups.set(head.join('\n'), found);
  }
  const lines = [...groups.values()]
    .map(({ head, entries: own }) => ({ head, sum: sumOf(own) }))
    .sort(
      (a, b) =>
        (b.sum.levels.get(2) ?? 0) - (a.sum.levels.get(2) ?? 0) ||
        (a.head[0] ?? '').localeCompare(b.head[0] ?? '', 'zh'),
    );
  const rows: Value[][] = lines.map(({ head, sum }) => [...head, ...figures(sum)]);
  const sum = { from: 1, to: Math.max(1, lines.length) };
  rows.push([
    '合计',
    ...columns.slice(1).map(() => null),
    ...figures(sumOf(entries)).map((result) => (lines.length === 0 ? result : { result, sum })),
  ]);
  return {
    name,
    columns: [...columns, ...figureColumns],
    rows,
    bold: [rows.length],
    form: { ...form(name, [inWordsOf(market, cumulative)]), totals: 1 },
  };
}

function sumOf(entries: readonly LedgerEntry[]): Sum {
  const sum: Sum = { levels: new Map(), amounts: new Map() };
  for (const { kind, level, occasion, amount } of entries) {
    const sign = kind === 'verified' ? 1 : -1;
    if (occasion !== null) sum.levels.set(level, (sum.levels.get(level) ?? 0) + sign);
    sum.amounts.set(level, (sum.amounts.get(level) ?? 0n) + BigInt(sign) * fen(amount ?? '0'));
  }
  return sum;
}

function figures({ levels, amounts }: Sum): number[] {
  return [
    ...counted.map((level) => levels.get(level) ?? 0),
    ...counted.map((level) => wan(amounts.get(level) ?? 0n)),
  ];
}

/** 万元 from fen. */
function wan(amount: bigint): number {
  return Number(amount) / 1_000_000;
}

const [demandTitle, supplyTitle, firstVersion] = ['场景名称', '产品名称', '首版次'];

/** First versions are told of where the market knows them. */
const columnsIn = (market: MarketCode) =>
  entryColumns.filter(({ header }) => header !== firstVersion || knowsFirstVersions(market));

/** In the words of the software market. */
const entryColumns: readonly (WrittenColumn & {
  readonly of: (entry: LedgerEntry, labelOf: LabelOf) => Value;
})[] = [
  { header: '台账序号', width: 10, format: '0', of: (e) => e.seq },
  { header: '类型', width: 16, of: typeOf },
  { header: '层级', width: 10, of: (e) => levelLabels[e.level] ?? String(e.level) },
  { header: '计入日期', width: 12, format: 'yyyy-mm-dd', of: (e) => dayCell(e.postedDay) },
  { header: '核实日期', width: 12, format: 'yyyy-mm-dd', of: (e) => dayCell(e.happenedDay) },
  { header: '对接编号', width: 18, of: (e) => e.number },
  { header: '场景编号', width: 18, of: (e) => e.demandNumber },
  { header: demandTitle, width: 34, of: (e) => e.demandTitle },
  { header: '需求单位', width: 30, of: (e) => e.demandName },
  { header: '需求单位信用代码', width: 22, of: (e) => e.demandUscc },
  { header: '能力编号', width: 18, of: (e) => e.supplyNumber },
  { header: supplyTitle, width: 30, of: (e) => e.supplyTitle },
  { header: '企业名称', width: 30, of: (e) => e.supplyName },
  { header: '企业信用代码', width: 22, of: (e) => e.supplyUscc },
  { header: '统计区域', width: 14, of: (e, labelOf) => keyLabel('area', e.area, labelOf) },
  { header: '主管部门', width: 22, of: (e, labelOf) => keyLabel('department', e.department, labelOf) },
  { header: '产业链', width: 22, of: (e, labelOf) => keyLabel('chain', e.chain, labelOf) },
  { header: '领域', width: 14, of: (e, labelOf) => keyLabel('field', e.field, labelOf) },
  { header: '企业所在区域', width: 14, of: (e, labelOf) => keyLabel('firmArea', e.firmArea, labelOf) },
  { header: '渠道', width: 10, of: (e) => channelLabels[e.channel] ?? e.channel },
  { header: firstVersion, width: 8, of: (e) => (e.firstVersion ? '是' : '否') },
  {
    header: '金额（万元）',
    width: 14,
    format: money,
    of: (e) => (e.amount === null ? null : wan(fen(e.amount))),
  },
  { header: '计数增减（对）', width: 10, format: '0', of: (e) => (e.occasion === null ? 0 : signOf(e)) },
  {
    header: '金额增减（万元）',
    width: 14,
    format: money,
    of: (e) => signOf(e) * wan(fen(e.amount ?? '0')),
  },
  { header: '冲销理由', width: 30, of: (e) => e.reason },
  { header: '哈希（SHA-256）', width: 68, of: (e) => e.hash },
];

export const ledgerName = '台账明细';

/** Where a column of the entries stands in a market's sheet, from 0; by its name in the software market. */
export function entryColumn(header: string, market: MarketCode): number {
  const found = columnsIn(market).findIndex((column) => column.header === header);
  if (found < 0) throw new Error(`the entries have no column ${header}`);
  return found;
}

/** The entries themselves (台账明细). */
export function ledgerSheet({ market, entries, labelOf, form }: EntriesOf): Sheet {
  const { demand, supply } = markets[market];
  const columns = columnsIn(market);
  const titles = new Map<string, ListingKindOf>([
    [demandTitle, kindNamed(demand, labelOf)],
    [supplyTitle, kindNamed(supply, labelOf)],
  ]);
  const headerOf = (header: string) => {
    const kind = titles.get(header);
    return kind ? kind.field(kind.definition.title).traits.label.zh : inWordsOf(market, header);
  };
  return {
    name: ledgerName,
    columns: columns.map(({ of: _, header, ...column }) => ({ ...column, header: headerOf(header) })),
    rows: entries.map((entry) => columns.map((column) => column.of(entry, labelOf))),
    form: form(ledgerName),
  };
}

function signOf({ kind }: LedgerEntry): 1 | -1 {
  return kind === 'verified' ? 1 : -1;
}

/** An entry without `occasion` is about an amount alone: the pair stays at its level. */
function typeOf({ kind, occasion }: LedgerEntry): string {
  const what = kind === 'verified' ? '核实' : '冲销';
  return occasion === null ? `${what}（仅金额）` : what;
}

function dayCell(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}
