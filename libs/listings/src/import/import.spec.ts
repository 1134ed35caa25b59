import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SheetRow } from '#sheets';
import { readRows } from './read.js';

const folder = mkdtempSync(join(tmpdir(), 'duijie-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function rowsOf(name: string, content: Uint8Array | string): Promise<SheetRow[]> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const found: SheetRow[] = [];
  for await (const row of readRows(path)) found.push(row);
  return found;
}

describe('a csv', () => {
  it.each([
    ['UTF-8 with a BOM and CRLF', Buffer.from('\ufeff需求名称,需求内容\r\n"甲,乙","一\r\n二"\r\n')],
    [
      'GBK',
      Buffer.from([
        0xd0, 0xe8, 0xc7, 0xf3, 0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xd0, 0xe8, 0xc7, 0xf3, 0xc4, 0xda, 0xc8, 0xdd,
        0x0a, 0x22, 0xbc, 0xd7, 0x2c, 0xd2, 0xd2, 0x22, 0x2c, 0x22, 0xd2, 0xbb, 0x0d, 0x0a, 0xb6, 0xfe, 0x22,
        0x0a,
      ]),
    ],
    ['single quotes and blanks around commas', "'需求名称' , '需求内容'\n'甲,乙' , '一\r\n二' \n"],
    ['tabs', '需求名称\t需求内容\n甲,乙\t"一\r\n二"\n'],
  ])('in %s is read as the same cells', async (name, content) => {
    const [header, row] = await rowsOf(`${name}.csv`, content);
    expect(header?.cells).toEqual(['需求名称', '需求内容']);
    expect(row?.cells).toEqual(['甲,乙', '一\r\n二']);
  });
});
