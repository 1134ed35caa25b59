import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, sha256 } from '#kernel';
import { projectRoot } from '#platform';
import { brokenAt } from './domain/chain.js';
import { genesis, hashOf, type LedgerEntry, seal } from './domain/entry.js';
import { exportLine } from './ledger.proof.js';

const python = spawnSync('python3', ['--version']).status === 0;
const auditor = python ? it : it.skip;
if (!python) console.log('the programs of docs/ledger.md are not run: there is no python3 on the PATH');

/** The programs of docs/ledger.md, in their order. */
const programs = [
  ...readFileSync(join(projectRoot, 'docs/ledger.md'), 'utf8').matchAll(/```python\n(.*?)```/gs),
].map((match) => match[1] ?? '');

function entries(count: number): LedgerEntry[] {
  const chain: LedgerEntry[] = [];
  const strange = '智慧“停车”\u2028\u007f\\\n\t\u0001é😀'; // what programs escape in different ways
  for (let n = 1; n <= count; n++)
    chain.push(
      seal(chain.at(-1) ?? genesis, {
        factId: newId(),
        kind: 'verified',
        level: 2,
        occasion: 1,
        amountOccasion: 1,
        market: 'software',
        demandListingId: newId(),
        firmId: newId(),
        engagementId: newId(),
        claimId: newId(),
        claimedLevel: 2,
        number: `DJ-2026-00000${n}`,
        demandNumber: 'CJ-2026-000001',
        demandTitle: strange,
        supplyNumber: 'NL-2026-000001',
        supplyTitle: '示例产品',
        demandName: '示例单位',
        demandUscc: '91410100MA40000001',
        supplyName: '示例企业',
        supplyUscc: '91410100MA40000002',
        area: '410105',
        department: null,
        chain: null,
        field: 'ai',
        firmArea: null,
        channel: 'online',
        firstVersion: false,
        amount: '12.50',
        happenedDay: '2026-01-01',
        postedDay: '2026-01-01',
        reason: null,
        actorId: newId(),
        recordedAt: '2026-01-01T01:00:00.000Z',
      }),
    );
  return chain;
}

describe('an auditor with Python alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'duijie-audit-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (program: number, text: string, ...more: string[]) => {
    const [code, file] = [join(folder, 'check.py'), join(folder, 'given')];
    writeFileSync(code, programs[program] ?? '');
    writeFileSync(file, text);
    const { status, stdout, stderr } = spawnSync('python3', [code, file, ...more], { encoding: 'utf8' });
    return { status, stdout, stderr };
  };

  auditor('finds an exported ledger whole, and names the entry at which another one breaks', () => {
    const chain = entries(5);
    const [, second, third] = chain as [LedgerEntry, LedgerEntry, LedgerEntry];
    const text = (of: readonly LedgerEntry[]) => of.map(exportLine).join('');
    const whole = run(0, text(chain));
    expect(whole).toMatchObject({ status: 0, stdout: `whole: 5 entries, last hash ${chain.at(-1)?.hash}\n` });
    const changed = chain.map((entry) => (entry === third ? { ...entry, amount: '99.00' } : entry));
    expect(run(0, text(changed))).toMatchObject({ status: 1, stderr: 'broken at entry 3\n' });
    expect(run(0, text(chain.filter((entry) => entry !== second)))).toMatchObject({
      stderr: 'broken at entry 2\n',
    });
    const resealed = seal(second, { ...third, amount: '99.00' });
    const forged = chain.map((entry) => (entry === third ? resealed : entry));
    expect(run(0, text(forged))).toMatchObject({ stderr: 'broken at entry 4\n' });
  });

  auditor('finds entries whole that were sealed while software was the only market', () => {
    const [first, later] = entries(2) as [LedgerEntry, LedgerEntry];
    const open = { ...first, form: 1 };
    const before = { ...open, hash: hashOf(open) };
    const line = exportLine(before);
    expect(JSON.parse(line)).toMatchObject({ scenarioId: first.demandListingId, product: '示例产品' });
    expect(line).not.toMatch(/market|demandListingId|form/);
    const text = line + exportLine(seal(before, later));
    expect(run(0, text)).toMatchObject({ status: 0 });
  });

  auditor('draws a sample again from its seed and population', () => {
    const population = Array.from({ length: 23 }, () => newId()).sort();
    const text = population
      .map((id, n) => `${id} ${n === 3 ? '2000000.00' : '-'} ${n === 5 ? 'flagged' : '-'}\n`)
      .join('');
    const { stdout } = run(1, text, 'a'.repeat(64), '1000000.00', '10');
    const [first, ...drawn] = stdout.trim().split('\n');
    expect(first).toBe(`population ${sha256(text)}`);
    const tickets = population
      .filter((_, n) => n !== 3 && n !== 5)
      .sort((a, b) => (sha256(`${'a'.repeat(64)} ${a}`) < sha256(`${'a'.repeat(64)} ${b}`) ? -1 : 1));
    expect(drawn).toEqual(tickets.slice(0, 3));
  });

  it('is told by ledger verify which link is the first that does not hold, and why', () => {
    const [first, second, third] = entries(3) as [LedgerEntry, LedgerEntry, LedgerEntry];
    expect([brokenAt(genesis, first), brokenAt(first, second), brokenAt(second, third)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(brokenAt(first, third)).toMatchObject({ seq: 2, what: 'sequence' });
    expect(brokenAt(first, { ...second, prevHash: 'f'.repeat(64) })).toMatchObject({ what: 'previous' });
    expect(brokenAt(first, { ...second, area: '410172' })).toMatchObject({ seq: 2, what: 'hash' });
  });
});
