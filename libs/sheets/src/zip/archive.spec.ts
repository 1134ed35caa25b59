import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { openBook } from '../book.js';
import { Archive } from './archive.js';

const folder = mkdtempSync(join(tmpdir(), 'duijie-archive-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (content: Uint8Array) => {
  const path = join(folder, 'book.xlsx');
  writeFileSync(path, content);
  return path;
};

interface Part {
  readonly name: string;
  readonly data: Buffer;
  /** Not in the directory. */
  readonly hidden?: boolean;
  /** Sizes follow the bytes, as writers of streams have it. */
  readonly described?: boolean;
  /** What the directory says of it instead. */
  readonly listed?: { readonly method: number; readonly packed: number; readonly unpacked: number };
}

function zip(parts: readonly Part[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, hidden, described, listed } of parts) {
    const body = deflateRawSync(data, { level: 1 });
    const real = { method: 8, packed: body.length, unpacked: data.length };
    const header = (from: number, signature: number, said: typeof real, isEmpty = false) => {
      const buffer = Buffer.alloc(from === 4 ? 30 : 46);
      buffer.writeUInt32LE(signature, 0);
      buffer.writeUInt16LE(20, from);
      buffer.writeUInt16LE(described ? 8 : 0, from + 2);
      buffer.writeUInt16LE(said.method, from + 4);
      buffer.writeUInt32LE(isEmpty ? 0 : said.packed, from + 14);
      buffer.writeUInt32LE(isEmpty ? 0 : said.unpacked, from + 18);
      buffer.writeUInt16LE(name.length, from + 22);
      return buffer;
    };
    const sizes = Buffer.alloc(described ? 16 : 0);
    const local = Buffer.concat([header(4, 0x04034b50, real, described), Buffer.from(name), body, sizes]);
    const central = header(6, 0x02014b50, listed ?? real);
    central.writeUInt32LE(at, 42);
    if (!hidden) directory.push(Buffer.concat([central, Buffer.from(name)]));
    files.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, ...directory, end]);
}

const sheet = { name: 'xl/worksheets/sheet1.xml', data: Buffer.from('<worksheet><sheetData/></worksheet>') };
const zeros = Buffer.alloc(600 * 1024 * 1024);

describe('an archive', () => {
  it.each<[string, Part[]]>([
    ['before the sheet', [{ name: sheet.name, data: zeros, hidden: true }, sheet]],
    ['behind the sheet', [sheet, { name: 'xl/styles.xml', data: zeros, hidden: true }]],
    [
      'as two that are small enough by themselves',
      [
        { name: 'xl/a.xml', data: zeros.subarray(0, 300 * 1024 * 1024), hidden: true, described: true },
        sheet,
        { name: 'xl/b.xml', data: zeros.subarray(0, 300 * 1024 * 1024), hidden: true },
      ],
    ],
    [
      'in an entry of which the directory lists the beginning, as stored',
      [sheet, { name: 'xl/styles.xml', data: zeros, listed: { method: 0, packed: 100, unpacked: 100 } }],
    ],
  ])('that hides a bomb %s is refused for its size, without keeping it', async (_where, parts) => {
    const path = file(zip(parts));
    const script = join(import.meta.dirname, '../../../../test/support/opening.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script, path]);
    const { code, grown } = JSON.parse(stdout);
    expect(code).toBe('unpacked_too_large');
    expect(grown).toBeLessThan(150 * 1024 * 1024);
  });

  it('that hides anything else is refused as broken', async () => {
    const path = file(zip([sheet, { name: 'xl/a.xml', data: Buffer.from('x'), hidden: true }]));
    await expect(Archive.open(path)).rejects.toMatchObject({ code: 'truncated' });
  });

  it('whose entries do not end where its directory says is refused', async () => {
    const said = { method: 8, packed: 20, unpacked: 100 };
    const path = file(zip([sheet, { name: 'xl/styles.xml', data: zeros.subarray(0, 1e6), listed: said }]));
    await expect(Archive.open(path)).rejects.toMatchObject({ code: 'truncated' });
  });

  it.each([false, true])(
    'as writers make it, with sizes behind the bytes: %s, is taken',
    async (described) => {
      const path = file(
        zip([
          { ...sheet, described },
          { name: 'xl/a.xml', data: Buffer.from('x'), described },
        ]),
      );
      (await Archive.open(path)).close();
      const made = file(
        (await writeXlsx({ sheets: [{ name: '甲', rows: [['名称'], ['一']] }] })) as Uint8Array,
      );
      const rows = [];
      const book = await openBook(made);
      for await (const row of book.rows(0)) rows.push(row.cells);
      await book.close();
      expect(rows).toEqual([['名称'], ['一']]);
    },
  );
});
