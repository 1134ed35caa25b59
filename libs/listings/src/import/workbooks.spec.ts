import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kindCodes, kinds, sheetColumnsOf } from '#contracts';
import { creditCodeCheck } from '#kernel';
import { type Cell, openBook, textOf, writeWorkbook } from '#sheets';
import { merged } from '../domain/dictionaries.js';
import { layoutOf } from './reading.js';
import { readRow } from './row.js';
import { startsOf } from './sheets.js';
import { Directory } from './whose.js';
import { templateWorkbook } from './workbooks.js';

const folder = mkdtempSync(join(tmpdir(), 'duijie-template-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const dictionaries = merged([]);
const uscc = `91410100MA0000009${creditCodeCheck('91410100MA0000009')}`;
const own = { id: 'own', name: '示例单位', uscc };

async function rowsOf(name: string, content: Uint8Array) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const book = await openBook(path);
  const starts = await startsOf(book);
  await book.close();
  return starts;
}

describe.each(kindCodes)('the template of a %s', (kind) => {
  const knowledge = { kind, dictionaries, remembered: new Map() };
  const columns = sheetColumnsOf(kinds[kind]);

  it.each([
    ['everybody', undefined],
    ['an organisation of its own', own],
  ])('made for %s, filled in as it says, is imported without a question', async (_, organisation) => {
    const [sheet, guide] = await rowsOf(
      'template.xlsx',
      await templateWorkbook(kind, dictionaries, organisation),
    );
    const headers = sheet?.rows[0]?.cells.map((cell) => textOf(cell)) ?? [];
    expect(headers.some((header) => header.endsWith('*'))).toBe(true);
    expect(
      headers.some((header) => columns.find(({ key }) => key === 'organisation')?.label === header),
    ).toBe(organisation === undefined);
    expect(guide?.rows.length).toBeGreaterThan(headers.length);
    const examples = headers.map((header): Cell => {
      const column = columns.find(({ label }) => label === header.replace('*', ''));
      if (column?.key === 'organisation') return own.name;
      return column?.key === 'uscc' ? own.uscc : (column?.example ?? null);
    });
    const filled = await writeWorkbook([
      {
        name: kinds[kind].label.zh,
        columns: headers.map((header) => ({ header })),
        rows: [examples.map((cell) => textOf(cell))],
      },
    ]);
    const starts = await rowsOf('filled.xlsx', filled);
    const { layout, isSure } = layoutOf(starts, {}, knowledge);
    expect(isSure).toBe(true);
    expect(layout.mapping.filter(({ how }) => how !== 'name')).toEqual([]);
    const side = { kinds: ['user'], word: '单位' };
    const row = readRow(starts[0]?.rows[1] ?? { row: 2, cells: [] }, {
      ...{ kind, mapping: layout.mapping, dictionaries, unit: layout.unit },
      terms: { chosen: own, owner: organisation && own, area: null, side, mayMake: false },
      directory: new Directory([{ ...own, state: 'unclaimed', area: null, kinds: [] }]),
    });
    expect(row.errors).toEqual([]);
    expect(row.organisation).toEqual(own);
    expect(row.content).toBeDefined();
  });

  it('is itself no data', async () => {
    const starts = await rowsOf('empty.xlsx', await templateWorkbook(kind, dictionaries));
    expect(layoutOf(starts, {}, knowledge).isSure).toBe(false);
  });
});
