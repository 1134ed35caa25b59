import { type ChildProcess, fork } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { Config, EmbeddedPostgres, excessiveRights, OperatorLock, projectRoot } from '#platform';
import { print } from '../output.js';
import { prepare } from '../platform.js';
import { prepareSample, sampleGreeting } from '../sample/prepare.js';

export function up(program: Command): void {
  program
    .command('up')
    .description('启动全部：数据库（未设 DATABASE_URL 时内置）、迁移、接口、后台任务')
    .action(async () => {
      const started = new Started(Config.load());
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void started.stop());
      await started.run();
    });
}

/** What `up` has started, and how it ends: children first, then the database, then the lock. */
class Started {
  private readonly children = new Map<string, ChildProcess>();
  private lock: OperatorLock | undefined;
  private cluster: EmbeddedPostgres | undefined;
  private stopping = false;
  private end: () => void = () => undefined;

  constructor(private readonly config: Config) {}

  async run(): Promise<void> {
    const ended = new Promise<void>((done) => {
      this.end = done;
    });
    try {
      await this.database();
      const applied = await prepare(Config.load());
      if (applied.length > 0) print(`数据库迁移：${applied.length} 项`);
      await this.prepare();
      // The processes never hold the owner's password.
      const { DATABASE_OWNER_URL: _, ...environment } = process.env;
      const address = await this.launch('api', environment, 'listening');
      await this.launch('worker', environment, 'working');
      this.greet(String(address));
      await ended;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    await Promise.all([...this.children.values()].map(end));
    await this.cluster?.stop();
    this.lock?.release();
    this.end();
  }

  /** Sets DATABASE_URL, and DATABASE_OWNER_URL where the database is the embedded one. */
  private async database(): Promise<void> {
    const given = this.config.get('DATABASE_URL');
    if (given !== undefined) {
      process.env['DATABASE_URL'] = given;
      for (const sentence of await excessiveRights(given)) process.stderr.write(`警告：${sentence}\n`);
      return;
    }
    const dataDir = resolve(this.config.get('DATA_DIR'));
    this.lock = OperatorLock.take(dataDir);
    this.cluster = new EmbeddedPostgres(dataDir);
    const { url, ownerUrl } = await this.cluster.start();
    process.env['DATABASE_URL'] = url;
    process.env['DATABASE_OWNER_URL'] = ownerUrl;
  }

  /** Sample data goes into an embedded database that holds nobody yet; never into a given one. */
  private async prepare(): Promise<void> {
    if (this.cluster) await prepareSample(this.config.get('DATA_DIR'));
  }

  private greet(address: string): void {
    const lines = [
      '',
      `对接平台已启动：${this.config.get('PUBLIC_URL') ?? address}`,
      `接口文档：${address}/api/docs`,
      ...(this.cluster ? [sampleGreeting(this.config.get('DATA_DIR'))] : []),
      '按 Ctrl+C 停止',
      '',
    ];
    print(lines.filter((line, i) => line !== '' || i === 0 || i === lines.length - 1).join('\n'));
  }

  /** Starts a child and waits for its word; a child that dies later is started again. */
  private launch(name: 'api' | 'worker', env: NodeJS.ProcessEnv, word: string): Promise<unknown> {
    return new Promise((ready, failed) => {
      const begin = (restarts: number) => {
        const child = fork(join(projectRoot, `dist/apps/${name}/src/main.js`), {
          env,
          execArgv: ['--enable-source-maps'],
        });
        this.children.set(name, child);
        const since = Date.now();
        child.on('message', (message: Record<string, unknown>) => word in message && ready(message[word]));
        child.once('exit', (code, signal) => {
          this.children.delete(name);
          if (this.stopping) return;
          if (Date.now() - since < 5000 && restarts >= 3)
            return failed(new Error(`${name} 启动失败（${signal ?? code}）`));
          process.stderr.write(`${name} 意外结束（${signal ?? code}），重新启动\n`);
          setTimeout(() => !this.stopping && begin(Date.now() - since < 5000 ? restarts + 1 : 0), 500);
        });
      };
      begin(0);
    });
  }
}

/** Asks a child to end; after 30 seconds it is made to. */
function end(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
    child.once('exit', () => {
      clearTimeout(timer);
      done();
    });
    child.kill('SIGTERM');
  });
}
