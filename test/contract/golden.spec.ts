import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as other from '@e965/xlsx';
import { type Cell, openBook, standing } from '#sheets';
import { golden } from '../support/golden.js';

/** What both readers say of a cell: each in its own words, brought to these. */
type Said = string | number | boolean | { readonly error: string } | { readonly day: string } | 'no value';
/** By sheet and place, as `2 B3`; a cell that is empty is not there. */
type Cells = Record<string, Said>;

const folder = mkdtempSync(join(tmpdir(), 'duijie-golden-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = (sheet: number, row: number, column: number) =>
  `${sheet} ${other.utils.encode_cell({ r: row, c: column })}`;

/** The cells of every sheet as the platform reads them. */
async function ours(name: string, content: Uint8Array): Promise<Cells> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const book = await openBook(path);
  const cells: Cells = {};
  for (const { index } of book.sheets)
    for await (const row of book.rows(index))
      for (const [column, cell] of row.cells.entries()) {
        const said = ofOurs(cell);
        if (said !== undefined) cells[place(index, row.row - 1, column)] = said;
      }
  await book.close();
  return cells;
}

function ofOurs(cell: Cell): Said | undefined {
  const value = standing(cell);
  if (value === null) return undefined;
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (typeof value !== 'object') return value;
  if ('day' in value) return { day: value.day };
  if ('number' in value) return value.number;
  if ('error' in value) return { error: value.error };
  return 'no value';
}

/** The same cells as SheetJS reads them; under a merged range, the value of the range, as every spreadsheet shows it. */
function theirs(content: Uint8Array, type: 'buffer' | 'string' = 'buffer'): Cells {
  const book = other.read(type === 'string' ? new TextDecoder().decode(content) : content, {
    type,
    cellNF: true,
    cellFormula: true,
    sheetStubs: true,
    raw: true,
  });
  const from1904 = book.Workbook?.WBProps?.date1904 === true;
  const cells: Cells = {};
  for (const [index, name] of book.SheetNames.entries()) {
    const sheet = book.Sheets[name] ?? {};
    for (const [reference, cell] of Object.entries(sheet)) {
      if (reference.startsWith('!')) continue;
      const said = ofTheirs(cell as other.CellObject, from1904);
      if (said !== undefined) cells[`${index} ${reference}`] = said;
    }
    const last = Math.max(
      ...Object.keys(cells)
        .filter((at) => at.startsWith(`${index} `))
        .map((at) => other.utils.decode_cell(at.split(' ')[1] ?? 'A1').c),
    );
    for (const { s, e } of sheet['!merges'] ?? []) {
      const whole = cells[place(index, s.r, s.c)];
      for (let r = s.r; r <= e.r; r++)
        for (let c = s.c; c <= Math.min(e.c, last); c++) {
          delete cells[place(index, r, c)];
          if (whole !== undefined) cells[place(index, r, c)] = whole;
        }
    }
  }
  return cells;
}

function ofTheirs({ t, v, z, f, w }: other.CellObject, date1904: boolean): Said | undefined {
  if (f !== undefined && (v === undefined || v === '')) return 'no value';
  if (v === undefined || t === 'z') return undefined;
  if (t === 'e') return { error: String(w ?? v) };
  if (typeof v === 'number' && t === 'n' && typeof z === 'string' && other.SSF.is_date(z)) {
    const day = other.SSF.parse_date_code(v, { date1904 });
    return { day: `${day.y}-${String(day.m).padStart(2, '0')}-${String(day.d).padStart(2, '0')}` };
  }
  if (typeof v === 'string') return v.trim() === '' ? undefined : v.trim();
  return v as number | boolean;
}

/** What SheetJS reads wrongly: it takes the properties among the extensions for those of the workbook. */
const wronglyRead: Readonly<Record<string, () => Uint8Array>> = {
  'a second workbookPr among the extensions':
    golden['days and months, counted from 1900'] ?? (() => new Uint8Array()),
};
/** What it passes over: a formula that was never calculated. */
const passedOver: Readonly<Record<string, Cells>> = {
  'formulas with a text, a number, a truth, and without a value': { '0 D2': 'no value' },
};

/** Pictures in cells, of which it gives the id or the error that a program shows which knows no such pictures. */
const pictures: Readonly<Record<string, Cells>> = {
  'a picture in a cell, as its id and as an error with a rich value': {
    '0 B2': 'no value',
    '0 C2': 'no value',
  },
};

const table = [
  ['场景名称', '痛点与需求', '预算', '有效期', '是否优先'],
  ['甲', '一行\n二行', 50, new Date(Date.UTC(2027, 11, 31)), true],
  ['乙', '91410100MA4000003W', 12.3, new Date(Date.UTC(2026, 1, 28)), false],
  ['丙', '', null, null, null],
];

/** The table as a program of an office saves it, with a merged title and a hidden sheet before it. */
function saved(bookType: 'biff8' | 'ods' | 'xlsx'): Uint8Array {
  const sheet = other.utils.aoa_to_sheet([['需求汇总表'], ...table], {
    cellDates: bookType === 'ods',
    UTC: true,
  });
  sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: 4 } }];
  const book = other.utils.book_new();
  other.utils.book_append_sheet(book, other.utils.aoa_to_sheet([['人工智能'], ['大数据']]), '字典');
  other.utils.book_append_sheet(book, sheet, '汇总');
  book.Workbook = { Sheets: [{ Hidden: 1 }, { Hidden: 0 }] };
  return other.write(book, { type: 'buffer', bookType }) as Uint8Array;
}

describe('a file that is read by another reader, too, has the same cells', () => {
  it.each(Object.entries(golden))('with %s', async (what, make) => {
    const said = theirs((wronglyRead[what] ?? make)());
    expect(Object.keys(said).length).toBeGreaterThan(3);
    expect(await ours('book.xlsx', make())).toEqual({ ...said, ...passedOver[what], ...pictures[what] });
  });

  it('or is one that the other reader is known to read wrongly', () => {
    for (const [what, right] of Object.entries(wronglyRead))
      expect(theirs(golden[what]?.() ?? new Uint8Array())).not.toEqual(theirs(right()));
    for (const [what, cells] of Object.entries(pictures))
      for (const at of Object.keys(cells))
        expect(theirs(golden[what]?.() ?? new Uint8Array())[at]).toBeDefined();
    for (const [what, cells] of Object.entries(passedOver))
      expect(Object.keys(theirs(golden[what]?.() ?? new Uint8Array()))).not.toEqual(
        expect.arrayContaining(Object.keys(cells)),
      );
  });

  it.each(['biff8', 'ods', 'xlsx'] as const)(
    'as %s with a merged title behind a hidden sheet',
    async (type) => {
      const content = saved(type);
      const said = theirs(content);
      expect(said).toMatchObject({
        '1 A1': '需求汇总表',
        '1 E1': '需求汇总表',
        '1 D3': { day: '2027-12-31' },
      });
      expect(await ours('book', content)).toEqual(said);
    },
  );

  it.each(['', '\ufeff'])(
    'as text behind the mark "%s", with quotes, breaks and empty cells',
    async (mark) => {
      const rows = ['场景名称,痛点与需求,预算', '甲,"一行\n二行",50', '"乙,丙","他说""好""",', ',,7'];
      const content = new TextEncoder().encode(mark + rows.join('\r\n'));
      expect(await ours('book.csv', content)).toEqual(asTexts(theirs(content, 'string')));
    },
  );
});

/** A text file has nothing but texts. */
const asTexts = (cells: Cells) =>
  Object.fromEntries(Object.entries(cells).map(([at, said]) => [at, String(said)]));
