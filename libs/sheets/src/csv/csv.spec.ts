import fc from 'fast-check';
import { dialectOf } from './csv.js';
import { Lines } from './lines.js';
import { csvRows, type TextRow } from './rows.js';

async function* inParts(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(text: string, part = 1 << 16): Promise<TextRow[]> {
  const rows: TextRow[] = [];
  for await (const row of csvRows(new Lines(inParts(text, part)), dialectOf(text))) rows.push(row);
  return rows;
}

const header = '需求名称,需求内容,截止时间,预算(万元)';
const good = (rows: readonly TextRow[]) => rows.filter((row) => row.broken === undefined);
const broken = (rows: readonly TextRow[]) => rows.filter((row) => row.broken !== undefined);
const table = (n: number, change: (line: string, i: number) => string = (line) => line) =>
  [
    header,
    ...Array.from({ length: n }, (_, i) => change(`需求${i},"内容,""${i}""",2027-12-31,50-100`, i)),
  ].join('\r\n');

describe('a csv with a stray quote', () => {
  it.each([
    ['at the start of a plain cell', `"需求5000,"内容",2027-12-31,50-100`, 1, '"需求5000'],
    ['at the end of a plain cell', `需求5000",内容,2027-12-31,50-100`, 1, '需求5000"'],
    ['in a plain cell', `需求5000,27"显示器,2027-12-31,50-100`, 2, '27"显示器'],
    ['in a quoted cell', `需求5000,"27"显示器",2027-12-31,50-100`, 2, '"27"显示器"'],
    ['that opens and never closes', `需求5000,"内容,2027-12-31,50-100`, 2, '"内容'],
    ['before the line end', `需求5000,内容,2027-12-31,50-100"`, 4, '50-100"'],
    ['alone in the last cell', `需求5000,内容,2027-12-31,"`, 4, '"'],
  ])('%s loses that row of 10,000 and no other', async (_where, line, column, value) => {
    for (const plain of [false, true]) {
      const text = table(10_000, (whole, i) =>
        i === 5000 ? line : plain ? `${i},内容,2027-12-31,1` : whole,
      );
      const rows = await read(text);
      expect(broken(rows)).toEqual([
        expect.objectContaining({
          row: 5002,
          broken: expect.objectContaining({ line: 5002, column, value }),
        }),
      ]);
      expect(good(rows)).toHaveLength(10_000);
      expect(good(rows).map((row) => row.row)).toEqual(
        Array.from({ length: 10_001 }, (_, i) => i + 1).filter((row) => row !== 5002),
      );
      expect(rows[5002]?.cells[0]).toBe(plain ? '5001' : '需求5001');
    }
  });

  it('in the last row, or in the first, loses that row', async () => {
    for (const at of [0, 299])
      expect(good(await read(table(300, (line, i) => (i === at ? `"${line}` : line))))).toHaveLength(300);
  });

  it('takes what is left of a cell of several lines for the same row', async () => {
    for (const cell of ['"一\n二 "三\n四"', '"一"\n二\n三"', '"一\n\n二"', '""一\n二"']) {
      const isRight = cell === '"一\n\n二"';
      const rows = await read(table(20, (line, i) => (i === 9 ? `需求9,${cell},2027-12-31,50` : line)));
      expect(broken(rows).map((row) => row.row)).toEqual(isRight ? [] : [11]);
      expect(good(rows)).toHaveLength(isRight ? 21 : 20);
      expect(rows.at(-1)).toMatchObject({ row: 21, cells: ['需求19', '内容,"19"', '2027-12-31', '50-100'] });
    }
  });

  it('does not take the whole rows between two stray quotes for one cell', async () => {
    const rows = await read(
      table(50, (_, i) => `${i},${i === 7 ? '"' : ''}内容${i === 31 ? '"' : ''},2027-12-31,5`),
    );
    expect(broken(rows).map((row) => row.row)).toEqual([9, 33]);
  });
});

describe('a csv', () => {
  it('keeps cells of 200 lines or 60,000 characters whole', async () => {
    for (const cell of [
      Array.from({ length: 200 }, (_, i) => `第${i}行`).join('\n'),
      `长\n${'长'.repeat(60_000)}`,
    ])
      for (const part of [1 << 16, 1000]) {
        const rows = await read(
          table(3, (_, i) => `需求${i},"${cell}",2027-12-31,50`),
          part,
        );
        expect(rows).toHaveLength(4);
        expect(rows[3]?.cells).toEqual(['需求2', cell, '2027-12-31', '50']);
      }
  });

  it.each(['\n', '\r\n', '\r'])(
    'ends its rows with %j, blank ones counted as a spreadsheet does',
    async (end) => {
      for (const part of [1, 7, 1000]) {
        const rows = await read(['名称,内容,期限', '甲,"一\n二",三', '', '乙,四,"五"', ''].join(end), part);
        expect(rows).toEqual([
          { row: 1, line: 1, cells: ['名称', '内容', '期限'] },
          { row: 2, line: 2, cells: ['甲', '一\n二', '三'] },
          { row: 4, line: 5, cells: ['乙', '四', '五'] },
        ]);
      }
    },
  );

  it('ends where a program of old says so, in no row of its own', async () => {
    const rows = await read('名称,内容,期限\r\n甲,一,二\r\n\u001a');
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['名称', '内容', '期限'],
      ['甲', '一', '二'],
    ]);
  });

  it.each([',', ';', '\t', '|'])('separates its cells by %j, also under a title', async (delimiter) => {
    const line = (cells: string[]) => cells.join(delimiter);
    const rows = await read(
      ['汇总表', line(['名称', '内容', '期限']), line(['甲', `"一${delimiter}二"`, '']), ''].join('\r\n'),
    );
    expect(rows.map((row) => row.cells)).toEqual([
      ['汇总表'],
      ['名称', '内容', '期限'],
      ['甲', `一${delimiter}二`, ''],
    ]);
  });

  it('reads quotes in pairs inside a plain cell as text', async () => {
    const rows = await read('名称,内容,期限\n"甲"公司,说"好"的,\n');
    expect(rows[1]).toEqual({ row: 2, line: 2, cells: ['"甲"公司', '说"好"的', ''] });
  });

  it('survives a line without end, and a record without end', async () => {
    const long = await read(`a,b,c\n${'长'.repeat(9_000_000)}\nd,e,f`);
    expect(long.map((row) => row.broken?.line)).toEqual([undefined, 2, undefined]);
    const wide = await read(`a,b,c\n${'x","\n'.repeat(300_000)}`);
    expect(wide.length).toBeGreaterThan(1);
  });

  it.each(['a', '"', '长', '"a'])(
    'is refused in a line of nothing but %j, long before its end',
    async (sign) => {
      let taken = 0;
      let isClosed = false;
      const whole = 45 * 1024 * 1024;
      async function* endless() {
        try {
          yield 'a,b,c\n';
          for (const part = sign.repeat(65_536 / sign.length); taken < whole; taken += part.length)
            yield part;
        } finally {
          isClosed = true;
        }
      }
      const drawn = async () => {
        const rows: TextRow[] = [];
        for await (const row of csvRows(new Lines(endless()), dialectOf('a,b,c\n'))) rows.push(row);
        return rows;
      };
      await expect(drawn()).rejects.toMatchObject({
        code: 'too_large',
        message: expect.stringContaining('第 2 行'),
      });
      expect(taken).toBeLessThan(whole / 4);
      expect(isClosed).toBe(true);
    },
  );

  const plain = fc.stringMatching(/^[甲乙a1 .;-]{0,6}$/).map((text) => text.trim());
  const quoted = fc
    .stringMatching(/^[甲乙a1"., -]{0,8}$/)
    .map((text) => [`"${text.replaceAll('"', '""')}"`, text] as const);
  const plainCell = plain.map((text) => [text, text] as const);
  const cell = fc.oneof(plainCell, quoted);
  const tall = fc
    .array(fc.stringMatching(/^[甲乙a1][甲乙a1 ]{0,5}$/), { minLength: 2, maxLength: 5 })
    .map((texts) => [`"${texts.join('\n')}"`, texts.join('\n')] as const);
  type Written = readonly [raw: string, text: string];
  interface Sheet {
    width: number;
    end: string;
    part: number;
    rows: { cells: Written[]; stray: number | null }[];
  }
  const sheet = (cells: fc.Arbitrary<Written>): fc.Arbitrary<Sheet> =>
    fc.integer({ min: 3, max: 6 }).chain((width) =>
      fc.record({
        width: fc.constant(width),
        end: fc.constantFrom('\n', '\r\n', '\r'),
        part: fc.integer({ min: 1, max: 500 }),
        rows: fc.array(
          fc.record({
            cells: fc.array(cells, { minLength: width, maxLength: width }),
            /** Where the stray quote goes, as a share of the row; most rows have none. */
            stray: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 }),
          }),
          { minLength: 1, maxLength: 60 },
        ),
      }),
    );
  const check = async ({ width, end, part, rows }: Sheet) => {
    // Two neighbours whose stray quotes mirror each other are a right cell of two lines: nobody can tell.
    const hit = rows.map((row, i) => row.stray !== null && (i === 0 || rows[i - 1]?.stray === null));
    const names = Array.from({ length: width }, (_, i) => `列${i}`);
    const lines = rows.map(({ cells, stray }, i) => {
      const line = [`行${i}`, ...cells.map(([raw]) => raw)].join(',');
      if (!hit[i]) return line;
      const chosen = Math.round((stray ?? 0) * line.length);
      // A line inside a cell that begins with a quote, and has another, looks like a row.
      const at = line[chosen - 1] === '\n' ? 0 : chosen;
      return `${line.slice(0, at)}"${line.slice(at)}`;
    });
    const head = Array.from({ length: 60 }, (_, i) => [`首${i}`, ...names].join(','));
    const found = (await read([...head, ...lines].join(end), part)).slice(60);
    expect(good(found).map(({ row, cells }) => [row, cells])).toEqual(
      rows.flatMap(({ cells }, i) =>
        hit[i] ? [] : [[61 + i, [`行${i}`, ...cells.map(([, text]) => text)]]],
      ),
    );
    expect(broken(found).map((row) => row.row)).toEqual(hit.flatMap((is, i) => (is ? [61 + i] : [])));
  };

  it('gives every row that has no stray quote, right and with its number', async () => {
    await fc.assert(fc.asyncProperty(sheet(cell), check), { numRuns: 1000 });
  });

  it('and so it does where a cell of the row has several lines', async () => {
    const withTall = fc.record({
      sheet: sheet(plainCell),
      tall: fc.array(tall, { minLength: 60, maxLength: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(withTall, ({ sheet: { rows, ...rest }, tall }) =>
        check({
          ...rest,
          rows: rows.map(({ cells, stray }, i) => ({
            cells: cells.map((cell, column) => (column === i % cells.length ? (tall[i] ?? cell) : cell)),
            stray,
          })),
        }),
      ),
      { numRuns: 1000 },
    );
  });
});
