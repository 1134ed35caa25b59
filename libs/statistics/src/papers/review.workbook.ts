import {
  deductionSaid,
  type Measure,
  measureOf,
  type ReviewContent,
  reviewFigureNames,
  ruleSaid,
} from '#contracts';
import type { Computed, Sheet, Value } from '#sheets';
import { keyLabel } from '../labels.js';
import { entryColumn, ledgerSheet } from './entry.sheets.js';
import { periodSaid } from './period.said.js';
import {
  detail,
  detailColumns,
  detailName,
  type Form,
  linesOf,
  nameIn,
  numberOf,
  points,
  type ReviewOf,
  summed,
  type UnitContent,
  unitIn,
} from './review.lines.js';
import { anyNumber, counted, formatIn, levelOf, signatures, uniquelyNamed } from './year.workbook.js';

/**
 * The workbook of a review as it is signed and filed: the ranking, all points, a sheet an indicator, a sheet a unit, what a
 * correction changed, the entries, and what each measure means and earns.
 */
export function reviewWorkbook(given: ReviewOf): Sheet[] {
  const form = formOf(given);
  const { content, entries, labelOf } = given;
  const { market = 'software' } = content.scheme.content;
  return uniquelyNamed([
    ranking(given, form),
    detail(given, form),
    ...content.scheme.content.indicators.map(({ measure }) => ofIndicator(measure, given, form)),
    ...content.units.map((unit) => ofUnit(unit, given, form)),
    ...(content.corrects ? [corrections(content, form)] : []),
    ...(entries ? [ledgerSheet({ market, entries, labelOf, form })] : []),
    rules(content, form),
  ]);
}

function formOf({ content, published, maker, day }: ReviewOf): Form {
  const version = content.version > 1 ? `（第${content.version}版）` : '';
  const sealed = published
    ? `已公布，校验值（SHA-256）：${published.sha256}`
    : '尚未公布，供内部审核，以公布的为准';
  return (name, notes) => ({
    title: `${content.name}${version}（${name}）`,
    facts: [
      `制表单位：${maker}　　统计期：${periodSaid(content.period)}　　制表日期：${day}`,
      `评分方案：${content.scheme.content.name}（第${content.scheme.version}版）`,
      sealed,
    ],
    signatures,
    ...(notes ? { notes } : {}),
  });
}

function ranking(given: ReviewOf, form: Form): Sheet {
  const { content, self } = given;
  const format = points(content.scheme.content.decimals);
  const lines = content.units.reduce((n, unit) => n + linesOf(unit, given).length, 0);
  const over = (label: string, header: string): Computed['sum'] => ({
    sheet: detailName,
    column: detailColumns(format).findIndex((column) => column.header === header),
    rows: lines,
    where: [{ column: 0, is: label }],
  });
  return {
    name: '评比结果',
    columns: [
      { header: '名次', width: 8, format: '0' },
      { header: '单位', width: 24 },
      { header: '综评总分', width: 12, format },
      { header: '计算总分', width: 12, format },
      ...(self.size > 0 ? [{ header: '自评总分', width: 12, format }] : []),
      { header: '异议（件）', width: 10, format: '0' },
      { header: '其中成立（件）', width: 12, format: '0' },
      { header: '总评理由', width: 36 },
    ],
    rows: content.units.map((unit) => {
      const own = linesOf(unit, given);
      return [
        unit.place,
        unit.label,
        summed(
          unit.total,
          own.map(({ mark }) => mark),
          over(unit.label, '综评分'),
        ),
        summed(
          unit.computed,
          own.map(({ computed }) => computed),
          over(unit.label, '计算分'),
        ),
        ...(self.size > 0 ? [numberOf(self.get(unit.key)?.overall)] : []),
        unit.objections.raised,
        unit.objections.upheld,
        unit.reason,
      ];
    }),
    form: form('评比结果', [
      `说明：总分相同的名次并列。总分由“${detailName}”逐项汇总，可在本工作簿内重算；总分不低于0分、不高于${content.scheme.content.cap}分。`,
    ]),
  };
}

/** One indicator: a line a unit, its value beside what the entries add up to. */
function ofIndicator(code: string, given: ReviewOf, form: Form): Sheet {
  const { content } = given;
  const { decimals } = content.scheme.content;
  const measure = measureOf(code, content.scheme.content.market);
  const told = given.entries !== undefined && levelOf[code] !== undefined;
  const rows: Value[][] = content.units.map((unit) => {
    const line = linesOf(unit, given).find((one) => one.measure === code && one.what === '指标');
    return [
      unit.label,
      numberOf(line?.value),
      ...(told && measure ? [recounted(measure, unit, given)] : []),
      numberOf(line?.percent),
      numberOf(line?.computed),
      numberOf(line?.own),
      numberOf(line?.mark),
      line?.reason ?? '',
    ];
  });
  const adds = measure?.adds.units === true && rows.length > 0;
  const total = rows.reduce((sum, row) => sum + (typeof row[1] === 'number' ? row[1] : 0), 0);
  const blank = (n: number) => Array.from({ length: n }, () => null);
  const format = points(decimals);
  const known = content.measures.find((one) => one.code === code);
  return {
    name: nameIn(content, code),
    columns: [
      { header: '单位', width: 24 },
      { header: '指标值', width: 14, format: formatIn(known?.unit) },
      ...(told ? [{ header: '台账重算', width: 14, format: formatIn(known?.unit) }] : []),
      { header: '得分比例（%）', width: 12, format: '0.00' },
      { header: '计算分', width: 10, format },
      { header: '自评分', width: 10, format },
      { header: '综评分', width: 10, format },
      { header: '理由', width: 34 },
    ],
    rows: adds
      ? [
          ...rows,
          [
            '参评单位合计',
            { result: rounded(total), sum: { from: 1, to: rows.length } },
            ...(told ? [{ result: rounded(total), sum: { from: 1, to: rows.length } }] : []),
            ...blank(5),
          ],
        ]
      : rows,
    ...(adds ? { bold: [rows.length + 1] } : {}),
    form: {
      ...form(`${nameIn(content, code)}（${known?.unit ?? ''}）`, [`口径：${known?.definition ?? ''}`]),
      ...(adds ? { totals: 1 } : {}),
    },
  };
}

/** To the fen of 万元: sums of binary fractions carry dust. */
function rounded(sum: number): number {
  return Math.round(sum * 1e6) / 1e6;
}

function recounted(measure: Measure, unit: UnitContent, { content, entries = [], labelOf }: ReviewOf): Value {
  const { units, market = 'software' } = content.scheme.content;
  const value = unit.indicators.find((one) => one.measure === measure.code)?.value ?? null;
  const column = entryColumn(units === 'area' ? '统计区域' : '主管部门', market);
  return counted(measure, { [measure.code]: value }, entries, [
    { column, is: keyLabel(units, unit.key, labelOf) },
  ]);
}

/** One unit: a line an indicator and a deduction, and their sum. */
function ofUnit(unit: UnitContent, given: ReviewOf, form: Form): Sheet {
  const { content } = given;
  const format = points(content.scheme.content.decimals);
  const lines = linesOf(unit, given);
  const weight = (code: string) =>
    content.scheme.content.indicators.find((one) => one.measure === code)?.weight;
  const rows = lines.map((line): Value[] => [
    line.what === '扣分' ? `扣分：${nameIn(content, line.measure)}` : nameIn(content, line.measure),
    unitIn(content, line.measure),
    numberOf(line.what === '扣分' ? null : weight(line.measure)),
    numberOf(line.value),
    Number(line.computed),
    numberOf(line.own),
    Number(line.mark),
    line.reason,
  ]);
  const sum = { from: 1, to: rows.length };
  return {
    name: unit.label,
    columns: [
      { header: '指标', width: 28 },
      { header: '计量单位', width: 9 },
      { header: '权重（分）', width: 10, format: anyNumber },
      { header: '指标值', width: 12, format: anyNumber },
      { header: '计算分', width: 10, format },
      { header: '自评分', width: 10, format },
      { header: '综评分', width: 10, format },
      { header: '理由', width: 34 },
    ],
    rows: [
      ...rows,
      [
        `总分（第${unit.place}名）`,
        null,
        null,
        null,
        summed(
          unit.computed,
          lines.map(({ computed }) => computed),
          sum,
        ),
        numberOf(given.self.get(unit.key)?.overall),
        summed(
          unit.total,
          lines.map(({ mark }) => mark),
          sum,
        ),
        unit.reason,
      ],
    ],
    bold: [rows.length + 1],
    form: { ...form(unit.label), totals: 1 },
  };
}

function corrections(content: ReviewContent, form: Form): Sheet {
  return {
    name: '更正',
    columns: [
      { header: '单位', width: 22 },
      { header: '所改', width: 34 },
      { header: '原为', width: 14, format: anyNumber },
      { header: '改为', width: 14, format: anyNumber },
      { header: '原因', width: 50 },
    ],
    rows: content.changes.map(({ label, figure, measure, from, to, why }) => [
      label,
      `${measure === null ? '' : `${nameIn(content, measure)} `}${reviewFigureNames[figure]}`,
      numberOf(from),
      numberOf(to),
      why,
    ]),
    form: form('更正', [`本版更正第${content.corrects?.version}版：${content.corrects?.reason}`]),
  };
}

function rules(content: ReviewContent, form: Form): Sheet {
  const { indicators, deductions } = content.scheme.content;
  const known = (code: string) => content.measures.find((one) => one.code === code);
  return {
    name: '指标口径',
    columns: [
      { header: '指标', width: 26 },
      { header: '计量单位', width: 9 },
      { header: '权重（分）', width: 10, format: anyNumber },
      { header: '计分办法', width: 40 },
      { header: '口径', width: 70 },
    ],
    rows: [
      ...indicators.map((one): Value[] => [
        nameIn(content, one.measure),
        unitIn(content, one.measure),
        Number(one.weight),
        ruleSaid(one),
        known(one.measure)?.definition ?? '',
      ]),
      ...deductions.map((one): Value[] => [
        `扣分：${nameIn(content, one.measure)}`,
        unitIn(content, one.measure),
        null,
        deductionSaid(one, content.scheme.content.market),
        known(one.measure)?.definition ?? '',
      ]),
    ],
    form: form('指标口径'),
  };
}
