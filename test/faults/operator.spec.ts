import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AlreadyRunning, EmbeddedPostgres, OperatorLock, processFile } from '#platform';
import { freePort } from '../support/redis.js';

const cli = processFile('duijie');

/** `duijie up` as an operator types it. */
class Operator {
  readonly child: ChildProcess;
  output = '';

  constructor(dataDir: string, port: number) {
    this.child = spawn(process.execPath, [cli, 'up'], {
      env: {
        PATH: process.env['PATH'],
        DATA_DIR: dataDir,
        PORT: String(port),
        LOG_LEVEL: 'error',
        SAMPLE_DATA: 'off',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (part: Buffer) => (this.output += part.toString()));
  }

  async says(text: string): Promise<void> {
    for (let i = 0; i < 600; i++) {
      if (this.output.includes(text)) return;
      if (this.child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`never said ${text}: ${this.output}`);
  }

  end(signal: NodeJS.Signals): Promise<number | null> {
    return new Promise((done) => {
      if (this.child.exitCode !== null) return done(this.child.exitCode);
      this.child.once('exit', (code) => done(code));
      this.child.kill(signal);
    });
  }
}

describe('the operator’s command', () => {
  const outer = mkdtempSync(join(tmpdir(), 'duijie-operator-'));
  const dataDir = join(outer, '数据 目录', 'a b');

  beforeAll(() => chmodSync(outer, 0o700));
  afterAll(async () => {
    await new EmbeddedPostgres(dataDir).remove();
    rmSync(outer, { recursive: true, force: true });
  });

  it('starts under a directory that only its owner can enter, with blanks and Chinese in the path, refuses a second start, and starts again after a kill', async () => {
    const port = await freePort();
    const first = new Operator(dataDir, port);
    await first.says('已启动');
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/health/ready`)).status).toBe(200);

    const second = new Operator(dataDir, await freePort());
    expect(await second.end('SIGCONT')).toBe(1);
    expect(second.output).toContain('operator.already_running');
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/health/live`)).status).toBe(200);

    await first.end('SIGKILL'); // its database outlives it, its lock does not bind
    const third = new Operator(dataDir, await freePort());
    await third.says('已启动');
    expect(await third.end('SIGTERM')).toBe(0);
    expect(await new EmbeddedPostgres(dataDir).url()).toBeUndefined();
  }, 120_000);

  it('takes another port when that of PostgreSQL is taken', async () => {
    const cluster = new EmbeddedPostgres(join(outer, 'ports'));
    const { url } = await cluster.start();
    await cluster.stop();
    const taken = createServer().listen(Number(new URL(url).port), '127.0.0.1');
    const again = await cluster.start();
    expect(new URL(again.url).port).not.toBe(new URL(url).port);
    taken.close();
    await cluster.remove();
    expect(existsSync(dirname(cluster.data))).toBe(false); // of root's, which lies elsewhere, nothing stays behind
    expect(existsSync(join(outer, 'ports'))).toBe(true);
  });

  it('does not believe the lock of a process that is gone', () => {
    const folder = join(outer, 'lock');
    const lock = OperatorLock.take(folder);
    expect(() => OperatorLock.take(folder)).toThrow(AlreadyRunning);
    lock.release();
    OperatorLock.take(folder);
    writeFileSync(join(folder, 'duijie.lock'), JSON.stringify({ pid: process.pid, began: 'long ago' }));
    expect(OperatorLock.holder(folder)).toBeUndefined();
    expect(() => OperatorLock.take(folder)).not.toThrow();
  });
});
