import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readXlsx } from 'hucre/xlsx';

/** LibreOffice on the PATH; undefined where there is none, and the suite says so. */
export const office = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'soffice'))
  .find((file) => existsSync(file));

if (!office)
  console.log(
    'no soffice on the PATH: papers are not opened in LibreOffice (apt-get install libreoffice-calc)',
  );

/** Calculates every formula of a workbook anew, whatever results the file holds. */
const alwaysCalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`;

/** Opens a file in LibreOffice and saves it in another format (`xlsx`, `pdf`, `txt:Text`). */
export async function throughOffice(content: Buffer, from: string, to: string): Promise<Buffer> {
  if (!office) throw new Error('no soffice on the PATH');
  const folder = await mkdtemp(join(tmpdir(), 'duijie-office-'));
  try {
    const profile = join(folder, 'profile');
    mkdirSync(join(profile, 'user'), { recursive: true });
    mkdirSync(join(folder, 'out'));
    await writeFile(join(profile, 'user', 'registrymodifications.xcu'), alwaysCalculate);
    const file = join(folder, `paper.${from}`);
    await writeFile(file, content);
    await run(office, [
      `-env:UserInstallation=${pathToFileURL(profile).href}`,
      '--headless',
      '--convert-to',
      to,
      '--outdir',
      join(folder, 'out'),
      file,
    ]);
    return await readFile(join(folder, 'out', `paper.${to.split(':')[0]}`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (part) => {
      said += part;
    });
    child.once('error', fail);
    child.once('exit', (code) =>
      code === 0 ? done() : fail(new Error(`soffice ended with ${code}: ${said}`)),
    );
  });
}

/** A number that stands in a workbook as a formula. */
export interface Total {
  /** Sheet, label of the line, and place of the column. */
  readonly at: string;
  /** The service's figure, as the file holds it. */
  readonly held: unknown;
  /** What LibreOffice makes of the cells. */
  readonly calculated: unknown;
}

/** How the lines of sums are called in the papers. */
const sums = /^(合计|全年|参评单位合计|总分（.*）)$/;

/**
 * A workbook as LibreOffice calculates it, every formula of it with both results, and the numbers but 0 that stand in a line of
 * sums without any formula.
 */
export async function recalculated(content: Buffer) {
  const { sheets } = await readXlsx(content, { readStyles: true });
  const { sheets: again } = await readXlsx(await throughOffice(content, 'xlsx', 'xlsx'));
  const totals: Total[] = [];
  const plain: string[] = [];
  for (const { name, rows, cells } of sheets) {
    const other = again.find((sheet) => sheet.name === name)?.rows ?? [];
    for (const [r, row] of rows.entries()) {
      const label = row.find((value) => typeof value === 'string' && sums.test(value)) ?? row[0];
      for (const [c, held] of row.entries()) {
        const at = `${name} ${label} ${c}`;
        if (cells?.get(`${r},${c}`)?.formula) totals.push({ at, held, calculated: other[r]?.[c] });
        else if (typeof held === 'number' && held !== 0 && sums.test(String(label))) plain.push(at);
      }
    }
  }
  return { sheets: again, totals, plain };
}

/** Totals that LibreOffice makes otherwise, to the fen of 万元. */
export function otherwise(totals: readonly Total[]): Total[] {
  return totals.filter(({ held, calculated }) => !(Math.abs(Number(held) - Number(calculated)) < 5e-7));
}
