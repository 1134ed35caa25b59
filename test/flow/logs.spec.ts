import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processFile } from '#platform';
import { eventually, Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { settle } from '../support/market.js';
import { password } from '../support/people.js';

/** What the API writes at its usual level, read as whoever collects logs reads it: a JSON text a line. */
describe('the log of the API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'duijie-logs-'));
  let suite: SuiteDatabase;
  let api: ChildProcess;
  let visitor: Visitor;
  let output = '';

  beforeAll(async () => {
    suite = await suiteDatabase();
    await settle(suite.db, 995, { login: 'someone', kind: 'firm', area: '410105' });
    api = fork(processFile('api'), {
      env: { PATH: process.env['PATH'], DATABASE_URL: suite.url, DATA_DIR: folder, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    });
    for (const stream of [api.stdout, api.stderr])
      stream?.on('data', (part: Buffer) => {
        output += part.toString();
      });
    const [{ listening }] = (await once(api, 'message')) as [{ listening: string }];
    visitor = await new Visitor(listening).signIn('someone', password);
  });
  afterAll(async () => {
    api.kill('SIGTERM');
    await once(api, 'exit');
    await suite.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const lines = () =>
    output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const lineOf = (requestId: string | null) =>
    eventually(
      async () => lines().find((line) => line['requestId'] === requestId),
      (found) => found !== undefined,
    );

  it('says of each request when, who, from where, what and how it ended, refusals too', async () => {
    const before = Date.now();
    const refused = await visitor.post('/periods/2026-01/freeze');
    expect(refused.status).toBe(403);
    const line = await lineOf(refused.headers.get('x-request-id'));
    const { id } = (await visitor.get('/me')).body;
    expect(line).toMatchObject({
      process: 'api',
      method: 'POST',
      url: '/api/v1/periods/2026-01/freeze',
      status: 403,
      person: id,
      address: '127.0.0.1',
    });
    expect(Date.parse(String(line?.['time']))).toBeGreaterThanOrEqual(before - 1000);
    expect(String(line?.['time'])).toMatch(/Z$/);
  });

  it('holds no password, cookie or query, and no line that somebody else wrote into it', async () => {
    const word = 'a password that nobody may read 27';
    await visitor.post('/sessions', { login: 'someone', password: word });
    await visitor.get('/search/scenarios?q=secretquery');
    const forged = await visitor.get('/nothing%0A%7B%22level%22:60,%22msg%22:%22forged%22%7D');
    await lineOf(forged.headers.get('x-request-id'));
    const text = JSON.stringify(lines());
    for (const secret of [word, password, visitor.cookie.split('=')[1] ?? '', 'secretquery'])
      expect(text).not.toContain(secret);
    expect(lines().filter((line) => line['msg'] === 'forged')).toEqual([]);
  });
});
