import { type Entry, open, type ZipFile } from 'yauzl';
import { isContiguous, unpackedByLocalHeaders } from './archive.local.js';
import { FileRefused, limits } from './errors.js';

export interface Merge {
  /** From 0, both ends included. */
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

const most = { entries: 5000, merges: 100_000 };

/**
 * Unpacks an .xlsx once without keeping it: counts what really comes out, so that a bomb is refused whatever its
 * directory claims or keeps silent about, and notes the merged cells of the first sheet.
 * @throws FileRefused `import.truncated`, `import.unpacked_too_large`, `import.not_a_spreadsheet`
 */
export async function inspectArchive(path: string): Promise<readonly Merge[]> {
  const zip = await opened(path);
  const merges = new MergeReader();
  const entries: Entry[] = [];
  let total = 0;
  try {
    for await (const entry of entriesOf(zip)) {
      entries.push(entry);
      if (entry.uncompressedSize > limits.unpackedBytes || zip.entryCount > most.entries) throw tooLarge();
      const isFirst = /^xl\/worksheets\/sheet1\.xml$/i.test(entry.fileName);
      for await (const part of unpacked(zip, entry)) {
        total += part.length;
        if (total > limits.unpackedBytes) throw tooLarge();
        if (isFirst) merges.read(part);
      }
    }
  } finally {
    zip.close();
  }
  await refuseHidden(path, entries);
  if (!entries.some((entry) => /^xl\/worksheets\/[^/]+\.xml$/i.test(entry.fileName)))
    throw new FileRefused(
      'import.not_a_spreadsheet',
      '文件不是 Excel 工作簿（.xlsx），请另存为 .xlsx 或 CSV 后再上传',
    );
  return merges.found;
}

/** Readers that go front to back see what stands in the file, not what its directory lists: both have to agree. */
async function refuseHidden(path: string, entries: readonly Entry[]): Promise<void> {
  if (await isContiguous(path, entries)) return;
  const bytes = await unpackedByLocalHeaders(path, limits.unpackedBytes);
  throw bytes > limits.unpackedBytes ? tooLarge() : truncated();
}

function opened(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, file) =>
      error ? reject(truncated()) : resolve(file),
    );
  });
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      zip.once('error', () => reject(truncated()));
      zip.once('entry', resolve);
      zip.once('end', () => resolve(undefined));
      zip.readEntry();
    });
    zip.removeAllListeners();
    if (!entry) return;
    yield entry;
  }
}

async function* unpacked(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  const stream = await new Promise<AsyncIterable<Buffer>>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(truncated()) : resolve(opened)));
  });
  try {
    yield* stream;
  } catch {
    throw truncated();
  }
}

class MergeReader {
  readonly found: Merge[] = [];
  private tail = '';

  read(part: Buffer): void {
    const text = this.tail + part.toString('latin1');
    for (const [, ref] of text.matchAll(/<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"/g)) {
      if (ref) this.found.push(mergeOf(ref));
      if (this.found.length > most.merges)
        throw new FileRefused('import.too_many_cells', `合并单元格超过 ${most.merges} 处，请取消合并后上传`);
    }
    this.tail = text.slice(-60).replace(/^.*?<mergeCell ref="[A-Z]+\d+:[A-Z]+\d+"/s, '');
  }
}

function mergeOf(ref: string): Merge {
  const [from = '', to = ''] = ref.split(':');
  return { top: rowOf(from), left: columnOf(from), bottom: rowOf(to), right: columnOf(to) };
}

const rowOf = (cell: string) => Number(cell.replace(/^[A-Z]+/, '')) - 1;
const columnOf = (cell: string) =>
  [...cell.replace(/\d+$/, '')].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;
const truncated = () => new FileRefused('import.truncated', '文件不完整或已损坏，请重新导出后上传');
const tooLarge = () =>
  new FileRefused(
    'import.unpacked_too_large',
    `文件解压后超过 ${limits.unpackedBytes / 1024 / 1024} MB，已拒绝`,
  );
