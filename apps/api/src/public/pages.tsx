import type { LabelOf, ListingKind } from '#contracts';
import type { EditionDocument, EditionItem, EditionSummary } from '#publication';
import { itemColumns, labelsOfEdition } from '#publication';
import { Empty, Layout, webIsBuilt } from './layout.js';

export const names: Record<
  ListingKind,
  { readonly list: string; readonly path: string; readonly one: string }
> = {
  scenario: { list: '应用场景清单', path: 'scenarios', one: '应用场景' },
  capability: { list: '企业能力清单', path: 'capabilities', one: '企业能力' },
};

export interface HomeFigures {
  readonly scenarios: number;
  readonly capabilities: number;
  readonly matches: number;
  readonly year: string;
}

export function Home({
  figures,
  editions,
}: {
  readonly figures: HomeFigures;
  readonly editions: readonly EditionSummary[];
}) {
  return (
    <Layout title="首页" path="/" description="应用场景清单与企业能力清单的发布、匹配与对接">
      <h1>让需求找到能力，让每一次对接有据可查</h1>
      <p className="lead">
        本平台定期发布用户单位的应用场景清单和软件企业的能力清单，依托数据与算法进行匹配，线上线下推动对接，并对经核验的对接逐条记账。
      </p>
      <div className="cards">
        <Figure value={figures.scenarios} label="在列应用场景" />
        <Figure value={figures.capabilities} label="在列企业能力" />
        <Figure value={figures.matches} label={`${figures.year}年经核验的对接`} />
      </div>
      <h2>最新清单</h2>
      <EditionTable editions={editions} withKind />
    </Layout>
  );
}

function Figure({ value, label }: { readonly value: number; readonly label: string }) {
  return (
    <div className="card">
      <div className="n">{value.toLocaleString('zh-CN')}</div>
      <div className="l">{label}</div>
    </div>
  );
}

export function EditionTable({
  editions,
  withKind = false,
}: {
  readonly editions: readonly EditionSummary[];
  readonly withKind?: boolean;
}) {
  if (editions.length === 0) return <Empty>尚未发布清单。首期发布后将在此公布。</Empty>;
  return (
    <table className="list">
      <thead>
        <tr>
          <th>清单</th>
          <th>发布单位</th>
          <th>发布日期</th>
          <th className="num">条目</th>
        </tr>
      </thead>
      <tbody>
        {editions.map((edition) => (
          <tr
            key={edition.slug + edition.kind}
            className={edition.state === 'withdrawn' ? 'struck' : undefined}
          >
            <td>
              <a className="t" href={`/lists/${names[edition.kind].path}/${edition.slug}`}>
                {withKind && `${names[edition.kind].list} `}第{edition.number}期 {edition.title}
              </a>
              {edition.state === 'withdrawn' && <span className="tag">已撤回</span>}
            </td>
            <td data-l="发布单位">{edition.issuerName}</td>
            <td data-l="发布日期">{edition.publishedOn}</td>
            <td data-l="条目" className="num">
              {edition.items}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export interface ListPageProps {
  readonly kind: ListingKind;
  readonly editions: readonly EditionSummary[];
  readonly next: string | null;
}

export function ListPage({ kind, editions, next }: ListPageProps) {
  const { list, path } = names[kind];
  return (
    <Layout title={list} path={`/lists/${path}`}>
      <h1>{list}</h1>
      <p className="meta">按发布时间由近到远；每期均可下载 JSON、CSV、Excel 并核验。</p>
      <EditionTable editions={editions} />
      {next && (
        <div className="pager">
          <span />
          <a href={`/lists/${path}?cursor=${encodeURIComponent(next)}`}>更早的清单 →</a>
        </div>
      )}
    </Layout>
  );
}

export interface EditionPageProps {
  readonly summary: EditionSummary;
  readonly document: EditionDocument;
  readonly sha256: string;
  readonly latestRevision: number;
}

export function EditionPage({ summary, document, sha256, latestRevision }: EditionPageProps) {
  const { kind } = document;
  const { list, path } = names[kind];
  const base = `/lists/${path}/${summary.slug}`;
  const query = document.revision === latestRevision ? '' : `?revision=${document.revision}`;
  return (
    <Layout title={`${list}第${document.number}期`} path={base} description={document.title}>
      <h1>
        {list}（第{document.number}期）
      </h1>
      <p className="lead">{document.title}</p>
      <p className="meta">
        {document.issuer.name} · {document.publishedOn} 发布 · 共 {document.items.length} 项
        {document.revision > 1 && ` · 第 ${document.revision} 版`}
      </p>
      {summary.state === 'withdrawn' && (
        <div className="notice">本期清单已撤回：{summary.withdrawnReason}。原文保留备查。</div>
      )}
      {document.revision < latestRevision && (
        <div className="notice">
          您看到的是第 {document.revision} 版，<a href={base}>最新为第 {latestRevision} 版</a>。
        </div>
      )}
      {document.amendment && (
        <div className="notice">
          {document.amendment.on} 更正：{document.amendment.reason}。
          <a href={`${base}?revision=${document.revision - 1}`}>查看上一版</a>
        </div>
      )}
      {document.preface && <p style={{ whiteSpace: 'pre-wrap' }}>{document.preface}</p>}
      <p className="noprint">
        下载：<a href={`${base}.xlsx${query}`}>Excel</a>　<a href={`${base}.csv${query}`}>CSV</a>　
        <a href={`${base}.json${query}`}>JSON</a>
      </p>
      <ItemTable kind={kind} items={document.items} labelOf={labelsOfEdition(document)} />
      <h2>核验</h2>
      <p className="hash">SHA-256：{sha256}</p>
    </Layout>
  );
}

interface ItemTableProps {
  readonly kind: ListingKind;
  readonly items: readonly EditionItem[];
  readonly labelOf: LabelOf;
}

/** The columns that fit a page; the downloads hold all. */
function ItemTable({ kind, items, labelOf }: ItemTableProps) {
  const columns = itemColumns[kind].filter((column) => column.onPage);
  return (
    <table className="list">
      <thead>
        <tr>
          <th className="num">序号</th>
          <th>编号</th>
          {columns.map((column) => (
            <th key={column.key}>{column.label}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.number} className={item.struck ? 'struck' : undefined}>
            <td className="num" data-l="序号">
              {item.position}
            </td>
            <td data-l="编号" className="code">
              <a href={`/${names[kind].path}/${item.number}`}>{item.number}</a>
            </td>
            {columns.map((column) => (
              <td
                key={column.key}
                data-l={column.label}
                className={
                  column.key === columns[0]?.key ? 't' : column.key === 'validUntil' ? 'day' : undefined
                }
              >
                {column.text(item.content, labelOf)}
                {column.key === columns[0]?.key && item.struck && (
                  <div className="meta">
                    {item.struck.on} 划去：{item.struck.reason}
                  </div>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export interface ListingPageProps {
  readonly kind: ListingKind;
  readonly number: string;
  readonly title: string;
  readonly organisation: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly labelOf: LabelOf;
  readonly publishedOn: string;
}

export function ListingPage({
  kind,
  number,
  title,
  organisation,
  content,
  labelOf,
  publishedOn,
}: ListingPageProps) {
  const { one, path } = names[kind];
  return (
    <Layout title={title} path={`/${path}/${number}`} description={`${one} ${number}：${title}`}>
      <p className="meta">
        {one} · {number}
      </p>
      <h1>{title}</h1>
      <p className="meta">
        {organisation} · {publishedOn} 发布
      </p>
      <dl className="fields">
        {itemColumns[kind].map((column) => {
          const text = column.text(content, labelOf);
          return text === ''
            ? null
            : [<dt key={`${column.key}-l`}>{column.label}</dt>, <dd key={column.key}>{text}</dd>];
        })}
      </dl>
      <p className="noprint" style={{ marginTop: 24 }}>
        有意对接？请{webIsBuilt ? <a href="/app/">登录平台</a> : '登录平台'}
        表达意向；联系方式在对方表达意向后可见。
      </p>
    </Layout>
  );
}

export function NotFoundPage({ what }: { readonly what: string }) {
  return (
    <Layout title="没有找到" path="">
      <h1>没有找到</h1>
      <p className="lead">{what}</p>
      <p>
        <a href="/">返回首页</a>
      </p>
    </Layout>
  );
}

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
      <p className="meta">各层级分别统计，不相加；“推荐”由平台匹配产生，不计入对接数量。</p>
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
                {row.level} {row.label}
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
