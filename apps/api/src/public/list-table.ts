import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Difference } from '#publication';
import { type Book, openBook, textOf } from '#sheets';

/** What the workbook of a list says, as people read it; nothing of how it looks. */
export interface ListTable {
  /** Title and publication, as they stand above the table; a text a row. */
  readonly above: readonly string[];
  /** Its hash and who signs, as they stand below. */
  readonly below: readonly string[];
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Hashes that stand anywhere in it. */
  readonly hashes: readonly string[];
}

export const [positionHeader, numberHeader, stateHeader] = ['序号', '编号', '状态'] as const;
export const pausedText = '暂停：发布单位已停用，恢复前不受理对接';

/** How files begin that hold more than text: .xlsx and .ods, and .xls. */
const workbooks = [Buffer.from('PK\x03\x04', 'latin1'), Buffer.from([0xd0, 0xcf, 0x11, 0xe0])];
/** A list has fewer; whoever sends more rows is not read to their end. */
const mostRows = 20_000;

export function isWorkbook(content: Buffer): boolean {
  return workbooks.some((start) => content.subarray(0, start.length).equals(start));
}

/** @throws SheetRefused */
export async function listTable(content: Buffer): Promise<ListTable> {
  const folder = await mkdtemp(join(tmpdir(), 'duijie-verify-'));
  try {
    const path = join(folder, 'list');
    await writeFile(path, content);
    const book = await openBook(path);
    try {
      return await tableIn(book);
    } finally {
      await book.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function tableIn(book: Book): Promise<ListTable> {
  const hashes = new Set<string>();
  const tables: Omit<ListTable, 'hashes'>[] = [];
  let read = 0;
  for (const { index } of book.sheets) {
    const [above, below]: [string[], string[]] = [[], []];
    let headers: string[] | undefined;
    const rows: string[][] = [];
    for await (const row of book.rows(index)) {
      if (++read > mostRows) break;
      const texts = row.cells.map(textOf);
      const said = hashesIn(texts);
      for (const hash of said) hashes.add(hash);
      if (headers === undefined) {
        if (texts.includes(positionHeader) && texts.includes(numberHeader)) headers = texts;
        else above.push(together(texts));
      } else if (below.length > 0 || said.length > 0)
        below.push(together(texts)); // begins with the hash
      else rows.push(texts);
    }
    if (headers) tables.push({ above, headers, rows, below });
  }
  const [table] = tables;
  return { ...(table ?? { above: [], headers: [], rows: [], below: [] }), hashes: [...hashes] };
}

/** What a row says, cells under a merged range being one. */
function together(texts: readonly string[]): string {
  return [...new Set(texts.filter((text) => text !== ''))].join(' ');
}

function hashesIn(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.toLowerCase().match(/\b[0-9a-f]{64}\b/g) ?? []);
}

/** What a workbook says otherwise than the published one, in the order of that one; fields are called as its header does. */
export function tableDifferences(published: ListTable, found: ListTable): Difference[] {
  const ours = byNumber(published);
  const theirs = byNumber(found);
  const changed = (number: string | null, field: string, [a, b]: readonly [string, string]): Difference[] =>
    a === b ? [] : [{ number, field, kind: 'changed', published: a, found: b }];
  return [
    ...changed(null, '标题和发布信息', [published.above.join(' / '), found.above.join(' / ')]),
    ...changed(null, '表下文字', [published.below.join(' / '), found.below.join(' / ')]),
    ...changed(null, '表头', [published.headers.join('、'), found.headers.filter(Boolean).join('、')]),
    ...[...ours].flatMap(([number, [row]]): Difference[] => {
      const [other] = theirs.get(number) ?? [];
      if (!row) return [];
      if (!other) return [{ number, field: null, kind: 'missing', published: row[2] ?? '', found: '' }];
      const beside = together(other.filter((_, place) => !found.headers[place]));
      return [
        ...published.headers.flatMap((header, at) => {
          const place = found.headers.indexOf(header);
          return place < 0 ? [] : changed(number, header, [row[at] ?? '', told(header, other[place])]);
        }),
        ...changed(number, '表外单元格', ['', beside]),
      ];
    }),
    ...[...theirs].flatMap(([number, rows]) =>
      rows
        .slice(ours.has(number) ? 1 : 0)
        .map(
          (row): Difference => ({ number, field: null, kind: 'added', published: '', found: row[2] ?? '' }),
        ),
    ),
  ];
}

/** What has become of an item since is told by the day of the download, not by what was published. */
function told(header: string, text = ''): string {
  if (header !== stateHeader) return text;
  return text.replace(/(^|；)本期已撤回：[\s\S]*$/, '').replace(new RegExp(`(^|；)${pausedText}$`), '');
}

function byNumber({ headers, rows }: ListTable): Map<string, (readonly string[])[]> {
  const at = headers.indexOf(numberHeader);
  const found = new Map<string, (readonly string[])[]>();
  for (const row of rows) {
    const number = row[at] ?? '';
    found.set(number, [...(found.get(number) ?? []), row]);
  }
  return found;
}
