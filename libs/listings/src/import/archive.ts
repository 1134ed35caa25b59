import { open, type ZipFile } from 'yauzl';
import { FileRefused, limits } from './errors.js';

export interface Merge {
  /** From 0, both ends included. */
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/**
 * Unpacks an .xlsx once without keeping it: counts what really comes out, so that a bomb is refused whatever its
 * directory claims, and notes the merged cells of the first sheet.
 * @throws FileRefused `import.truncated`, `import.unpacked_too_large`, `import.not_a_spreadsheet`
 */
export async function inspectArchive(path: string): Promise<readonly Merge[]> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    open(path, { lazyEntries: true, validateEntrySizes: true }, (error, file) =>
      error ? reject(truncated()) : resolve(file),
    );
  });
  let total = 0;
  let sheets = 0;
  const merges: Merge[] = [];
  await new Promise<void>((resolve, reject) => {
    zip.on('error', () => reject(truncated()));
    zip.on('end', resolve);
    zip.on('entry', (entry) => {
      total += entry.uncompressedSize;
      if (total > limits.unpackedBytes || zip.entryCount > 5000) return reject(tooLarge());
      const first = /^xl\/worksheets\/sheet1\.xml$/i.test(entry.fileName);
      if (/^xl\/worksheets\/[^/]+\.xml$/i.test(entry.fileName)) sheets++;
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(truncated());
        let tail = '';
        stream.on('error', () => reject(truncated()));
        stream.on('data', (part: Buffer) => {
          if (!first) return;
          const text = tail + part.toString('latin1');
          for (const [, ref] of text.matchAll(/<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"/g))
            if (ref) merges.push(mergeOf(ref));
          tail = text.slice(-60).replace(/^.*?<mergeCell ref="[A-Z]+\d+:[A-Z]+\d+"/s, '');
        });
        stream.on('end', () => zip.readEntry());
      });
    });
    zip.readEntry();
  });
  zip.close();
  if (sheets === 0)
    throw new FileRefused(
      'import.not_a_spreadsheet',
      '文件不是 Excel 工作簿（.xlsx），请另存为 .xlsx 或 CSV 后再上传',
    );
  return merges;
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
