import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Config, EmbeddedPostgres, excessiveRights, OperatorLock } from '#platform';
import { describeError, print } from '../output.js';
import { prepare } from '../platform.js';
import { prepareSample, sampleGreeting } from '../sample/prepare.js';
import { Child } from '../supervise/child.js';
import { PostgresWatch } from '../supervise/postgres.js';

export function up(program: Command): void {
  program
    .command('up')
    .description('启动全部：数据库（未设 DATABASE_URL 时内置）、迁移、接口、后台任务')
    .action(async () => {
      const started = new Started(Config.load());
      let signals = 0;
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.on(signal, () => {
          // The second time at once; the first in order, and in any case.
          if (++signals > 1) process.exit(1);
          setTimeout(() => process.exit(1), 90_000).unref();
          void started.stop().finally(() => process.exit(0));
        });
      try {
        await started.run();
      } catch (error) {
        if (signals > 0) return;
        say(describeError(error));
        await started.stop().catch((failed: unknown) => say(describeError(failed)));
        process.exit(1);
      }
    });
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

class Stopped extends Error {}

/** What `up` has started, how it is kept running, and how it ends: children first, then the database, then the lock. */
class Started {
  private readonly children: Child[] = [];
  private lock: OperatorLock | undefined;
  private cluster: EmbeddedPostgres | undefined;
  private watch: PostgresWatch | undefined;
  private stopping: Promise<void> | undefined;

  constructor(private readonly config: Config) {}

  /** Never returns while all goes well. @throws where something cannot be started, or not be kept running. */
  async run(): Promise<never> {
    await this.step(this.database());
    const applied = await this.step(prepare(Config.load()));
    if (applied.length > 0) print(`数据库迁移：${applied.length} 项`);
    // Sample data goes into an embedded database that holds nobody yet; never into a given one.
    if (this.cluster) await this.step(prepareSample(this.config.get('DATA_DIR')));
    const address = await this.step(this.launch('api', 'listening'));
    await this.step(this.launch('worker', 'working'));
    this.greet(String(address));
    return Promise.race([...this.children, ...(this.watch ? [this.watch] : [])].map((kept) => kept.givenUp));
  }

  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    await this.watch?.stop();
    await Promise.all(this.children.map((child) => child.stop()));
    await this.cluster?.stop();
    this.lock?.release();
  }

  /** A signal may come at any step: the next is not begun then. */
  private async step<T>(work: Promise<T>): Promise<T> {
    const done = await work;
    if (this.stopping) throw new Stopped();
    return done;
  }

  /** Sets DATABASE_URL, and DATABASE_OWNER_URL and DATABASE_DISK where the database is the embedded one. */
  private async database(): Promise<void> {
    const given = this.config.get('DATABASE_URL');
    if (given !== undefined) {
      process.env['DATABASE_URL'] = given;
      for (const sentence of await excessiveRights(given)) say(`警告：${sentence}`);
      return;
    }
    const dataDir = resolve(this.config.get('DATA_DIR'));
    this.lock = OperatorLock.take(dataDir);
    this.cluster = new EmbeddedPostgres(dataDir);
    const { url, ownerUrl } = await this.cluster.start();
    process.env['DATABASE_URL'] = url;
    process.env['DATABASE_OWNER_URL'] = ownerUrl;
    process.env['DATABASE_DISK'] = this.cluster.data;
    this.watch = new PostgresWatch(this.cluster, say, async (now) => {
      if (now === process.env['DATABASE_URL']) return;
      process.env['DATABASE_URL'] = now;
      await Promise.all(this.children.map((child) => child.restart(environment())));
    });
    this.watch.start();
  }

  private launch(name: 'api' | 'worker', word: 'listening' | 'working'): Promise<unknown> {
    const patience = this.config.get('LIVENESS_SECONDS');
    const child = new Child({ name, word, env: environment(), patience, say });
    this.children.push(child);
    return child.start();
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
}

/** The processes never hold the owner's password. */
function environment(): NodeJS.ProcessEnv {
  const { DATABASE_OWNER_URL: _, ...rest } = process.env;
  return rest;
}
