import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Database, EmbeddedPostgres, projectRoot } from '#platform';
import { loadedEntities } from '../bench/entities.js';
import { eventually, Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { postmasterOf } from '../support/embedded.js';
import { password, staff } from '../support/people.js';
import { freePort } from '../support/redis.js';
import { isAlive, Up } from '../support/up.js';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('what `duijie up` has started (looks into /proc: Linux)', () => {
  const outer = mkdtempSync(join(tmpdir(), 'duijie-supervision-'));
  const dataDir = join(outer, 'data');
  let port: number;
  let started: Up;
  let operator: Visitor;

  beforeAll(async () => {
    port = await freePort();
    started = new Up(dataDir, port);
    await started.says('已启动');
    const url = await new EmbeddedPostgres(dataDir).url();
    const source = await new DataSource({
      type: 'postgres',
      url: url ?? '',
      entities: loadedEntities(),
    }).initialize();
    await staff(new Database(source));
    await source.destroy();
    operator = await new Visitor(`http://127.0.0.1:${port}`).signIn('operator', password);
  }, 120_000);
  afterAll(async () => {
    started?.signal('SIGTERM');
    await started?.exit;
    await new EmbeddedPostgres(dataDir).remove();
    rmSync(outer, { recursive: true, force: true });
  }, 120_000);

  const ready = () =>
    eventually(
      () => operator.get('/health/ready').catch(() => undefined),
      (answer) => answer?.body.database.ok === true && answer.body.queues.ok === true,
      60,
    );
  /** From the request to the job's end: the API, the database, the queue and the worker do their work. */
  async function worksAsAWhole(): Promise<void> {
    await ready();
    const { job } = (await operator.post('/search/reindex')).body;
    await eventually(
      () => operator.get(`/jobs/${job.id}`),
      ({ body }) => body.state === 'completed',
      60,
    );
  }

  it('comes back when the API and the worker are killed, and it is said why', async () => {
    const before = started.pids() as Record<'api' | 'worker', number>;
    for (const name of ['api', 'worker'] as const) process.kill(before[name], 'SIGKILL');
    for (const name of ['api', 'worker'] as const) {
      await started.replaced(name, before[name]);
      expect(started.output).toContain(`（${name}）意外结束（SIGKILL）`);
    }
    await worksAsAWhole();
  }, 120_000);

  it('comes back when the database is killed', async () => {
    process.kill(postmasterOf(dataDir), 'SIGKILL');
    await started.says('内置数据库已恢复运行');
    await worksAsAWhole();
  }, 120_000);

  it('is ended and started again when it does not answer', async () => {
    const before = started.pids().api as number;
    process.kill(before, 'SIGSTOP');
    await started.replaced('api', before);
    expect(started.output).toContain('（api）10 秒没有回应');
    await worksAsAWhole();
  }, 120_000);

  it('ends on SIGTERM, also in the midst of a restart', async () => {
    const { api, worker } = started.pids() as Record<'api' | 'worker', number>;
    const database = postmasterOf(dataDir);
    process.kill(api, 'SIGKILL');
    await eventually(
      async () => started.output,
      (output) => output.lastIndexOf('（api）意外结束') > output.lastIndexOf('没有回应'),
    );
    started.signal('SIGTERM');
    expect(await started.exit).toBe(0);
    expect([api, worker, database].map(isAlive)).toEqual([false, false, false]);
    expect(Object.values(started.pids())).toEqual([undefined, undefined]);
  }, 120_000);

  it('is given up loudly when a process ends each time it is started', async () => {
    const taken: Server = createServer().listen(port, '127.0.0.1');
    const failing = new Up(dataDir, port);
    expect(await failing.exit).toBe(1);
    taken.close();
    expect(failing.output).toContain('接口进程（api）反复意外结束（1），已放弃');
    expect(failing.output.match(/秒后重新启动/g)).toHaveLength(4);
    expect(await new EmbeddedPostgres(dataDir).url()).toBeUndefined();
  }, 180_000);
});

onLinux('what `npm start` has started (looks into /proc: Linux)', () => {
  let suite: SuiteDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'duijie-npm-'));

  beforeAll(async () => {
    suite = await suiteDatabase();
  });
  afterAll(async () => {
    await suite.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Everything below a process. */
  function below(pid: number): number[] {
    const file = `/proc/${pid}/task/${pid}/children`;
    const children = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean) : [];
    return children.map(Number).flatMap((child) => [child, ...below(child)]);
  }
  async function start(): Promise<{ npm: ChildProcess; pids: number[] }> {
    const npm = spawn('npm', ['start'], {
      cwd: projectRoot,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        DATA_DIR: folder,
        DATABASE_URL: suite.url,
        PORT: '0',
        LOG_LEVEL: 'silent',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [npm.stdout, npm.stderr])
      stream.on('data', (part: Buffer) => (output += part.toString()));
    await eventually(
      async () => output,
      (text) => text.includes('已启动'),
      90,
    );
    return { npm, pids: below(npm.pid ?? 0) };
  }

  // npm gives the signal to its shell alone, which hands nothing on.
  it('ends with npm, and leaves nothing running', async () => {
    const { npm, pids } = await start();
    expect(pids.length).toBeGreaterThanOrEqual(3);
    npm.kill('SIGTERM');
    await eventually(
      async () => pids.filter(isAlive),
      (left) => left.length === 0,
    );
  }, 150_000);
});
