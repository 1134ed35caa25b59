import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readXls } from 'hucre';
import { openBook } from '../book.js';
import type { Cell, SheetRow } from '../cell.js';
import { textOf } from '../cell.js';
import {
  begin,
  book,
  container,
  end,
  f64,
  number,
  record,
  shared,
  stream,
  u16,
  u32,
  wide,
} from './xls.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'duijie-xls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(file: Buffer, sheet = 0) {
  const path = join(folder, 'book.xls');
  writeFileSync(path, file);
  const book = await openBook(path);
  const rows: SheetRow[] = [];
  for await (const row of book.rows(sheet)) rows.push(row);
  await book.close();
  return { type: book.type, sheets: book.sheets, rows };
}

describe('a workbook of Excel 97', () => {
  it('gives its cells by what they are', async () => {
    const { type, rows } = await read(
      book({
        strings: ['序号', '示例', '=DISPIMG("ID_1",1)'],
        sheets: [
          {
            name: '需求',
            records: [
              shared(0, 0, 0),
              shared(0, 1, 1),
              number(1, 0, 1.5),
              number(1, 1, 46108, 1),
              number(1, 2, 46108, 2),
              number(1, 3, 12.5, 4),
              record(0x27e, u16(2, 0, 0), u32((50 << 2) | 2)),
              record(0xbd, u16(2, 1, 0), u32((1234 << 2) | 3), u16(0), u32((7 << 2) | 2), u16(2)),
              record(0x205, u16(3, 0, 0), Buffer.from([42, 1])),
              record(0x205, u16(3, 1, 0), Buffer.from([1, 0])),
              record(0x06, u16(3, 2, 0), Buffer.from([0, 0, 0, 0, 0, 0, 0xff, 0xff]), Buffer.alloc(8)),
              record(0x4bc, Buffer.alloc(8)),
              record(0x207, wide('算出的文字')),
              record(0x06, u16(3, 3, 0), Buffer.from([2, 0, 7, 0, 0, 0, 0xff, 0xff]), Buffer.alloc(8)),
              shared(3, 4, 2),
              record(0x204, u16(4, 0, 0), wide('旧式文字')),
            ],
          },
        ],
      }),
    );
    expect(type).toBe('xls');
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['序号', '示例'],
      [1.5, { day: '2026-03-27' }, { day: '2026-03-27' }, { number: 12.5, format: '0.0"万元"' }],
      [50, 12.34, 7],
      [{ error: '#N/A' }, true, '算出的文字', { error: '#DIV/0!' }, { picture: 'ID_1' }],
      ['旧式文字'],
    ]);
  });

  it('has blank shared cells empty, and no values under merged ranges', async () => {
    const { rows } = await read(
      book({
        strings: ['甲', '旧值', ''],
        sheets: [
          {
            name: '表',
            records: [
              shared(0, 0, 0),
              shared(0, 1, 2),
              shared(0, 2, 99),
              shared(0, 3, 0),
              shared(1, 0, 1),
              shared(1, 3, 0),
              record(0xe5, u16(1, 0, 1, 0, 0)),
            ],
          },
        ],
      }),
    );
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['甲', null, null, '甲'],
      [{ covered: '甲' }, null, null, '甲'],
    ]);
  });

  it('says which columns are hidden, and has formulas without values where a program has calculated none', async () => {
    const empty = (row: number, column: number) =>
      record(0x06, u16(row, column, 0), Buffer.from([3, 0, 0, 0, 0, 0, 0xff, 0xff]), Buffer.alloc(8));
    const calculated = record(0x06, u16(2, 0, 0), f64(7), Buffer.alloc(8));
    const records = [
      record(0x7d, u16(1, 2, 2304, 0, 1, 0)),
      record(0x7d, u16(3, 3, 0, 0, 0, 0)),
      record(0x7d, u16(4, 255, 2304, 0, 1, 0)),
      ...[0, 1, 2, 3].map((column) => number(0, column, column)),
      empty(1, 1),
    ];
    const of = async (more: readonly Buffer[]) =>
      (await read(book({ sheets: [{ name: '表', records: [...records, ...more] }] }))).rows;
    expect(await of([])).toEqual([
      { row: 1, cells: [0, 1, 2, 3], hiddenColumns: [1, 2, 3] },
      { row: 2, cells: [null, { formula: '' }] },
    ]);
    // Where others have values, a formula that gives nothing was meant so.
    expect((await of([calculated])).map(({ row, cells }) => [row, cells])).toEqual([
      [1, [0, 1, 2, 3]],
      [3, [7]],
    ]);
  });

  it('says of which cells a part of the text is struck through', async () => {
    const rich = (text: string, font: number) =>
      Buffer.concat([u16(text.length), Buffer.from([9]), u16(1), Buffer.from(text, 'utf16le'), u16(1, font)]);
    const { rows } = await read(
      book({
        strings: ['甲'],
        shared: [rich('留删', 5), rich('留留', 1)],
        sheets: [
          { name: '表', records: [shared(0, 0, 0), shared(0, 1, 1), shared(1, 0, 1), shared(2, 0, 2)] },
        ],
      }),
    );
    expect(rows).toEqual([
      { row: 1, cells: ['甲', '留删'], struckCells: [1] },
      { row: 2, cells: ['留删'], struckCells: [0] },
      { row: 3, cells: ['留留'] },
    ]);
  });

  it('says which sheets and rows are hidden, and which rows are struck', async () => {
    const records = [record(0x208, u16(1, 0, 1, 255, 0, 0, 0x20, 0)), number(0, 0, 1, 3), number(1, 0, 2)];
    const { sheets, rows } = await read(
      book({ sheets: [0, 1, 2].map((state) => ({ name: `表${state}`, state, records })) }),
    );
    expect(sheets.map(({ name, state }) => [name, state])).toEqual([
      ['表0', 'visible'],
      ['表1', 'hidden'],
      ['表2', 'veryHidden'],
    ]);
    expect(rows).toEqual([
      { row: 1, cells: [1], struck: true },
      { row: 2, cells: [2], hidden: true },
    ]);
  });

  it('keeps a text whole that goes on in another record, and in another width', async () => {
    const whole = stream({
      strings: ['甲乙丙丁', '后'],
      sheets: [{ name: '表', records: [shared(0, 0, 0), shared(0, 1, 1)] }],
    });
    const at = whole.indexOf(Buffer.from([0xfc, 0x00]));
    const length = whole.readUInt16LE(at + 2);
    // Two characters in, the text goes on elsewhere: there it says its width again.
    const cut = at + 4 + 8 + 3 + 4;
    const rest = Buffer.concat([Buffer.from([1]), whole.subarray(cut, at + 4 + length)]);
    const moved = Buffer.concat([
      whole.subarray(0, at),
      record(0xfc, whole.subarray(at + 4, cut)),
      record(0x3c, rest),
      whole.subarray(at + 4 + length),
    ]);
    // The sheet begins five bytes later than its entry says.
    const entry = moved.indexOf(Buffer.from([0x85, 0x00]));
    moved.writeUInt32LE(moved.readUInt32LE(entry + 4) + 5, entry + 4);
    const { rows } = await read(container('Workbook', moved));
    expect(rows[0]?.cells).toEqual(['甲乙丙丁', '后']);
  });

  it.each([
    ['has a password', container('EncryptedPackage', Buffer.alloc(5000)), 'encrypted'],
    [
      'has a password of the old kind',
      book({ globals: [record(0x2f, u16(1))], sheets: [{ name: '表', records: [] }] }),
      'encrypted',
    ],
    ['is older', container('Book', Buffer.concat([begin(0x500), end])), 'old_format'],
    ['says that it is older', container('Workbook', Buffer.concat([begin(0x500), end])), 'old_format'],
    ['is a document', container('WordDocument', Buffer.alloc(5000)), 'word_file'],
    ['is another program’s', container('Contents', Buffer.alloc(5000)), 'not_a_spreadsheet'],
    ['is cut off', book({ sheets: [{ name: '表', records: [] }] }).subarray(0, -700), 'truncated'],
  ])('that %s is refused by what it is, with what to do', async (_what, file, code) =>
    expect(read(file)).rejects.toMatchObject({ code, message: expect.stringMatching(/请/) }),
  );

  it('gives the same cells as another reader', async () => {
    const value = fc.oneof(
      fc.stringMatching(/^[甲乙a-c1]{1,12}$/),
      fc.integer({ min: -500_000, max: 500_000 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    const table = fc.array(fc.array(value, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(table, async (cells) => {
        const strings = cells.flat().filter((one) => typeof one === 'string');
        let next = 0;
        const records = cells.flatMap((line, row) =>
          line.map((one, column) =>
            typeof one === 'string' ? shared(row, column, next++) : number(row, column, one),
          ),
        );
        const file = book({ strings, sheets: [{ name: '表', records }] });
        const theirs = (await readXls(Uint8Array.from(file))).sheets[0]?.rows ?? [];
        const { rows } = await read(file);
        expect(rows.map((row) => row.cells)).toEqual(theirs as Cell[][]);
        expect(rows.map((row) => row.cells.map(textOf))).toEqual(cells.map((line) => line.map(String)));
      }),
      { numRuns: 100 },
    );
  });
});
