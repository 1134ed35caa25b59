import { headingOf, type LabelOf, type ListingKind } from '#contracts';
import type { EditionDocument, EditionItem, EditionSummary } from '#publication';
import { labelsOfEdition, pageColumns, struckIn } from '#publication';
import { EditionTable } from './edition-table.js';
import { Layout } from './layout.js';
import { namesOf } from './names.js';

export interface ListPageProps {
  readonly kind: ListingKind;
  readonly editions: readonly EditionSummary[];
  readonly next: string | null;
}

export function ListPage({ kind, editions, next }: ListPageProps) {
  const { list, path } = namesOf(kind);
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
  /** Numbers of items whose organisation is suspended now. */
  readonly paused: ReadonlySet<string>;
}

export function EditionPage({ summary, document, sha256, latestRevision, paused }: EditionPageProps) {
  const { kind } = document;
  const withdrawn = summary.state === 'withdrawn';
  const { list, path } = namesOf(kind);
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
        {counts(document, withdrawn)}
        {document.revision > 1 && ` · 第 ${document.revision} 版`}
      </p>
      {withdrawn && <div className="notice">本期清单已撤回：{summary.withdrawnReason}。原文保留备查。</div>}
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
      {document.preface && <p className="pre">{document.preface}</p>}
      <p className="noprint">
        下载：<a href={`${base}.xlsx${query}`}>Excel</a>　<a href={`${base}.csv${query}`}>CSV</a>　
        <a href={`${base}.json${query}`}>JSON</a>
      </p>
      <ItemTable
        kind={kind}
        items={document.items}
        labelOf={labelsOfEdition(document)}
        withdrawn={withdrawn}
        paused={paused}
      />
      <h2>核验</h2>
      <p className="hash">SHA-256：{sha256}</p>
    </Layout>
  );
}

/** How many of the rows still hold, where not all do. */
function counts(document: EditionDocument, withdrawn: boolean): string {
  const struck = struckIn(document);
  if (withdrawn) return '，均已撤回';
  return struck === 0 ? '' : `，其中 ${struck} 项已划去，现列 ${document.items.length - struck} 项`;
}

interface ItemTableProps {
  readonly kind: ListingKind;
  readonly items: readonly EditionItem[];
  readonly labelOf: LabelOf;
  /** The whole edition: none of its rows holds any more. */
  readonly withdrawn: boolean;
  readonly paused: ReadonlySet<string>;
}

/** The columns that fit a page; the downloads hold all. */
function ItemTable({ kind, items, labelOf, withdrawn, paused }: ItemTableProps) {
  const columns = pageColumns(kind, labelOf).filter((column) => column.listed);
  return (
    <table className="list">
      <thead>
        <tr>
          <th className="num">序号</th>
          <th>编号</th>
          {columns.map((column) => (
            <th key={column.key}>{headingOf(column)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.number} className={item.struck || withdrawn ? 'struck' : undefined}>
            <td className="num" data-l="序号">
              {item.position}
            </td>
            <td data-l="编号" className="code">
              <a href={`/${namesOf(kind).path}/${item.number}`}>{item.number}</a>
            </td>
            {columns.map((column) => (
              <td
                key={column.key}
                data-l={headingOf(column)}
                className={
                  column.key === columns[0]?.key ? 't' : column.key === 'validUntil' ? 'day' : undefined
                }
              >
                {column.text(item.content, labelOf)}
                {column.key === columns[0]?.key && !item.struck && paused.has(item.number) && (
                  <div className="meta">
                    <span className="tag">暂停</span>发布单位已停用，恢复前不受理对接
                  </div>
                )}
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
