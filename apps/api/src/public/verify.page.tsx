import { headingOf, type LabelOf } from '#contracts';
import { type Difference, downloadColumns, type EditionSummary } from '#publication';
import { Layout } from './layout.js';
import { namesOf } from './names.js';

/** What came of a file: nothing asked yet, no edition of ours, the published one, or one that differs from it. */
export type Verified =
  | { readonly outcome: 'asked' }
  | { readonly outcome: 'refused'; readonly why: string }
  | { readonly outcome: 'unknown'; readonly title: string }
  | {
      readonly outcome: 'same' | 'differs';
      /** The frozen text was compared to the letter, or what a workbook's table says. */
      readonly read: 'text' | 'workbook';
      readonly edition: EditionSummary;
      readonly revision: number;
      /** Of the published revision. */
      readonly sha256: string;
      readonly differences: readonly Difference[];
      /** How the edition calls its codes. */
      readonly labelOf: LabelOf;
    };

/** More are not shown: whoever changed a hundred things changed the file. */
const shown = 100;

export function VerifyPage({ result }: { readonly result: Verified }) {
  return (
    <Layout title="清单核验" path="/verify">
      <h1>清单核验</h1>
      <p className="lead">
        选择从本平台下载的清单（Excel 或 JSON 文件），与平台保存的发布原文逐项比对。CSV
        文件不含校验值，不能核验。文件只用于比对，不保存。
      </p>
      <form method="post" action="/verify" encType="multipart/form-data" className="verify">
        <label htmlFor="file">清单文件（.xlsx 或 .json，20 MB 以内）</label>
        <input id="file" name="file" type="file" accept=".xlsx,.xls,.ods,.json,application/json" required />
        <button type="submit">核验</button>
      </form>
      <Outcome result={result} />
    </Layout>
  );
}

function Outcome({ result }: { readonly result: Verified }) {
  switch (result.outcome) {
    case 'asked':
      return null;
    case 'refused':
      return <p className="notice bad">无法核验：{result.why}</p>;
    case 'unknown':
      return (
        <p className="notice bad">
          不一致：本平台没有发布过这一期清单（文件所写标题：{result.title || '无'}）。
        </p>
      );
    case 'same':
      return (
        <p className="notice good">
          <strong>一致。</strong>文件与本平台发布的《{result.edition.title}》第 {result.revision} 版原文一致。
          {result.read === 'workbook' && '比对的是标题、发布信息和表中各项内容，格式和其他工作表不作比对。'}
          <Standing {...result} />
          <br />
          SHA-256：<code>{result.sha256}</code>
        </p>
      );
    default:
      return <Differing {...result} />;
  }
}

type Found = Extract<Verified, { outcome: 'same' | 'differs' }>;

function Standing({ edition, revision }: Pick<Found, 'edition' | 'revision'>) {
  if (edition.state === 'withdrawn') return <>该期清单已撤回：{edition.withdrawnReason}。</>;
  return edition.revision > revision ? <>该期清单其后有更正，现为第 {edition.revision} 版。</> : null;
}

function Differing({ edition, revision, sha256, differences, labelOf }: Found) {
  return (
    <>
      <p className="notice bad">
        <strong>不一致。</strong>文件与本平台发布的《{edition.title}》第 {revision} 版原文有{' '}
        {differences.length} 处不同
        {differences.length > shown && `，以下列出前 ${shown} 处`}。原文 SHA-256：<code>{sha256}</code>
      </p>
      {differences.length === 0 ? (
        <p>内容相同，但文件所写的校验值与内容不符。</p>
      ) : (
        <table className="list">
          <thead>
            <tr>
              <th>编号</th>
              <th>项目</th>
              <th>发布原文</th>
              <th>文件内容</th>
            </tr>
          </thead>
          <tbody>
            {differences.slice(0, shown).map((one, i) => {
              const [published, found] = said(edition.kind, one, labelOf);
              return (
                <tr key={i}>
                  <td data-l="编号">{one.number ?? '本期清单'}</td>
                  <td data-l="项目">
                    {one.field === null ? kinds[one.kind] : fieldName(edition.kind, one.number, one.field)}
                  </td>
                  <td data-l="发布原文">{published || '（无）'}</td>
                  <td data-l="文件内容">{found || '（无）'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <p>
        <a href={`/lists/${namesOf(edition.kind).path}/${edition.slug}`}>查看发布原文</a>
      </p>
    </>
  );
}

/**
 * Both sides as the list writes them: amounts in 万元, codes by their names. What the list would write alike, or the file
 * alone has, stays as the file has it.
 */
function said(
  kind: EditionSummary['kind'],
  { number, field, published, found }: Difference,
  labelOf: LabelOf,
): readonly [string, string] {
  const column = number === null ? undefined : downloadColumns(kind).find(({ key }) => key === field);
  if (!column) return [published, found];
  try {
    const [ours = '', theirs = ''] = [published, found].map((text) =>
      text === '' ? '' : column.text({ [column.key]: /^[[{]/.test(text) ? JSON.parse(text) : text }, labelOf),
    );
    return ours === theirs ? [published, found] : [ours, theirs];
  } catch {
    return [published, found];
  }
}

/** What an edition says of itself, and of each item beside its content. */
const ofEdition: Readonly<Record<string, string>> = {
  issuer: '发布单位',
  issuerCode: '发布单位代码',
  format: '文件格式',
  kind: '清单种类',
  number: '期号',
  title: '清单标题',
  preface: '前言',
  publishedOn: '发布日期',
  revision: '版次',
  previous: '上一版',
  amendment: '更正说明',
  labels: '代码的名称',
};
const ofItem: Readonly<Record<string, string>> = { position: '序号', revision: '版次', struck: '划去' };

/** As the list calls it; what the file calls otherwise than any list keeps its name. */
function fieldName(kind: EditionSummary['kind'], number: string | null, field: string): string {
  if (number === null) return ofEdition[field] ?? field;
  const column = downloadColumns(kind).find(({ key }) => key === field);
  return column ? headingOf(column) : (ofItem[field] ?? field);
}

const kinds = { changed: '内容', added: '多出的条目', missing: '缺少的条目' } as const;
