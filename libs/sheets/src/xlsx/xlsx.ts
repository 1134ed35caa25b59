import type { SheetRow } from '../cell.js';
import { refusedBy, SheetRefused } from '../refused.js';
import type { Book, SheetInfo } from '../types.js';
import type { Archive } from '../zip/archive.js';
import { MergedCells, SheetShape } from './merges.js';
import { Relations, readPart, SharedStrings, Workbook } from './parts.js';
import { type SheetContext, SheetRows } from './sheet.js';
import { Styles } from './styles.js';
import { XmlReader } from './xml.js';

/** A workbook whose rows are read as they are wanted. @throws SheetRefused */
export async function xlsxBook(archive: Archive): Promise<Book> {
  try {
    return await bookOf(archive);
  } catch (error) {
    throw refusedBy(error);
  }
}

async function bookOf(archive: Archive): Promise<Book> {
  const root = await relationsOf(archive, '');
  const book = root.ofType('officeDocument') ?? 'xl/workbook.xml';
  const relations = await relationsOf(archive, book);
  const { sheets, from1904 } = await readPart(archive.part(book), new Workbook());
  const worksheets = sheets.flatMap(({ name, state, relation }) => {
    const target = relations.byId.get(relation);
    return target?.type === 'worksheet' ? [{ name, state, path: target.path }] : [];
  });
  if (worksheets.length === 0) throw new SheetRefused('not_a_spreadsheet', '工作簿中没有工作表');
  const context = once(async (): Promise<SheetContext> => {
    const part = (word: string) => archive.part(relations.ofType(word), true);
    return {
      strings: await readPart(part('sharedStrings'), new SharedStrings()),
      styles: await readPart(part('styles'), new Styles()),
      from1904,
    };
  });
  const parts = worksheets.map(({ path }) => ({
    path,
    shape: once(() => readPart(archive.part(path), new SheetShape())),
  }));
  return {
    type: 'xlsx',
    sheets: worksheets.map(({ name, state }, index): SheetInfo => ({ index, name, state })),
    rows: (sheet) => rowsOf(archive, parts[sheet], context),
    close: async () => archive.close(),
  };
}

/** A worksheet; its shape is read once, for its rows are asked for their beginning and then as a whole. */
interface Part {
  readonly path: string;
  readonly shape: () => Promise<SheetShape>;
}

async function* rowsOf(
  archive: Archive,
  part: Part | undefined,
  context: () => Promise<SheetContext>,
): AsyncGenerator<SheetRow> {
  try {
    if (!part) return;
    const rows = new SheetRows(await context());
    const { merges, width, hiddenColumns } = await part.shape();
    const merged = new MergedCells(merges, width, hiddenColumns);
    const reader = new XmlReader(rows);
    for await (const bytes of archive.part(part.path)) {
      reader.write(bytes);
      for (const row of rows.take()) yield merged.fill(row);
    }
  } catch (error) {
    throw refusedBy(error);
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function relationsOf(archive: Archive, path: string): Promise<Relations> {
  const slash = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, slash);
  return readPart(archive.part(`${folder}_rels/${path.slice(slash)}.rels`, true), new Relations(folder));
}
