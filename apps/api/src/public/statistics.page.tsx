import { reachedLabel } from '#statistics';
import { Empty, Layout } from './layout.js';

interface FigureRow {
  readonly label: string;
  readonly count: number;
}

export interface StatisticsPageProps {
  readonly year: string;
  readonly total: number;
  readonly ladder: readonly (FigureRow & { readonly level: number })[];
  readonly tables: readonly {
    readonly label: string;
    readonly items: readonly (FigureRow & { readonly key: string })[];
  }[];
}

export function StatisticsPage({ year, total, ladder, tables }: StatisticsPageProps) {
  return (
    <Layout title="对接成效" path="/statistics">
      <h1>{year} 年对接成效</h1>
      <p className="lead">
        经核验的供需对接 <strong>{total.toLocaleString('zh-CN')}</strong>{' '}
        对。一个应用场景与一家企业只计一次，由双方之外的协调部门核验后计入，按核验之日（北京时间）归入统计期。
      </p>
      <h2>对接层级</h2>
      <p className="meta">对数为达到该级及以上，逐级包含，不相加；“推荐”由平台匹配产生，不计入对接数量。</p>
      <table>
        <thead>
          <tr>
            <th>层级</th>
            <th className="num">场景与企业（对）</th>
          </tr>
        </thead>
        <tbody>
          {ladder.map((row) => (
            <tr key={row.level}>
              <td>
                {row.level} {reachedLabel(row.level)}
              </td>
              <td className="num">{row.count.toLocaleString('zh-CN')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {tables.map((table) => (
        <section key={table.label}>
          <h2>{table.label}</h2>
          {table.items.length === 0 ? (
            <Empty>本年度尚无经核验的对接。</Empty>
          ) : (
            <FigureTable items={table.items} />
          )}
        </section>
      ))}
    </Layout>
  );
}

function FigureTable({ items }: { readonly items: StatisticsPageProps['tables'][number]['items'] }) {
  return (
    <table>
      <tbody>
        {items.map((item) => (
          <tr key={item.key}>
            <td>{item.label}</td>
            <td className="num">{item.count.toLocaleString('zh-CN')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
