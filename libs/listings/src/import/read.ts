import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type Info, parse } from 'csv-parse';
import { streamXlsxRows } from 'hucre/xlsx';
import { inspectArchive } from './archive.js';
import { FileRefused, limits } from './errors.js';

export type Cell = string | number | boolean | Date | null;

export interface SheetRow {
  /** Row of the sheet, from 1. */
  readonly row: number;
  readonly cells: readonly Cell[];
  /** The file is broken here: what follows in this row cannot be trusted. */
  readonly broken?: string;
}

export type FileType = 'xlsx' | 'csv';

/** By content, whatever the name says. @throws FileRefused */
export async function fileTypeOf(path: string): Promise<FileType> {
  const start = await head(path, 8);
  if (start.length === 0) throw new FileRefused('import.empty', '文件是空的');
  if (start.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return 'xlsx';
  if (start.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) {
    throw new FileRefused(
      'import.old_format',
      '这是旧版 .xls 或加密的工作簿，请另存为 .xlsx（不加密）后再上传',
    );
  }
  if ((await head(path, 4096)).includes(0) && !isUtf16(start))
    throw new FileRefused('import.not_a_spreadsheet', '文件不是表格，请上传 .xlsx 或 .csv');
  return 'csv';
}

/** Rows of a file one by one, within the limits. @throws FileRefused */
export async function* readRows(path: string, type: FileType): AsyncGenerator<SheetRow> {
  let rows = 0;
  let cells = 0;
  for await (const row of type === 'xlsx' ? xlsx(path) : csv(path)) {
    if (row.cells.every((cell) => cell === null || cell === '') && row.broken === undefined) continue;
    if (++rows > limits.rows + 20)
      throw new FileRefused('import.too_many_rows', `行数超过 ${limits.rows} 的上限，请拆分后上传`);
    if (row.cells.length > limits.columns)
      throw new FileRefused(
        'import.too_many_columns',
        `第 ${row.row} 行有 ${row.cells.length} 列，上限为 ${limits.columns} 列`,
      );
    cells += row.cells.length;
    if (cells > limits.cells)
      throw new FileRefused('import.too_many_cells', `单元格超过 ${limits.cells} 个的上限，请拆分后上传`);
    yield row;
  }
}

async function* xlsx(path: string): AsyncGenerator<SheetRow> {
  const merges = await inspectArchive(path);
  // The value of a merged range stands in its first cell only; it applies to all of it.
  const carried = new Map<string, Cell>();
  try {
    for await (const { index, values } of streamXlsxRows(
      Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
    )) {
      const cells: Cell[] = values.map((value) => (value === undefined ? null : (value as Cell)));
      for (const { top, left, bottom, right } of merges) {
        if (index < top || index > bottom) continue;
        const key = `${top} ${left}`;
        if (index === top) carried.set(key, cells[left] ?? null);
        for (let column = left; column <= right; column++) cells[column] ??= carried.get(key) ?? null;
      }
      yield { row: index + 1, cells: Array.from(cells, (cell) => cell ?? null) };
    }
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    throw new FileRefused('import.truncated', '工作簿不完整或已损坏，请重新导出后上传');
  }
}

async function* csv(path: string): AsyncGenerator<SheetRow> {
  const sample = await head(path, 256 * 1024);
  const encoding = encodingOf(sample);
  const text = new TextDecoder(encoding).decode(Uint8Array.from(sample)).replace(/^\ufeff/, '');
  const quote = /^\s*'/.test(text) ? "'" : '"';
  const delimiter = delimiterOf(text, quote);
  const parser = parse({
    delimiter,
    quote,
    escape: quote,
    bom: true,
    ltrim: true,
    rtrim: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: 4 * 1024 * 1024,
    skip_records_with_error: true,
  });
  const broken: SheetRow[] = [];
  parser.on('skip', (error: { lines?: number; message: string }) =>
    broken.push({ row: error.lines ?? 0, cells: [], broken: error.message }),
  );
  const source = createReadStream(path);
  const decoder = new TextDecoderStream(encoding);
  void pump(source, decoder, parser);
  let last = 0;
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
    last = info.records;
    yield { row: last, cells: record };
  }
  yield* broken.map((row) => ({ ...row, row: row.row || last + 1 }));
}

async function pump(
  source: AsyncIterable<Buffer>,
  decoder: TextDecoderStream,
  parser: ReturnType<typeof parse>,
): Promise<void> {
  const writer = decoder.writable.getWriter();
  const writing = (async () => {
    for await (const part of source) await writer.write(Uint8Array.from(part));
    await writer.close();
  })();
  for await (const text of decoder.readable as unknown as AsyncIterable<string>) {
    if (!parser.write(text)) await new Promise((resolve) => parser.once('drain', resolve));
  }
  parser.end();
  await writing;
}

async function head(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(buffer, 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const isUtf16 = (start: Buffer) =>
  (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);

/** UTF-8 where the bytes are UTF-8; otherwise GB 18030, which holds GBK and GB 2312. */
function encodingOf(sample: Buffer): string {
  if (isUtf16(sample)) return sample[0] === 0xff ? 'utf-16le' : 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}

/** The separator that the first line has most of, outside quotes. */
function delimiterOf(text: string, quote: string): string {
  const counts: Record<string, number> = { ',': 0, ';': 0, '\t': 0, '|': 0 };
  let inside = false;
  for (const character of text.slice(0, 20_000)) {
    if (character === quote) inside = !inside;
    else if (!inside && character === '\n') break;
    else if (!inside && character in counts) counts[character] = (counts[character] ?? 0) + 1;
  }
  return Object.entries(counts).sort((a, b) => b[1] - a[1])[0]?.[0] ?? ',';
}
