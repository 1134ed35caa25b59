import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { type CellValue, readOds } from 'hucre';
import { writeOds } from 'hucre/ods';
import { openBook } from '../book.js';
import type { Cell, DayCell, SheetRow } from '../cell.js';
import { textOf } from '../cell.js';

const folder = mkdtempSync(join(tmpdir(), 'duijie-ods-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const type = 'application/vnd.oasis.opendocument.spreadsheet';
const zipped = (tables: string, styles = '', mimetype = type, manifest = '<manifest/>') =>
  zipSync({
    mimetype: strToU8(mimetype),
    'META-INF/manifest.xml': strToU8(manifest),
    'content.xml': strToU8(
      `<office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
    ),
  });
const table = (rows: string, more = '') => `<table:table table:name="表" ${more}>${rows}</table:table>`;
const row = (cells: string, more = '') => `<table:table-row ${more}>${cells}</table:table-row>`;
const cell = (text: string, more = 'office:value-type="string"') =>
  `<table:table-cell ${more}><text:p>${text}</text:p></table:table-cell>`;

async function read(file: Uint8Array, sheet = 0) {
  const path = join(folder, 'book.ods');
  writeFileSync(path, file);
  const book = await openBook(path);
  const rows: SheetRow[] = [];
  try {
    for await (const one of book.rows(sheet)) rows.push(one);
  } finally {
    await book.close();
  }
  return { type: book.type, sheets: book.sheets, rows };
}
const cellsOf = async (rows: string) => (await read(zipped(table(rows)))).rows.map(({ cells }) => cells);

describe('an OpenDocument spreadsheet', () => {
  it('gives its cells by what they are', async () =>
    expect(
      await cellsOf(
        row(
          [
            cell('一<text:line-break/>二<text:s text:c="2"/>三'),
            cell('1.5', 'office:value-type="float" office:value="1.5"'),
            cell('50万元', 'office:value-type="float" office:value="50"'),
            cell('50%', 'office:value-type="percentage" office:value="0.5"'),
            cell('$50', 'office:value-type="currency" office:currency="USD" office:value="50"'),
            cell('2026-03-27', 'office:value-type="date" office:date-value="2026-03-27"'),
            cell('10:30', 'office:value-type="date" office:date-value="2026-03-27T10:30:00"'),
            cell('TRUE', 'office:value-type="boolean" office:boolean-value="true"'),
            cell(
              '#N/A',
              'office:value-type="string" office:string-value="" calcext:value-type="error" table:formula="of:=X"',
            ),
            '<table:table-cell table:formula="of:=SUM([.A1])"/>',
            '<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>正文</text:p><text:p>二段</text:p></table:table-cell>',
          ].join(''),
        ),
      ),
    ).toEqual([
      [
        '一\n二  三',
        1.5,
        { number: 50, format: '""0"万元"' },
        { number: 0.5, format: '0%' },
        { number: 50, format: '[$USD] 0' },
        { day: '2026-03-27' },
        { day: '2026-03-27', time: '10:30' },
        true,
        { error: '#N/A' },
        { formula: 'of:=SUM([.A1])' },
        '正文\n二段',
      ],
    ]));

  it('has blank cells empty, and no values under merged ranges', async () =>
    expect(
      await cellsOf(
        row(
          `${cell('上', 'office:value-type="string" table:number-rows-spanned="2"')}${cell('')}${cell('右')}`,
        ) +
          row(
            `<table:covered-table-cell office:value-type="string"><text:p>旧值</text:p></table:covered-table-cell><table:table-cell/>${cell('下')}`,
          ),
      ),
    ).toEqual([
      ['上', null, '右'],
      [{ covered: '上' }, null, '下'],
    ]));

  it('repeats what is repeated, and counts blank rows without keeping them', async () => {
    const { rows } = await read(
      zipped(
        table(
          row(
            cell('甲', 'office:value-type="string" table:number-columns-repeated="2"'),
            'table:number-rows-repeated="2"',
          ) +
            row(
              '<table:table-cell table:number-columns-repeated="16384"/>',
              'table:number-rows-repeated="1000000"',
            ) +
            row(cell('乙')),
        ),
      ),
    );
    expect(rows).toEqual([
      { row: 1, cells: ['甲', '甲'] },
      { row: 2, cells: ['甲', '甲'] },
      { row: 1_000_003, cells: ['乙'] },
    ]);
  });

  it('says which columns are hidden, by hand or by a filter', async () => {
    const column = (more = '') => `<table:table-column ${more}/>`;
    const { rows } = await read(
      zipped(
        table(
          [
            column(),
            column('table:number-columns-repeated="2" table:visibility="collapse"'),
            column(),
            column('table:number-columns-repeated="1000" table:visibility="filter"'),
            row(['甲', '乙', '丙', '丁', '戊'].map((text) => cell(text)).join('')),
          ].join(''),
        ),
      ),
    );
    expect(rows).toEqual([{ row: 1, cells: ['甲', '乙', '丙', '丁', '戊'], hiddenColumns: [1, 2, 4] }]);
  });

  it('says what the text of a cell tells of its format: no more than the month, or thousands left out', async () => {
    const date = (shown: string) => cell(shown, 'office:value-type="date" office:date-value="2027-03-15"');
    const amount = (shown: string) => cell(shown, 'office:value-type="float" office:value="500000"');
    const [cells = []] = await cellsOf(
      row(
        [
          ...['2027年3月', '2027-03', '2027', '2027-03-15', '3月15日'].map(date),
          ...['500千', '50', '500000', '500,000.0', '500000万元'].map(amount),
        ].join(''),
      ),
    );
    expect(cells.slice(0, 5).map((one) => (one as DayCell).shows)).toEqual([
      'month',
      'month',
      'year',
      undefined,
      undefined,
    ]);
    expect(cells.slice(5)).toEqual([
      { number: 500000, format: '""0,"千"' },
      { number: 500000, format: '""0,""' },
      500000,
      500000,
      { number: 500000, format: '""0"万元"' },
    ]);
  });

  it('says which rows and cells are struck through, all of them or a part', async () => {
    const style = (name: string, line: string) =>
      `<style:style style:name="${name}"><style:text-properties style:text-line-through-style="${line}"/></style:style>`;
    const struck = (text: string) => cell(text, 'office:value-type="string" table:style-name="ce1"');
    const { rows } = await read(
      zipped(
        table(
          row(struck('甲') + struck('乙')) +
            row(struck('甲') + cell('乙')) +
            row(cell('留<text:span text:style-name="T1">删</text:span>')) +
            row(cell('留<text:span text:style-name="T2">留</text:span>')),
        ),
        style('ce1', 'solid') + style('T1', 'solid') + style('T2', 'none'),
      ),
    );
    expect(rows).toEqual([
      { row: 1, cells: ['甲', '乙'], struck: true },
      { row: 2, cells: ['甲', '乙'], struckCells: [0] },
      { row: 3, cells: ['留删'], struckCells: [0] },
      { row: 4, cells: ['留留'] },
    ]);
  });

  it('says which tables and rows are hidden', async () => {
    const { sheets, rows } = await read(
      zipped(
        table(row(cell('甲'), 'table:visibility="filter"'), 'table:style-name="ta1"') +
          table('', 'table:style-name="ta2"'),
        '<style:style style:name="ta1"><style:table-properties table:display="true"/></style:style><style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>',
      ),
    );
    expect(sheets.map(({ state }) => state)).toEqual(['visible', 'hidden']);
    expect(rows).toEqual([{ row: 1, cells: ['甲'], hidden: true }]);
  });

  it.each([
    ['has a password', zipped('', '', type, '<manifest:encryption-data/>'), 'encrypted'],
    ['is a text', zipped('', '', 'application/vnd.oasis.opendocument.text'), 'word_file'],
    [
      'repeats its values for ever',
      zipped(table(row(cell('甲'), 'table:number-rows-repeated="1000000"'))),
      'too_many_rows',
    ],
    ['has no end', zipped(`<table:table table:name="${'x'.repeat(2_000_000)}`), 'truncated'],
  ])('that %s is refused by what it is', async (_what, file, code) =>
    expect(read(file)).rejects.toMatchObject({ code }),
  );

  it('gives the same cells as another reader', async () => {
    const value: fc.Arbitrary<CellValue> = fc.oneof(
      fc.stringMatching(/^[甲乙a-c<>&1]{1,12}$/),
      fc.integer(),
      fc.boolean(),
      fc.integer({ min: 0, max: 40_000 }).map((days) => new Date(Date.UTC(1990, 0, 1 + days))),
    );
    const tables = fc.array(fc.array(value, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(tables, async (rows) => {
        const file = (await writeOds({ sheets: [{ name: '表', rows }] })) as Uint8Array;
        const theirs = (await readOds(file)).sheets[0]?.rows ?? [];
        const plain = (one: CellValue): Cell =>
          one instanceof Date ? { day: one.toISOString().slice(0, 10) } : (one as Cell);
        expect((await read(file)).rows.map(({ cells }) => cells.map(textOf))).toEqual(
          theirs.map((line) => line.map((one) => textOf(plain(one)))),
        );
      }),
      { numRuns: 25 },
    );
  });
});
