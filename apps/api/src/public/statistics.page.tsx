import {
  type FigureValues,
  type Measure,
  measureOf,
  measures,
  measureTitle,
  type StatisticsBy,
} from '#contracts';
import { Empty, Layout } from './layout.js';

export interface StatisticsPageProps {
  readonly year: string;
  readonly total: FigureValues;
  readonly tables: readonly {
    readonly by: StatisticsBy;
    readonly items: readonly {
      readonly key: string;
      readonly label: string;
      readonly values: FigureValues;
    }[];
  }[];
}

const headings: Readonly<Record<StatisticsBy, string>> = {
  area: '按统计区域（需求方所在）',
  department: '按主管部门',
  chain: '按产业链',
  field: '按领域',
  firm: '按企业',
  channel: '按对接方式',
  firmArea: '按企业所在区域',
};
/** What the splits show; the table of all measures stands above them. */
const columns = ['reached2', 'reached4', 'contractAmount'].flatMap((code) => measureOf(code) ?? []);

export function StatisticsPage({ year, total, tables }: StatisticsPageProps) {
  return (
    <Layout title="对接成效" path="/statistics">
      <h1>{year} 年对接成效（全市）</h1>
      <p className="lead">
        经核验的供需对接 <strong>{shown(total['reached2'])}</strong> 对，合同金额{' '}
        <strong>{shown(total['contractAmount'])}</strong>{' '}
        万元。一个应用场景与一家企业只计一次，由双方之外的协调部门核验后计入，按核验之日（北京时间）归入统计期。
      </p>
      <h2>各项指标</h2>
      <table>
        <thead>
          <tr>
            <th>指标与口径</th>
            <th className="num">数值</th>
          </tr>
        </thead>
        <tbody>
          {measures.map((measure) => (
            <tr key={measure.code}>
              <td>
                {measureTitle(measure)}
                <div className="meta">
                  {measure.definition}
                  {measure.addsSaid}。
                </div>
              </td>
              <td className="num">{shown(total[measure.code])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {tables.map(({ by, items }) => (
        <section key={by}>
          <h2>{headings[by]}</h2>
          {items.length === 0 ? <Empty>本年度尚无经核验的对接。</Empty> : <FigureTable items={items} />}
        </section>
      ))}
    </Layout>
  );
}

function FigureTable({ items }: { readonly items: StatisticsPageProps['tables'][number]['items'] }) {
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
                {shown(item.values[measure.code])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Nothing to tell is a dash, never 0. */
function shown(value: string | null | undefined): string {
  return value === null || value === undefined
    ? '—'
    : Number(value).toLocaleString('zh-CN', { maximumFractionDigits: 6 });
}
