import type { EditionSummary } from '#publication';
import { Empty } from './layout.js';
import { namesOf } from './names.js';

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
          <th className="num">现列条目</th>
        </tr>
      </thead>
      <tbody>
        {editions.map((edition) => (
          <tr
            key={edition.slug + edition.kind}
            className={edition.state === 'withdrawn' ? 'struck' : undefined}
          >
            <td>
              <a className="t" href={`/lists/${namesOf(edition.kind).path}/${edition.slug}`}>
                {withKind && `${namesOf(edition.kind).list} `}第{edition.number}期 {edition.title}
              </a>
              {edition.state === 'withdrawn' && <span className="tag">已撤回</span>}
            </td>
            <td data-l="发布单位">{edition.issuerName}</td>
            <td data-l="发布日期">{edition.publishedOn}</td>
            <td data-l="现列条目" className="num">
              {edition.state === 'withdrawn' ? 0 : edition.items - edition.struck}
              {edition.struck > 0 && <div className="meta">另已划去 {edition.struck}</div>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
