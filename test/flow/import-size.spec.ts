import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { strToU8, zipSync } from 'fflate';
import { projectRoot } from '#platform';

const rows = 200_000;
/** Megabytes: well below what the processes have, for rows are read as they are wanted. */
const heap = 128;

const relation = (target: string, type: string) =>
  `<Relationships><Relationship Id="r1" Type="x/${type}" Target="${target}"/><Relationship Id="r2" Type="x/sharedStrings" Target="s.xml"/></Relationships>`;

/** Two texts a row that no other row has, as shared texts. */
function workbook(): Uint8Array {
  const cells = (i: number) =>
    [0, 1, 2, 3, 4, 5, 6].map((c) => `<c t="s"><v>${i * 2 + (c % 2)}</v></c>`).join('');
  const each = (write: (i: number) => string) => Array.from({ length: rows }, (_, i) => write(i)).join('');
  return zipSync(
    {
      '_rels/.rels': strToU8(relation('xl/w.xml', 'officeDocument')),
      'xl/_rels/w.xml.rels': strToU8(relation('worksheets/a.xml', 'worksheet')),
      'xl/w.xml': strToU8('<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>'),
      'xl/s.xml': strToU8(
        `<sst>${each((i) => `<si><t>需求${i}</t></si><si><t>用机器视觉替代人工质检${i}</t></si>`)}</sst>`,
      ),
      'xl/worksheets/a.xml': strToU8(
        `<worksheet><sheetData>${each((i) => `<row>${cells(i)}</row>`)}</sheetData></worksheet>`,
      ),
    },
    { level: 1 },
  );
}

const csv = () =>
  Array.from({ length: rows }, (_, i) => `需求${i},"用机器视觉,${i}\n第二行",甲,乙,丙,丁,戊`).join('\r\n');

describe(`a file of ${rows} rows`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'duijie-size-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['csv', csv],
    ['xlsx', workbook],
  ])(`is read as %s within a heap of ${heap} MB, by a slow reader too`, async (type, make) => {
    const path = join(folder, `many.${type}`);
    writeFileSync(path, make());
    const reader = pathToFileURL(join(projectRoot, 'dist/libs/listings/src/import/read.js')).href;
    const script = `
      const { readRows } = await import(${JSON.stringify(reader)});
      let n = 0;
      for await (const { cells } of readRows(${JSON.stringify(path)}, ${JSON.stringify(type)}))
        if (cells.length === 7 && ++n % 2000 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      console.log(n);`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      `--max-old-space-size=${heap}`,
      '--input-type=module',
      '--eval',
      script,
    ]);
    expect(Number(stdout)).toBe(rows);
  });
});
