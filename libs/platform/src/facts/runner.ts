import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../database/database.js';
import { Bell } from './bell.js';
import type { Follower } from './follower.js';
import { reasonOf } from './held.js';
import { placeFacts } from './log.js';
import { areBehind } from './precedence.js';
import { followOnce, retryOnce } from './round.js';

export interface RunnerOptions {
  readonly logger: Logger;
  /** How often it looks without being woken. */
  readonly pollMs?: number;
  /** Told what a follower has read. */
  readonly onFollowed?: (follower: string, facts: number) => void;
}

const longestPause = 30_000;
/** Milliseconds that a follower waits for those that go first before it works a batch all the same. */
const longestWait = 60_000;

/** Runs the followers of a process: each goes at its own pace, held by one process at a time. */
export class FollowerRunner {
  private readonly bell: Bell;
  private readonly logger: Logger;
  private readonly pollMs: number;
  private readonly onFollowed: (follower: string, facts: number) => void;
  private loops: Promise<void>[] = [];
  private placing: Promise<unknown> | undefined;
  private stopped = false;
  /** By follower, since when it waits for those that go first. */
  private readonly waiting = new Map<string, number>();

  constructor(
    private readonly db: Database,
    databaseUrl: string,
    private readonly followers: readonly Follower[],
    { logger, pollMs = 1000, onFollowed = () => undefined }: RunnerOptions,
  ) {
    this.logger = logger;
    this.bell = new Bell(databaseUrl, logger);
    this.pollMs = pollMs;
    this.onFollowed = onFollowed;
  }

  start(): void {
    const registered = this.register();
    this.loops = this.followers.map((follower) => registered.then(() => this.run(follower)));
  }

  /** What a follower is at work on is finished. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.bell.end();
    await Promise.all(this.loops);
    await this.bell.close();
  }

  /** Keeps a position for each, and says which are at work: those of the processes that were started last. */
  private async register(): Promise<void> {
    for (let failures = 0; !this.stopped; failures++) {
      try {
        const names = this.followers.map(({ name }) => name);
        for (const { name, facts } of this.followers)
          await this.db.query(
            `INSERT INTO follower_positions (follower, facts) VALUES ($1, $2)
             ON CONFLICT ON CONSTRAINT pk_follower_positions DO UPDATE SET facts = excluded.facts`,
            [name, facts],
          );
        await this.db.query('UPDATE follower_positions SET active = follower = ANY($1)', [names]);
        return;
      } catch (error) {
        this.logger.warn({ err: error }, 'followers: no database yet');
        await pause(pauseAfter(failures));
      }
    }
  }

  private async run(follower: Follower): Promise<void> {
    for (let failures = 0; !this.stopped; ) {
      const heard = this.bell.heard;
      try {
        const worked = (await this.bell.holds(follower.name)) && (await this.work(follower));
        failures = 0;
        if (!worked) await this.bell.wait(heard, this.pollMs);
      } catch (error) {
        await this.tell(follower, error);
        await this.bell.wait(this.bell.heard, pauseAfter(failures++), true);
      }
    }
  }

  /** @returns true where there may be more to do at once. */
  private async work(follower: Follower): Promise<boolean> {
    await this.place();
    if (await this.givesWay(follower)) return false;
    const retried = await retryOnce(this.db, follower);
    const started = performance.now();
    const read = await followOnce(this.db, follower);
    if (read > 0) {
      this.onFollowed(follower.name, read);
      const ms = Math.round(performance.now() - started);
      this.logger.info({ follower: follower.name, facts: read, ms }, 'followed');
    }
    return retried || read > 0;
  }

  private async givesWay({ name, givesWayTo }: Follower): Promise<boolean> {
    const since = this.waiting.get(name) ?? performance.now();
    const waits = performance.now() - since < longestWait && (await areBehind(this.db, givesWayTo));
    if (waits) this.waiting.set(name, since);
    else this.waiting.delete(name);
    return waits;
  }

  /** Loops that come while facts are being placed look once more themselves: theirs may have come after. */
  private async place(): Promise<void> {
    while (this.placing) await this.placing.catch(() => undefined);
    this.placing = placeFacts(this.db);
    try {
      await this.placing;
    } finally {
      this.placing = undefined;
    }
  }

  private async tell({ name }: Follower, error: unknown): Promise<void> {
    this.logger.warn({ err: error, follower: name }, 'a follower does not get on, trying again');
    await this.db
      .query(
        'UPDATE follower_positions SET trouble = $2, trouble_since = coalesce(trouble_since, now()) WHERE follower = $1',
        [name, reasonOf(error)],
      )
      .catch(() => undefined);
  }
}

function pauseAfter(failures: number): number {
  return Math.min(longestPause, 500 * 2 ** failures);
}
