import { headingOf, type LabelOf, type ListingKind } from '#contracts';
import { pageColumns } from '#publication';
import { Layout, webIsBuilt } from './layout.js';
import { namesOf } from './names.js';

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
  const { one, path } = namesOf(kind);
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
        {pageColumns(kind, labelOf).map((column) => {
          const text = column.text(content, labelOf);
          return text === ''
            ? null
            : [<dt key={`${column.key}-l`}>{headingOf(column)}</dt>, <dd key={column.key}>{text}</dd>];
        })}
      </dl>
      <p className="noprint apart">
        有意对接？请{webIsBuilt ? <a href="/app/">登录平台</a> : '登录平台'}
        表达意向；联系方式在对方表达意向后可见。
      </p>
    </Layout>
  );
}
