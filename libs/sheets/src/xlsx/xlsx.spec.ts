import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { type CellValue, streamXlsxRows, writeXlsx } from 'hucre/xlsx';
import { openBook } from '../book.js';
import type { Cell, SheetRow } from '../cell.js';
import { cellOfText } from '../text.js';
import { readPart, SharedStrings } from './parts.js';
import { SheetRows } from './sheet.js';
import { Styles } from './styles.js';
import { XmlReader } from './xml.js';

const folder = mkdtempSync(join(tmpdir(), 'duijie-xlsx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(content: Uint8Array): Promise<SheetRow[]> {
  const path = join(folder, 'book.xlsx');
  writeFileSync(path, content);
  const rows: SheetRow[] = [];
  const book = await openBook(path);
  try {
    for await (const row of book.rows(0)) rows.push(row);
  } finally {
    await book.close();
  }
  return rows;
}

const parts = {
  '[Content_Types].xml': '<Types/>',
  '_rels/.rels':
    '<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="/xl/book.xml"/></Relationships>',
  'xl/_rels/book.xml.rels':
    '<Relationships><Relationship Target="worksheets/data.xml" Type="http://x/worksheet" Id="r7"/><Relationship Id="r2" Type="http://x/sharedStrings" Target="../xl/Strings.xml"/><Relationship Id="r3" Type="http://x/styles" Target="styles.xml"/></Relationships>',
  'xl/book.xml':
    '<x:workbook xmlns:x="m" xmlns:q="r"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="a>b" q:id="r7"/></x:sheets></x:workbook>',
  'xl/strings.xml':
    '<sst><si><t>一&amp;二</t></si><si><r><t>三</t></r><rPh><t>san</t></rPh><r><t xml:space="preserve"> 四</t></r></si><si><t/></si><si><t>五_x000A_六</t></si></sst>',
  'xl/styles.xml':
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>',
  'xl/worksheets/data.xml':
    '<worksheet><!-- <row> --><sheetData><row r="2"><c r="A2" t="s"><v>0</v></c><c t="s"><v>1</v></c><c r="D2" t="s"><v>3</v></c><c r="XFD2" s="1"/></row><row><c s="1"><v>0</v></c><c s="2"><v>1</v></c><c s="0"><v>1.5</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row><row r="9"><c t="inlineStr"><is><t>&#x4e03;</t></is></c><c t="str"><f>A1&gt;"&gt;"</f><v><![CDATA[<八>]]></v></c></row></sheetData></worksheet>',
};
const zipped = (over: Record<string, string> = {}) =>
  zipSync(
    Object.fromEntries(Object.entries({ ...parts, ...over }).map(([name, text]) => [name, strToU8(text)])),
  );
const day = (text: string) => ({ day: text });

describe('a workbook', () => {
  it('is read by its relations, wherever its parts stand and whatever they are called', async () => {
    expect(await read(zipped())).toEqual([
      { row: 2, cells: ['一&二', '三 四', null, '五\n六'] },
      {
        row: 3,
        cells: [{ day: '1904-01-01', shows: 'month' }, day('1904-01-02'), 1.5, true, { error: '#N/A' }],
      },
      { row: 9, cells: ['七', '<八>'] },
    ]);
  });

  it('reads the same in whatever pieces it comes', () => {
    const whole = Buffer.from(parts['xl/worksheets/data.xml']);
    const rowsIn = (size: number) => {
      const rows = new SheetRows({ strings: new SharedStrings(), styles: new Styles(), from1904: false });
      const reader = new XmlReader(rows);
      for (let at = 0; at < whole.length; at += size) reader.write(whole.subarray(at, at + size));
      return rows.take();
    };
    for (const size of [1, 2, 3, 7, 50]) expect(rowsIn(size)).toEqual(rowsIn(10_000));
  });

  it.each([
    ['a text without end', `<worksheet><sheetData><row><c t="str"><v>${'x'.repeat(3_000_000)}`],
    ['a tag without end', `<worksheet><sheetData><row><c t="${'>'.repeat(3_000_000)}`],
  ])('with %s is refused at once', async (_what, text) => {
    const path = join(folder, 'endless.xlsx');
    writeFileSync(path, zipped({ 'xl/worksheets/data.xml': text }));
    const script = join(import.meta.dirname, '../../../../test/support/opening.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script, path]);
    const { code, spent } = JSON.parse(stdout);
    expect(code).toBe('truncated');
    expect(spent / 1e6).toBeLessThan(3);
  });

  it('keeps a million shared texts apart', async () => {
    async function* xml() {
      for (let i = 0; i < 1000; i++)
        yield Buffer.from(Array.from({ length: 1000 }, (_, j) => `<si><t>文字${i}-${j}</t></si>`).join(''));
    }
    const strings = await readPart(xml(), new SharedStrings());
    for (const i of [0, 1, 999, 123_456, 999_999])
      expect(strings.at(i)).toBe(`文字${Math.floor(i / 1000)}-${i % 1000}`);
    expect([strings.at(-1), strings.at(1_000_000), strings.at(Number.NaN)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('gives the rows that were written, as the library itself reads them', async () => {
    const value: fc.Arbitrary<CellValue> = fc.oneof(
      fc.stringMatching(/^[甲乙a-c<>&"' \n_x]{0,12}$/),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.integer({ min: 0, max: 40_000 }).map((days) => new Date(Date.UTC(1990, 0, 1 + days))),
    );
    const rows = fc.array(fc.array(value, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, async (sheet) => {
        const made = (await writeXlsx({ sheets: [{ name: '甲', rows: sheet }] })) as Uint8Array;
        const theirs = [];
        for await (const { index, values } of streamXlsxRows(made))
          theirs.push({ row: index + 1, cells: trimmed((values as CellValue[]).map(asCell)) });
        const isEmpty = ({ cells }: { cells: readonly Cell[] }) => cells.every((c) => c === null || c === '');
        expect((await read(made)).map(({ row, cells }) => ({ row, cells: trimmed(cells) }))).toEqual(
          theirs.filter((row) => !isEmpty(row)),
        );
      }),
      { numRuns: 40 },
    );
  });
});

function trimmed(cells: readonly Cell[]): Cell[] {
  const last = cells.findLastIndex((cell) => cell !== null && cell !== '');
  return cells.slice(0, last + 1).map((cell) => (cell === '' ? null : cell));
}

/** As the library gives it. */
function asCell(value: CellValue): Cell {
  if (value instanceof Date) return { day: value.toISOString().slice(0, 10) };
  return typeof value === 'string' ? cellOfText(value) : (value as Cell);
}
