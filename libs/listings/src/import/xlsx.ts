import { Archive } from './archive.js';
import { FileRefused } from './errors.js';
import { MergedCells, MergeReader } from './merges.js';
import type { SheetRow } from './sheet.js';
import { Relations, readPart, SharedStrings, Styles, Workbook } from './xlsx.parts.js';
import { SheetRows } from './xlsx.sheet.js';
import { XmlReader } from './xml.js';

/** Rows of the first sheet, read as they are wanted. @throws FileRefused */
export async function* xlsx(path: string): AsyncGenerator<SheetRow> {
  const archive = await Archive.open(path);
  try {
    yield* rowsOf(archive);
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    throw new FileRefused('import.truncated', '工作簿不完整或已损坏，请重新导出后上传');
  } finally {
    archive.close();
  }
}

async function* rowsOf(archive: Archive): AsyncGenerator<SheetRow> {
  const root = await relationsOf(archive, '');
  const book = root.ofType('officeDocument') ?? 'xl/workbook.xml';
  const relations = await relationsOf(archive, book);
  const { sheets, from1904 } = await readPart(archive.part(book), new Workbook());
  const first = sheets.map((sheet) => relations.byId.get(sheet)).find((one) => one?.type === 'worksheet');
  if (!first) throw new FileRefused('import.not_a_spreadsheet', '工作簿中没有工作表');
  const part = (word: string) => archive.part(relations.ofType(word), true);
  const rows = new SheetRows({
    strings: await readPart(part('sharedStrings'), new SharedStrings()),
    isDay: (await readPart(part('styles'), new Styles())).isDay,
    from1904,
  });
  // Merged ranges stand behind the rows: the sheet is unpacked twice.
  const merged = new MergedCells((await readPart(archive.part(first.path), new MergeReader())).found);
  const reader = new XmlReader(rows);
  for await (const bytes of archive.part(first.path)) {
    reader.write(bytes);
    for (const row of rows.take()) yield merged.fill(row);
  }
}

async function relationsOf(archive: Archive, path: string): Promise<Relations> {
  const slash = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, slash);
  return readPart(archive.part(`${folder}_rels/${path.slice(slash)}.rels`, true), new Relations(folder));
}
