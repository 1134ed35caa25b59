import { markets, measuresOf, measureTitle, periodName } from '#contracts';
import { type Sheet, type Value, writeWorkbook } from '#sheets';
import { type Published, withheldSaid } from '#statistics';
import { csvOf } from './csv.js';
import { columns, headings, type PublicStatistics } from './statistics.page.js';

const head = ['统计期', '口径', '项目', '指标', '数值', '说明'];

/** One line a number, so that a program reads it as easily as a person. */
export function statisticsCsv({ market, period, total, months, tables }: PublicStatistics): string {
  const measures = measuresOf(market);
  const lines: string[][] = [head];
  for (const measure of measures)
    lines.push([
      period,
      '全市合计',
      '',
      measureTitle(measure),
      text(total, measure.code),
      `${measure.definition}${measure.addsSaid}。`,
    ]);
  for (const month of months)
    for (const measure of measures)
      lines.push([month.period, '逐月', '', measureTitle(measure), text(month, measure.code), '']);
  for (const { by, items } of tables)
    for (const item of items)
      for (const measure of columns)
        lines.push([period, headings[by], item.label, measureTitle(measure), text(item, measure.code), '']);
  lines.push(['', '', '', '', '', withheldSaid]);
  return csvOf(lines);
}

const number = '#,##0.######';

export function statisticsXlsx(of: PublicStatistics, day: string): Promise<Buffer> {
  const name = periodName(of.period);
  const measures = measuresOf(of.market);
  const form = (title: string, notes: readonly string[] = []) => ({
    title: `${name}${markets[of.market].label.zh}供需对接成效（${title}）`,
    facts: [`范围：全市　　统计期：${name}　　下载日期：${day}`],
    notes,
    signatures: [],
  });
  const sheets: Sheet[] = [
    {
      name: '各项指标',
      columns: [
        { header: '指标', width: 26 },
        { header: '计量单位', width: 9 },
        { header: '数值', width: 14, format: number },
        { header: '口径', width: 70 },
        { header: '能否相加', width: 34 },
      ],
      rows: measures.map((measure) => [
        measure.name,
        measure.unit,
        cell(of.total, measure.code),
        measure.definition,
        measure.addsSaid,
      ]),
      form: form('各项指标', [withheldSaid]),
    },
    {
      name: '逐月',
      columns: [
        { header: '月份', width: 12 },
        ...measures.map((measure) => ({ header: measureTitle(measure), width: 12, format: number })),
      ],
      rows: of.months.map((month) => [
        periodName(month.period),
        ...measures.map((measure) => cell(month, measure.code)),
      ]),
      form: form('逐月', [withheldSaid]),
    },
    ...of.tables.map(({ by, items }) => ({
      name: headings[by].slice(0, 31),
      columns: [
        { header: '项目', width: 30 },
        ...columns.map((measure) => ({ header: measureTitle(measure), width: 18, format: number })),
      ],
      rows: items.map((item) => [item.label, ...columns.map(({ code }) => cell(item, code))]),
      form: form(headings[by], [withheldSaid]),
    })),
  ];
  return writeWorkbook(sheets);
}

function text({ values, withheld }: Published, code: string): string {
  return withheld.has(code) ? '*' : (values[code] ?? '');
}

function cell({ values, withheld }: Published, code: string): Value {
  const value = values[code];
  if (withheld.has(code)) return '*';
  return value === null || value === undefined ? null : Number(value);
}
