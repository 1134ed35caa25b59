import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { strToU8, zipSync } from 'fflate';
import { openBook } from './book.js';
import type { SheetRow } from './cell.js';

const folder = mkdtempSync(join(tmpdir(), 'duijie-book-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(content: Uint8Array | string): Promise<SheetRow[]> {
  const path = join(folder, 'table.xls');
  writeFileSync(path, content);
  const book = await openBook(path);
  const rows: SheetRow[] = [];
  try {
    for await (const row of book.rows(0)) rows.push(row);
  } finally {
    await book.close();
  }
  return rows;
}

/** @returns processor time in microseconds, of a process that does nothing else */
async function costs(text: string, megabytes: number): Promise<Record<'quarter' | 'whole' | 'bare', number>> {
  const script = join(import.meta.dirname, '../../../test/support/reading.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, text, String(megabytes)]);
  return JSON.parse(stdout);
}

const bytes = (...values: number[]) => Buffer.concat([Buffer.from(values), Buffer.alloc(100)]);
const zip = (...names: string[]) =>
  Buffer.from(zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')]))));

describe('a file that is no table', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['a web page', '\ufeff \n<html><table><tr><td>1</td></tr></table></html>', 'html_file'],
    ['a bare table of a web page', '<table border=1><tr><td>1</td></tr></table>', 'html_file'],
    ['a web page in UTF-16', Buffer.from('\ufeff<html><body>', 'utf16le'), 'html_file'],
    ['a web page with its pictures', 'MIME-Version: 1.0\nContent-Type: multipart/related', 'html_file'],
    [
      'an XML spreadsheet of 2003',
      '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
      'xml_file',
    ],
    [
      'an OpenDocument spreadsheet as bare XML',
      '<?xml version="1.0"?><office:document><office:meta/><table:table>',
      'xml_file',
    ],
    ['other XML', '<?xml version="1.0"?><root/>', 'xml_file'],
    ['a PDF', '%PDF-1.7 \n', 'pdf_file'],
    ['a picture', bytes(0x89, 0x50, 0x4e, 0x47), 'picture_file'],
    ['a photograph', bytes(0xff, 0xd8, 0xff, 0xe0), 'picture_file'],
    ['a Word document', zip('[Content_Types].xml', 'word/document.xml'), 'word_file'],
    ['a document as rich text', '{\\rtf1 ', 'word_file'],
    ['a binary workbook', zip('xl/workbook.bin'), 'old_format'],
    ['a workbook of Excel 4', bytes(0x09, 0x04, 0x06, 0x00), 'old_format'],
    ['slides', zip('ppt/presentation.xml'), 'not_a_spreadsheet'],
    ['an archive', zip('a.xlsx'), 'archive_file'],
    ['another archive', bytes(0x52, 0x61, 0x72, 0x21), 'archive_file'],
    ['anything else', bytes(1, 2, 3, 0, 0, 0, 200), 'not_text'],
  ])('but %s is refused by what it is, with what to do', async (_what, content, code) =>
    expect(read(content)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(code === 'empty' ? /空/ : /请/),
    }),
  );
});

describe('a text file', () => {
  const text = '名称,内容,期限\n甲,"一,二",三\n';
  const cells = [
    ['名称', '内容', '期限'],
    ['甲', '一,二', '三'],
  ];
  const big = (wide: string) => Buffer.from(wide, 'utf16le').swap16();

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 the other way round', big(text)],
    ['UTF-16 the other way round with a mark', big(`\ufeff${text}`)],
    ['GBK', Buffer.from('c3fbb3c62cc4dac8dd2cc6dacfde0abcd72c22d2bb2cb6fe222cc8fd0a', 'hex')],
    ['tabs', Buffer.from(text.replaceAll('"一,二"', '§').replaceAll(',', '\t').replace('§', '一,二'))],
    ['semicolons', Buffer.from(text.replaceAll('"一,二"', '§').replaceAll(',', ';').replace('§', '一,二'))],
  ])('in %s has the same cells', async (_how, content) =>
    expect((await read(content)).map((row) => row.cells)).toEqual(cells),
  );

  it('in GB 18030 has the characters that GBK lacks', async () =>
    expect((await read(Buffer.from('c3fbb3c62cc4dac8dd0abcd72c8139ef30a1a10a', 'hex')))[1]?.cells[1]).toMatch(
      /^㐁/,
    ));

  it('in UTF-8 with one bad byte loses the row that holds it, by its line, and is not read as anything else', async () => {
    const lines = [...Array(2000).keys()].map((i) => `场景${i},需求甲乙丙${i},2027-12-31`);
    const content = Buffer.from(`名称,内容,期限\n${lines.join('\n')}\n`);
    const at = content.indexOf('需求甲乙丙1500');
    content[at + 4] = 0xff;
    const rows = await read(content);
    expect(rows).toHaveLength(2001);
    expect(rows.flatMap(({ row, broken }) => (broken ? [[row, broken.line, broken.column]] : []))).toEqual([
      [1502, 1502, 2],
    ]);
    expect(rows[1501]?.broken?.expected).toContain('第 1502 行');
    expect(rows[1]?.cells[0]).toBe('场景0');
  });

  it('in GBK with one bad byte loses that row alone', async () => {
    const row = Buffer.from('bcd72c22d2bb2cb6fe222cc8fd0a', 'hex');
    const bad = Buffer.from('bcd72cff2cc8fd0a', 'hex');
    const rows = await read(
      Buffer.concat([Buffer.from('c3fbb3c62cc4dac8dd2cc6dacfde0a', 'hex'), row, bad, row]),
    );
    expect(rows.map(({ broken }) => broken?.line)).toEqual([undefined, undefined, 3, undefined]);
  });

  it('gives digits that ="…" keeps from being a number, and texts behind an apostrophe that keeps them from being a formula', async () =>
    expect(
      (
        await read(
          '信用代码,电话,说明,图\n="91410100MA0000009X","=""037112345678""",\'=甲,"=DISPIMG(""ID_1"",1)"\n',
        )
      )[1]?.cells,
    ).toEqual(['91410100MA0000009X', '037112345678', '=甲', { picture: 'ID_1' }]));

  it('knows the errors that a spreadsheet wrote', async () =>
    expect((await read('甲,乙,丙\n#N/A,#REF!,#1楼\n'))[1]?.cells).toEqual([
      { error: '#N/A' },
      { error: '#REF!' },
      '#1楼',
    ]));

  it.each([
    ['line breaks', '\n', 8, 10],
    ['lines of blanks', ' \t\n', 24, 10],
    ['quotes', '"', 45, 20],
    ['lines of one quote each', '"\n', 16, 40],
  ])(
    'that is nothing but %s costs what its length costs, not the square of it, and a few times what its bytes do',
    async (_what, text, most, times) => {
      /** Processor time, whatever else the machine does. */
      const measured = async () => {
        const { quarter, whole, bare } = await costs(text, most);
        // Four times a quarter, were it exactly so; sixteen times, were it the square. The bare reader cuts lines alone.
        return { whole, allowed: Math.min(10 * quarter, times * bare) + 200_000 };
      };
      let found = await measured();
      // What runs beside a measurement can only add to it: a reader that is too slow is so every time.
      for (let more = 2; found.whole >= found.allowed && more > 0; more--) found = await measured();
      expect(found.whole).toBeLessThan(found.allowed);
    },
    180_000,
  );
});
