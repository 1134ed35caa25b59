import { type EmbeddedPostgres, leastRoom, roomForDatabase } from '#platform';
import { Restarts } from './restarts.js';

/** How often the embedded server is looked at, in milliseconds. */
const lookEvery = 1000;

/** How often a full disk is looked at, in milliseconds. */
const roomEvery = 2000;

/**
 * Sees that the embedded PostgreSQL runs, and starts it again where it was killed or crashed. On a full disk no start
 * helps: it waits for room, however long that takes.
 */
export class PostgresWatch {
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly restarts = new Restarts();
  private began = Date.now();
  private giveUp: (error: Error) => void = () => undefined;
  private starting: Promise<unknown> | undefined;
  /** Rejects when it is given up; never resolves. */
  readonly givenUp: Promise<never>;

  /** @param moved is told the new address where the server had to take another port. */
  constructor(
    private readonly cluster: EmbeddedPostgres,
    private readonly say: (line: string) => void,
    private readonly moved: (url: string) => Promise<void>,
  ) {
    this.givenUp = new Promise((_, reject) => {
      this.giveUp = reject;
    });
    this.givenUp.catch(() => undefined);
  }

  start(): void {
    this.look(lookEvery);
  }

  /** The server itself stays: whoever started it stops it. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.starting?.catch(() => undefined);
  }

  private look(after: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      if (this.cluster.isAlive()) this.look(lookEvery);
      else this.ended('不再运行');
    }, after);
  }

  private ended(why: string): void {
    if (this.isFull()) {
      this.say(`内置数据库因磁盘已满而停止，腾出空间后自动恢复：${this.cluster.data}`);
      this.waitForRoom();
      return;
    }
    const pause = this.restarts.ended(Date.now() - this.began);
    if (pause === undefined) {
      this.giveUp(new Error(`内置数据库反复意外结束（${why}），已放弃；日志见 ${this.cluster.log}`));
      return;
    }
    this.say(`内置数据库意外结束（${why}），${pause / 1000} 秒后重新启动`);
    this.timer = setTimeout(() => void this.again(), pause);
  }

  private isFull(): boolean {
    return roomForDatabase(this.cluster.data) < leastRoom;
  }

  private waitForRoom(): void {
    this.timer = setTimeout(() => {
      if (this.isFull()) this.waitForRoom();
      else void this.again();
    }, roomEvery);
  }

  private async again(): Promise<void> {
    if (this.stopped) return;
    this.began = Date.now();
    this.starting = this.cluster.start().then(async ({ url }) => {
      this.say('内置数据库已恢复运行');
      await this.moved(url);
    });
    try {
      await this.starting;
      this.look(lookEvery);
    } catch (error) {
      if (!this.stopped) this.ended(error instanceof Error ? (error.message.split('\n')[0] ?? '') : '');
    }
  }
}
