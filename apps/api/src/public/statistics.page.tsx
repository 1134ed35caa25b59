import {
  type FiguresBy,
  type MarketCode,
  type Measure,
  marketCodes,
  marketName,
  measureOf,
  measuresOf,
  measureTitle,
  periodName,
  periodParts,
} from '#contracts';
import { type PublicFigures, type PublicItem, type Published, thisYear, withheldSaid } from '#statistics';
import { type Bar, Bars } from './bars.js';
import { Empty, Layout } from './layout.js';
import { namesIn } from './names.js';

/** The city's figures of a period as anyone may read them. */
export interface PublicStatistics extends PublicFigures {
  readonly market: MarketCode;
  readonly period: string;
}

export const headings: Readonly<Record<FiguresBy, string>> = {
  area: '按统计区域（需求方所在）',
  department: '按主管部门',
  chain: '按产业链',
  field: '按领域',
  firm: '按企业',
  channel: '按对接方式',
  firmArea: '按企业所在区域',
  market: '按供需市场（各市场分别统计，不相加）',
};
/** What the splits show; the table of all measures stands above them. */
export const columns = ['reached2', 'reached4', 'contractAmount'].flatMap((code) => measureOf(code) ?? []);

export function StatisticsPage({ market, period, total, months, tables }: PublicStatistics) {
  const query = queryOf(market, period);
  const { pairs, demand, supplier } = namesIn(market);
  return (
    <Layout title="对接成效" path="/statistics">
      <h1>
        {periodName(period)}
        {pairs}成效（全市）
      </h1>
      <Markets market={market} period={period} />
      <Periods market={market} period={period} />
      <p className="lead">
        经核验的供需对接 <strong>{told(total, 'reached2')}</strong> 对，合同金额{' '}
        <strong>{told(total, 'contractAmount')}</strong> 万元。一个
        {market === 'software' ? '应用场景' : demand}与一家{supplier}
        只计一次，由双方之外的协调部门核验后计入，按核验之日（北京时间）归入统计期。
      </p>
      <p className="noprint">
        下载：<a href={`/statistics.xlsx${query}`}>Excel</a>　<a href={`/statistics.csv${query}`}>CSV</a>
      </p>
      {months.length > 1 && (
        <section>
          <h2>逐月新增对接（对）</h2>
          <Bars title="逐月新增对接" bars={months.map((month) => bar(month, 'reached2'))} />
          <h2>逐月合同金额（万元）</h2>
          <Bars title="逐月合同金额" bars={months.map((month) => bar(month, 'contractAmount'))} />
        </section>
      )}
      <h2>各项指标</h2>
      <table>
        <thead>
          <tr>
            <th>指标与口径</th>
            <th className="num">数值</th>
          </tr>
        </thead>
        <tbody>
          {measuresOf(market).map((measure) => (
            <tr key={measure.code}>
              <td>
                {measureTitle(measure)}
                <div className="meta">
                  {measure.definition}
                  {measure.addsSaid}。
                </div>
              </td>
              <td className="num">{told(total, measure.code)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {tables.map(({ by, items }) => (
        <section key={by}>
          <h2>{headings[by]}</h2>
          {items.length === 0 ? <Empty>本期尚无经核验的对接。</Empty> : <FigureTable items={items} />}
        </section>
      ))}
      <p className="meta">{withheldSaid}</p>
    </Layout>
  );
}

function bar({ period, values, withheld }: PublicStatistics['months'][number], code: string): Bar {
  const value = values[code];
  const label = `${Number(period.slice(5))}月`;
  return withheld.has(code)
    ? { label, value: null, instead: '*' }
    : { label, value: value == null ? null : Number(value) };
}

/** The first market's address needs no name. */
function queryOf(market: MarketCode, period: string): string {
  return `?period=${period}${market === 'software' ? '' : `&market=${market}`}`;
}

function Markets({ market, period }: { readonly market: MarketCode; readonly period: string }) {
  return (
    <nav className="periods noprint" aria-label="市场">
      {marketCodes.map((code) => (
        <a
          key={code}
          href={`/statistics${queryOf(code, period)}`}
          aria-current={code === market ? 'true' : undefined}
        >
          {marketName(code)}
        </a>
      ))}
    </nav>
  );
}

/** The year before and after, and the parts of this one. */
function Periods({ market, period }: { readonly market: MarketCode; readonly period: string }) {
  const year = Number(period.slice(0, 4));
  const codes = [year - 1, year + 1]
    .filter((one) => one >= 2000 && one <= Number(thisYear()))
    .map(String)
    .concat(String(year), ...periodParts.map(({ code }) => `${year}-${code}`));
  return (
    <nav className="periods noprint" aria-label="统计期">
      {codes.map((code) => (
        <a
          key={code}
          href={`/statistics${queryOf(market, code)}`}
          aria-current={code === period ? 'true' : undefined}
        >
          {periodName(code)}
        </a>
      ))}
    </nav>
  );
}

function FigureTable({ items }: { readonly items: readonly PublicItem[] }) {
  return (
    <table className="list">
      <thead>
        <tr>
          <th>项目</th>
          {columns.map((measure: Measure) => (
            <th key={measure.code} className="num">
              {measureTitle(measure)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.key}>
            <td>{item.label}</td>
            {columns.map((measure) => (
              <td key={measure.code} className="num" data-l={measureTitle(measure)}>
                {told(item, measure.code)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function told({ values, withheld }: Published, code: string): string {
  return withheld.has(code) ? '*' : shown(values[code]);
}

/** Nothing to tell is a dash, never 0. */
function shown(value: string | null | undefined): string {
  return value === null || value === undefined
    ? '—'
    : Number(value).toLocaleString('zh-CN', { maximumFractionDigits: 6 });
}
