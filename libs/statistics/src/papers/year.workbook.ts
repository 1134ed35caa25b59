import {
  type FigureValues,
  type LabelOf,
  type MarketCode,
  type Measure,
  measuresOf,
  measureTitle,
  pairsName,
} from '#contracts';
import { minuteOf } from '#kernel';
import type { Sheet, SheetForm, Value, WrittenColumn } from '#sheets';
import type { LedgerEntry } from '../domain/entry.js';
import type { Figures } from '../figures/figures.service.js';
import { levelLabels } from '../labels.js';
import { entryColumn, entrySheets, ledgerName, money } from './entry.sheets.js';

/** The figures of one period, split by area and by department. */
export interface PeriodFigures {
  readonly byArea: Figures;
  readonly byDepartment: Figures;
}

export interface YearOf {
  readonly market: MarketCode;
  readonly year: number;
  /** Name of the reporting area it is for, or of the whole city. */
  readonly scope: string;
  /** The body that makes the paper (制表单位), and the day. */
  readonly maker: string;
  readonly day: string;
  /** It tells what was known then; null: now. */
  readonly asOf: Date | null;
  readonly whole: PeriodFigures;
  /** Four, from January on. */
  readonly quarters: readonly PeriodFigures[];
  /** All entries that count in the year, in the order of the ledger. */
  readonly entries: readonly LedgerEntry[];
  readonly labelOf: LabelOf;
}

export const signatures = ['填表人', '审核人', '负责人'];
const quarterNames = ['第一季度', '第二季度', '第三季度', '第四季度'];
const spans = ['全年', ...quarterNames];

/**
 * The workbook of a year (年度对接统计) as it is signed and filed: overview, months, a sheet an indicator, a sheet a unit,
 * splits, the entries that the numbers rest on, and what each measure means.
 */
export function yearWorkbook(given: YearOf): Sheet[] {
  const form = formOf(given);
  const { market, entries, labelOf } = given;
  return uniquelyNamed([
    overview(given, form('总览')),
    byMonth(given, form('逐月')),
    ...measuresOf(market).flatMap((measure) => byUnit(measure, given, form)),
    ...units(given).map((unit) => ofUnit(unit, given, form)),
    ...entrySheets({ market, entries, labelOf, form }),
    definitions(market, form('指标口径')),
  ]);
}

type Form = (name: string, notes?: readonly string[]) => SheetForm;

function formOf({ market, year, scope, maker, day, asOf }: YearOf): Form {
  const known = asOf === null ? '' : `　　数据截至：${minuteOf(asOf)}`;
  return (name, notes) => ({
    title: `${year}年${pairsName(market)}统计表（${name}）`,
    facts: [
      `制表单位：${maker}　　范围：${scope}　　统计期：${year}年1月1日至12月31日　　制表日期：${day}${known}`,
    ],
    signatures,
    ...(notes ? { notes } : {}),
  });
}

/** Each measure for the year and its quarters; counts and amounts of the ledger are summed from the entries again. */
function overview({ market, whole, quarters, entries }: YearOf, form: SheetForm): Sheet {
  const periods = [whole, ...quarters].map(({ byArea }) => byArea.total);
  return {
    name: '总览',
    columns: [
      { header: '指标', width: 26 },
      { header: '计量单位', width: 9 },
      ...spans.map((header) => ({ header, width: 13, format: anyNumber })),
      { header: '能否相加', width: 62 },
    ],
    rows: measuresOf(market).map((measure) => [
      measure.name,
      measure.unit,
      ...periods.map((values, i) =>
        i === 0 ? counted(measure, values, entries) : numberOf(measure, values),
      ),
      measure.addsSaid,
    ]),
    form: {
      ...form,
      notes: [
        '说明：空格表示本期尚无可统计的数。全年的对数与金额由“台账明细”逐条汇总，可在本工作簿内重算；各指标的含义见“指标口径”。',
      ],
    },
  };
}

/** 万元 to the fen, pairs and items whole, shares and days as they are told: where a column has measures of all kinds. */
export const anyNumber = '#,##0.######';

/** Of a column that has one measure. */
export const formatIn = (unit: string | undefined) => (unit === '万元' ? money : anyNumber);

function numberOf({ code }: Measure, values: FigureValues): number | null {
  const value = values[code];
  return value === null || value === undefined ? null : Number(value);
}

/** A unit that a period does not name has nothing of what is counted; where nothing has begun it is empty. */
function numberOfUnit(measure: Measure, { items, total }: Figures, key: string): number | null {
  const found = items.find((item) => item.key === key);
  if (found) return numberOf(measure, found.values);
  const counts = measure.kind === 'flow' || measure.kind === 'stock';
  return counts && numberOf(measure, total) !== null ? 0 : null;
}

/** The number of a measure of the ledger, as a sum over the sheet of one market's entries: of all, or of those of a unit. */
export function counted(
  measure: Measure,
  values: FigureValues,
  entries: readonly LedgerEntry[],
  where: readonly { readonly column: number; readonly is: string }[] = [],
): Value {
  const result = numberOf(measure, values);
  const level = levelOf[measure.code];
  const [first] = entries;
  if (result === null || level === undefined || !first) return result;
  const { market } = first;
  return {
    result,
    sum: {
      sheet: ledgerName,
      column: entryColumn(measure.unit === '万元' ? '金额增减（万元）' : '计数增减（对）', market),
      rows: entries.length,
      where: [{ column: entryColumn('层级', market), is: levelLabels[level] ?? '' }, ...where],
    },
  };
}

/** Levels of the measures that are sums over the ledger. */
export const levelOf: Readonly<Record<string, number | undefined>> = {
  reached2: 2,
  reached3: 3,
  reached4: 4,
  reached5: 5,
  contractAmount: 4,
  acceptanceAmount: 5,
};

function byMonth({ market, year, whole }: YearOf, form: SheetForm): Sheet {
  const measures = measuresOf(market);
  const { months, total } = whole.byArea;
  const rows: Value[][] = months.map(({ period, values }) => [
    `${year}年${Number(period.slice(5))}月`,
    ...measures.map((measure) => numberOf(measure, values)),
  ]);
  rows.push([
    '全年',
    ...measures.map((measure): Value => {
      const result = numberOf(measure, total);
      return result !== null && measure.adds.periods && months.length > 0
        ? { result, sum: { from: 1, to: months.length } }
        : result;
    }),
  ]);
  return {
    name: '逐月',
    columns: [
      { header: '月份', width: 14 },
      ...measures.map((measure) => ({ header: measureTitle(measure), width: 9.5, format: anyNumber })),
    ],
    rows,
    bold: [rows.length],
    form: { ...form, totals: 1, notes: ['说明：尚未开始的月份为空；各月不可相加的指标，全年数单独计算。'] },
  };
}

const unitColumns = (measure: Measure): readonly WrittenColumn[] => [
  { header: '分类', width: 12 },
  { header: '单位', width: 30 },
  ...spans.map((header) => ({ header, width: 14, format: formatIn(measure.unit) })),
];

/** One measure: a line a reporting area and a department, and the sums where they may be added up. */
function byUnit(measure: Measure, given: YearOf, form: Form): Sheet[] {
  const kinds = [
    { by: 'area', said: '统计区域', of: (of: PeriodFigures) => of.byArea },
    { by: 'department', said: '主管部门', of: (of: PeriodFigures) => of.byDepartment },
  ] as const;
  const told = kinds.filter(({ by }) => measure.splits.includes(by));
  if (told.length === 0) return [];
  const periods = [given.whole, ...given.quarters];
  const rows: Value[][] = [];
  const sums: Value[][] = [];
  for (const { said, of } of told) {
    const from = rows.length + 1;
    for (const { key, label } of of(given.whole).items) {
      const cells = periods.map((period) => numberOfUnit(measure, of(period), key));
      if (cells.some((cell) => cell !== null && cell !== 0)) rows.push([said, label, ...cells]);
    }
    const to = rows.length;
    sums.push([
      said,
      measure.adds.units ? '合计' : '总体（不由各单位相加）',
      ...periods.map((period): Value => {
        const result = numberOf(measure, of(period).total);
        return result !== null && measure.adds.units && to >= from ? { result, sum: { from, to } } : result;
      }),
    ]);
  }
  const notes = [`口径：${measure.definition}${measure.addsSaid}。计量单位：${measure.unit}。`];
  return [
    {
      name: measure.name,
      columns: unitColumns(measure),
      rows: [...rows, ...sums],
      bold: sums.map((_, i) => rows.length + i + 1),
      form: { ...form(measureTitle(measure), notes), totals: sums.length },
    },
  ];
}

interface Unit {
  readonly key: string;
  readonly label: string;
  readonly of: (of: PeriodFigures) => Figures;
}

function units({ whole }: YearOf): Unit[] {
  const from = (of: Unit['of']) => of(whole).items.map(({ key, label }) => ({ key, label, of }));
  return [...from(({ byArea }) => byArea), ...from(({ byDepartment }) => byDepartment)];
}

/** One unit: a line a measure. */
function ofUnit({ key, label, of }: Unit, given: YearOf, form: Form): Sheet {
  const periods = [given.whole, ...given.quarters].map(of);
  return {
    name: label,
    columns: [
      { header: '指标', width: 28 },
      { header: '计量单位', width: 9 },
      ...spans.map((header) => ({ header, width: 13, format: anyNumber })),
    ],
    rows: measuresOf(given.market).map((measure) => [
      measure.name,
      measure.unit,
      ...periods.map((figures) => numberOfUnit(measure, figures, key)),
    ]),
    form: form(label),
  };
}

function definitions(market: MarketCode, form: SheetForm): Sheet {
  return {
    name: '指标口径',
    columns: [
      { header: '指标', width: 26 },
      { header: '计量单位', width: 9 },
      { header: '口径', width: 86 },
      { header: '能否相加', width: 44 },
      { header: '数字依据', width: 28 },
    ],
    rows: measuresOf(market).map(({ name, unit, definition, addsSaid, behind }) => [
      name,
      unit,
      definition,
      addsSaid,
      behind,
    ]),
    form,
  };
}

/** A file's sheets have different names: an area and a department may share theirs, and long ones are cut. */
export function uniquelyNamed(sheets: readonly Sheet[]): Sheet[] {
  const taken = new Set<string>();
  return sheets.map((sheet) => {
    let name = sheet.name.slice(0, 31);
    for (let n = 2; taken.has(name); n += 1) name = `${sheet.name.slice(0, 27)}（${n}）`;
    taken.add(name);
    return { ...sheet, name };
  });
}
