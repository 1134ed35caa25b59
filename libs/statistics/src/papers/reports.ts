import {
  deductionSaid,
  type FigureValues,
  inWordsOf,
  kinds,
  type MarketCode,
  type Measure,
  marketName,
  markets,
  measureOf,
  measuresOf,
  measureTitle,
  type ReviewContent,
  reviewFigureNames,
  ruleSaid,
} from '#contracts';
import { minuteOf } from '#kernel';
import type { Block, PaperDocument } from '#sheets';
import { daySaid, periodSaid } from './period.said.js';
import type { ReviewOf } from './review.lines.js';
import type { YearOf } from './year.workbook.js';

/** What an official adds to a report. */
export interface Signed {
  /** Document number (文号); empty: none. */
  readonly number: string;
}

const shown = (value: string | null | undefined) =>
  value == null ? '—' : Number(value).toLocaleString('zh-CN', { maximumFractionDigits: 6 });
const toldIn = (market: MarketCode) =>
  ['reached2', 'reached3', 'reached4', 'reached5', 'contractAmount', 'acceptanceAmount'].flatMap(
    (code) => measureOf(code, market) ?? [],
  );

/** The report of a year: what was reached in all, by area, by department and by month, and what the measures mean. */
export function yearReport(given: Omit<YearOf, 'entries' | 'labelOf'> & Signed): PaperDocument {
  const { market, year, scope, maker, day, asOf, whole, quarters, number } = given;
  const measures = measuresOf(market);
  const demand = kinds[markets[market].demand].label.zh;
  const { total, months } = whole.byArea;
  const spans = [total, ...quarters.map(({ byArea }) => byArea.total)];
  const begun = months.filter(({ values }) => values['reached2'] != null);
  return {
    title: `${year}年${market === 'software' ? '软件' : ''}${demand}供需对接工作报告`,
    number,
    by: maker,
    day: daySaid(day),
    blocks: [
      { kind: 'heading', text: '一、总体情况' },
      {
        kind: 'text',
        text: `统计期为${periodSaid(String(year))}，范围为${scope}${asOf === null ? '' : `，数据截至${minuteOf(asOf)}`}。经核实，达到对接及以上${shown(total['reached2'])}对，其中达到协议及以上${shown(total['reached3'])}对、达到合同及以上${shown(total['reached4'])}对、达到验收应用${shown(total['reached5'])}对；合同金额${shown(total['contractAmount'])}万元，验收金额${shown(total['acceptanceAmount'])}万元。各层级逐级包含，不相加；${inWordsOf(market, '一个应用场景与一家企业只计一次。')}`,
      },
      {
        kind: 'table',
        columns: [
          { header: '指标', share: 3 },
          ...['全年', '一季度', '二季度', '三季度', '四季度'].map((header) => ({ header, numeric: true })),
        ],
        rows: measures.map((measure) => [
          measureTitle(measure),
          ...spans.map((values) => shown(values[measure.code])),
        ]),
      },
      { kind: 'heading', text: '二、各统计区域情况' },
      ...split(market, '统计区域', whole.byArea.items),
      { kind: 'heading', text: '三、各主管部门情况' },
      ...split(market, '主管部门', whole.byDepartment.items),
      ...(begun.length === 0
        ? []
        : ([
            { kind: 'heading', text: '四、逐月进展' },
            {
              kind: 'chart',
              title: '逐月达到对接及以上（对）',
              series: '对接',
              categories: begun.map(({ period }) => `${Number(period.slice(5))}月`),
              values: begun.map(({ values }) => Number(values['reached2'])),
            },
          ] as const)),
      { kind: 'heading', text: '附：指标口径' },
      ...measures.map(
        (measure): Block => ({ kind: 'text', text: `${measureTitle(measure)}：${measure.definition}` }),
      ),
    ],
  };
}

type Item = { readonly label: string; readonly values: FigureValues };

function split(market: MarketCode, header: string, items: readonly Item[]): Block[] {
  const told = toldIn(market);
  if (items.length === 0) return [{ kind: 'text', text: '本期没有记录。' }];
  const columns = [
    { header, share: 2 },
    ...told.map((measure: Measure) => ({ header: measureTitle(measure), numeric: true })),
  ];
  const first = items.slice(0, 16);
  return [
    {
      kind: 'table',
      columns,
      rows: items.map(({ label, values }) => [label, ...told.map(({ code }) => shown(values[code]))]),
    },
    {
      kind: 'chart',
      title: `各${header}达到对接及以上（对）`,
      series: '对接',
      categories: first.map(({ label }) => label),
      values: first.map(({ values }) => Number(values['reached2'] ?? 0)),
    },
  ];
}

/** Named where it is not the platform's centre. */
const marketSaid = (market: MarketCode = 'software') => (market === 'software' ? '' : marketName(market));

/** The report of a review: on what it rests, the ranking, all points, the reasons, what a correction changed. */
export function reviewReport({ content, published, maker, day, number }: ReviewOf & Signed): PaperDocument {
  const { scheme, units } = content;
  const name = (code: string) => content.measures.find((one) => one.code === code)?.name ?? code;
  const kind = scheme.content.units === 'area' ? '统计区域' : '主管部门';
  const version = content.version > 1 ? `（第${content.version}版）` : '';
  return {
    title: `${content.name}结果报告${version}`,
    number,
    by: maker,
    day: daySaid(day),
    blocks: [
      { kind: 'heading', text: '一、评比依据' },
      {
        kind: 'text',
        text: `本次评比采用《${scheme.content.name}》（第${scheme.version}版），以${periodSaid(content.period)}已冻结存档的${marketSaid(scheme.content.market)}数字为准${content.amendment > 0 ? `（含第${content.amendment}次更正）` : ''}，${kind}共${units.length}个参评。各项计算分由存档数字按方案得出，综评分与计算分或自评分不同的均说明理由，各单位的异议均已答复。`,
      },
      { kind: 'heading', text: '二、评比结果' },
      {
        kind: 'table',
        columns: [
          { header: '名次' },
          { header: kind, share: 3 },
          { header: '综评总分', numeric: true, share: 2 },
          { header: '计算总分', numeric: true, share: 2 },
        ],
        rows: units.map(({ place, label, total, computed }) => [String(place), label, total, computed]),
      },
      {
        kind: 'chart',
        title: '综评总分',
        series: '总分',
        categories: units.map(({ label }) => label),
        values: units.map(({ total }) => Number(total)),
      },
      { kind: 'heading', text: '三、各项得分' },
      {
        kind: 'table',
        columns: [
          { header: kind, share: 2 },
          ...scheme.content.indicators.map(({ measure, weight }) => ({
            header: `${name(measure)}（${weight}分）`,
            numeric: true,
          })),
          ...scheme.content.deductions.map(({ measure }) => ({
            header: `扣：${name(measure)}`,
            numeric: true,
          })),
        ],
        rows: units.map((unit) => [
          unit.label,
          ...unit.indicators.map(({ mark }) => mark),
          ...unit.deductions.map(({ points }) => points),
        ]),
      },
      { kind: 'heading', text: '四、评分办法' },
      ...scheme.content.indicators.map(
        (one): Block => ({ kind: 'text', text: `${name(one.measure)}，${one.weight}分：${ruleSaid(one)}。` }),
      ),
      ...scheme.content.deductions.map(
        (one): Block => ({ kind: 'text', text: `扣分：${deductionSaid(one, scheme.content.market)}。` }),
      ),
      ...reasons(content, name),
      ...corrections(content, name),
      {
        kind: 'text',
        text: published
          ? `本结果由${published.by}公布，校验值（SHA-256）为${published.sha256}。`
          : '本稿供内部审核，尚未公布，以公布的为准。',
      },
    ],
  };
}

type Name = (code: string) => string;

function reasons({ units }: ReviewContent, name: Name): Block[] {
  const said = units.flatMap((unit) => [
    ...unit.indicators
      .filter(({ reason }) => reason !== '')
      .map(
        ({ measure, computed, mark, reason }) =>
          `${unit.label}“${name(measure)}”计算${computed}分，综评${mark}分：${reason}。`,
      ),
    ...(unit.reason === '' ? [] : [`${unit.label}总评：${unit.reason}。`]),
  ]);
  if (said.length === 0) return [];
  return [
    { kind: 'heading', text: '五、综评理由' },
    ...said.map((text): Block => ({ kind: 'text', text: text.replace(/。。$/, '。') })),
  ];
}

function corrections({ corrects, changes }: ReviewContent, name: Name): Block[] {
  if (!corrects) return [];
  return [
    { kind: 'heading', text: '更正说明' },
    { kind: 'text', text: `本版更正第${corrects.version}版：${corrects.reason}。所改如下。` },
    {
      kind: 'table',
      columns: [
        { header: '单位', share: 2 },
        { header: '所改', share: 3 },
        { header: '原为', numeric: true },
        { header: '改为', numeric: true },
        { header: '原因', share: 3 },
      ],
      rows: changes.map(({ label, figure, measure, from, to, why }) => [
        label,
        `${measure === null ? '' : `${name(measure)} `}${reviewFigureNames[figure]}`,
        from ?? '—',
        to ?? '—',
        why,
      ]),
    },
  ];
}
