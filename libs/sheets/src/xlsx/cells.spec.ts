import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { openBook } from '../book.js';
import type { Cell, SheetRow } from '../cell.js';
import { textOf } from '../cell.js';
import type { SheetInfo } from '../types.js';

const folder = mkdtempSync(join(tmpdir(), 'duijie-cells-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Parts {
  /** Inside sheetData, behind it and before it. */
  readonly data: string;
  readonly behind?: string;
  readonly before?: string;
  readonly styles?: string;
  readonly strings?: string;
  readonly workbook?: string;
}

const one = '<sheets><sheet name="甲" sheetId="1" r:id="r1"/></sheets>';
const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="http://x/${type}" Target="${target}"/>`;

/** A workbook as other programs write it; every sheet is the same. */
async function read(
  { data, before = '', behind = '', styles = '', strings = '', workbook = one }: Parts,
  sheet = 0,
) {
  const path = join(folder, 'book.xlsx');
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  writeFileSync(
    path,
    zipSync(
      Object.fromEntries(
        Object.entries({
          '_rels/.rels': `<Relationships>${relation('r0', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
          'xl/_rels/workbook.xml.rels': `<Relationships>${relation('r1', 'worksheet', 'worksheets/sheet1.xml')}${relation('r2', 'sharedStrings', 'sharedStrings.xml')}${relation('r3', 'styles', 'styles.xml')}</Relationships>`,
          'xl/workbook.xml': `<workbook ${main} xmlns:r="r">${workbook}</workbook>`,
          'xl/sharedStrings.xml': `<sst ${main}>${strings}</sst>`,
          'xl/styles.xml': `<styleSheet ${main}>${styles}</styleSheet>`,
          'xl/worksheets/sheet1.xml': `<worksheet ${main}>${before}<sheetData>${data}</sheetData>${behind}</worksheet>`,
        }).map(([name, text]) => [name, strToU8(text)]),
      ),
    ),
  );
  const book = await openBook(path);
  const rows: SheetRow[] = [];
  try {
    for await (const row of book.rows(sheet)) rows.push(row);
  } finally {
    await book.close();
  }
  return { rows, sheets: book.sheets as readonly SheetInfo[] };
}
const cellsOf = async (parts: Parts): Promise<(readonly Cell[])[]> =>
  (await read(parts)).rows.map(({ cells }) => cells);
const text = (reference: string, value: string) =>
  `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`;

describe('a cell of a workbook', () => {
  it('of the type of shared texts without a value is empty', async () =>
    expect(
      await cellsOf({
        strings: '<si><t>序号</t></si>',
        data: `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"/><c r="C1" t="s"><v></v></c>${text('D1', '乙')}</row>`,
      }),
    ).toEqual([['序号', null, null, '乙']]));

  it('under a merged range has the value of the range, whatever was left there', async () => {
    const { rows } = await read({
      data: `<row r="1">${text('A1', '上')}${text('B1', '右')}</row><row r="2">${text('A2', '旧值')}${text('B2', '下')}</row>`,
      behind: '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
    });
    expect(rows[0]?.merges).toEqual([{ top: 0, left: 0, bottom: 1, right: 0 }]);
    expect(rows[1]?.cells).toEqual([{ covered: '上' }, '下']);
    expect(textOf(rows[1]?.cells[0])).toBe('上');
  });

  it('under an empty merged range is empty', async () =>
    expect(
      await cellsOf({
        data: `<row r="1">${text('B1', '右')}</row><row r="2">${text('A2', '旧值')}${text('B2', '下')}</row>`,
        behind: '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
      }),
    ).toEqual([
      [null, '右'],
      [null, '下'],
    ]));

  it('with a formula that went wrong says which error', async () =>
    expect(
      await cellsOf({
        data: `<row r="1"><c r="A1" t="e"><f>X</f><v>#N/A</v></c><c r="B1" t="str"><v>#REF!</v></c>${text('C1', '#1楼')}</row>`,
      }),
    ).toEqual([[{ error: '#N/A' }, { error: '#REF!' }, '#1楼']]));

  it('with a formula that was never calculated has no value, and is no blank', async () =>
    expect(
      await cellsOf({
        data: '<row r="1"><c r="A1"><f>SUM(B1:B9)</f></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="str"><f>""</f><v></v></c></row>',
      }),
    ).toEqual([[{ formula: 'SUM(B1:B9)' }, 2]]));

  it('with a picture is no text, in either way that programs write it', async () =>
    expect(
      await cellsOf({
        data: '<row r="1"><c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c><c r="B1" t="e" vm="1"><v>#VALUE!</v></c></row>',
      }),
    ).toEqual([[{ picture: 'ID_1' }, { picture: '' }]]));

  it('with a unit, a currency or per cent in its format keeps the format', async () => {
    const codes = [
      '0.00&quot;万元&quot;',
      '0%',
      '#,##0.00',
      '[Red]0.0_ ;[Red]-0.0 ',
      '_ ¥* #,##0.00_ ',
      '[$$-409]#,##0',
    ];
    const styles = `<numFmts>${codes.map((code, i) => `<numFmt numFmtId="${170 + i}" formatCode="${code}"/>`).join('')}</numFmts><cellXfs>${codes.map((_, i) => `<xf numFmtId="${170 + i}"/>`).join('')}</cellXfs>`;
    const [cells] = await cellsOf({
      styles,
      data: `<row r="1">${codes.map((_, i) => `<c s="${i}"><v>50</v></c>`).join('')}</row>`,
    });
    expect(cells).toEqual([
      { number: 50, format: '0.00"万元"' },
      { number: 50, format: '0%' },
      50,
      50,
      { number: 50, format: '_ ¥* #,##0.00_ ' },
      { number: 50, format: '[$$-409]#,##0' },
    ]);
    expect(cells?.slice(0, 2).map(textOf)).toEqual(['50万元', '5000%']);
  });

  it('with a day shows whether it is a day, a month or a moment', async () =>
    expect(
      await cellsOf({
        styles:
          '<numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/><numFmt numFmtId="171" formatCode="yyyy/m/d h:mm"/></numFmts><cellXfs><xf numFmtId="31"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="20"/></cellXfs>',
        data: '<row r="1"><c s="0"><v>46108</v></c><c s="1"><v>46082</v></c><c s="2"><v>46108.4375</v></c><c s="3"><v>0.5</v></c></row>',
      }),
    ).toEqual([
      [
        { day: '2026-03-27' },
        { day: '2026-03-01', shows: 'month' },
        { day: '2026-03-27', time: '10:30' },
        0.5,
      ],
    ]));

  it.each([
    ['of the workbook itself', '<workbookPr date1904="1"/>', '2030-03-28'],
    [
      'of an extension by its prefix',
      '<workbookPr/><extLst><ext><x15:workbookPr xmlns:x15="x" date1904="1"/></ext></extLst>',
      '2026-03-27',
    ],
    [
      'of an extension by its default namespace',
      '<extLst><ext><workbookPr xmlns="x" date1904="1"/></ext></extLst>',
      '2026-03-27',
    ],
  ])('counts its days from 1904 by the properties %s', async (_whose, properties, day) =>
    expect(
      await cellsOf({
        workbook: `${properties}${one}`,
        styles: '<cellXfs><xf numFmtId="14"/></cellXfs>',
        data: '<row r="1"><c s="0"><v>46108</v></c></row>',
      }),
    ).toEqual([[{ day }]]),
  );
});

describe('a sheet of a workbook', () => {
  it('is listed with whether it is shown', async () => {
    const sheets = ['', 'state="hidden"', 'state="veryHidden"']
      .map((state, i) => `<sheet name="表${i}" sheetId="${i}" ${state} r:id="r1"/>`)
      .join('');
    expect((await read({ workbook: `<sheets>${sheets}</sheets>`, data: '' })).sheets).toEqual([
      { index: 0, name: '表0', state: 'visible' },
      { index: 1, name: '表1', state: 'hidden' },
      { index: 2, name: '表2', state: 'veryHidden' },
    ]);
  });

  it('with a title over all 16,384 columns, or a blank far to the right, is as wide as its values', async () =>
    expect(
      await cellsOf({
        strings: '<si><t> </t></si>',
        data: `<row r="1">${text('A1', '题')}</row><row r="2">${text('A2', '甲')}${text('B2', '乙')}<c r="XFD2" s="1"/><c r="XFD3" t="s"><v>0</v></c></row>`,
        behind: '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>',
      }),
    ).toEqual([expect.arrayContaining(['题', { covered: '题' }]), ['甲', '乙']]));

  it('with values in more than 200 columns is refused with the figure', async () =>
    expect(read({ data: `<row r="1">${'<c><v>1</v></c>'.repeat(201)}</row>` })).rejects.toMatchObject({
      code: 'too_many_columns',
      message: expect.stringContaining('200'),
    }));

  it('says which rows and cells are struck through, and which rows are hidden', async () => {
    const { rows } = await read({
      styles:
        '<fonts><font/><font><strike/></font></fonts><cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs>',
      data: '<row r="1"><c s="1"><v>1</v></c><c s="1"><v>2</v></c></row><row r="2" hidden="1"><c s="1"><v>1</v></c><c s="0"><v>2</v></c></row>',
    });
    expect(rows).toEqual([
      { row: 1, cells: [1, 2], struck: true },
      { row: 2, cells: [1, 2], struckCells: [0], hidden: true },
    ]);
  });

  it('says of which cells a part of the text is struck through, of none that the row is', async () => {
    const struck = '<r><t>留</t></r><r><rPr><strike/></rPr><t>删</t></r>';
    const { rows } = await read({
      strings: `<si>${struck}</si><si><r><rPr><strike val="0"/></rPr><t>乙</t></r></si>`,
      data: `<row r="1"><c t="s"><v>0</v></c></row><row r="2"><c t="s"><v>1</v></c><c t="inlineStr"><is>${struck}</is></c></row>`,
    });
    expect(rows).toEqual([
      { row: 1, cells: ['留删'], struckCells: [0] },
      { row: 2, cells: ['乙', '留删'], struckCells: [1] },
    ]);
  });

  it('says with its first row which columns with values are hidden, or have no width', async () => {
    const { rows } = await read({
      before:
        '<cols><col min="2" max="3" hidden="1"/><col min="4" max="4" width="0"/><col min="5" max="16384" hidden="true"/></cols>',
      data: '<row r="1"><c r="A1"><v>1</v></c><c r="D1"><v>2</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
    });
    expect(rows).toEqual([
      { row: 1, cells: [1, null, null, 2], hiddenColumns: [1, 2, 3] },
      { row: 2, cells: [1] },
    ]);
  });
});
