import { EventEmitter, once } from 'node:events';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { lockKeys, sessionLock } from '../database/locks.js';

/** A process's own connection for what wakes its followers, and for the locks by which it holds them. */
export class Bell {
  /** Counts what was heard, so that nothing that comes during work is slept over. */
  heard = 0;
  private client: Promise<Client> | undefined;
  private taking: Promise<unknown> = Promise.resolve();
  private readonly held = new Set<string>();
  private readonly rings = new EventEmitter().setMaxListeners(0);
  private closed = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly logger: Logger,
  ) {}

  ring(): void {
    this.heard++;
    this.rings.emit('ring');
  }

  /** Takes a follower where no other process has it. */
  async holds(name: string): Promise<boolean> {
    const taken = this.taking.catch(() => undefined).then(() => this.take(name));
    this.taking = taken; // one statement after the other on the one connection
    return taken;
  }

  private async take(name: string): Promise<boolean> {
    const client = await this.connection();
    if (this.held.has(name)) return true;
    const { rows } = await client.query<{ held: boolean }>(sessionLock.try, lockKeys('follower', name));
    if (!rows[0]?.held) return false;
    this.held.add(name);
    return true;
  }

  /**
   * Waits until something is heard after `heard`, or until the time is over.
   * @param deaf waits for the time to be over whatever is heard, but for the end.
   */
  async wait(heard: number, ms: number, deaf = false): Promise<void> {
    const end = AbortSignal.timeout(ms);
    while ((deaf || this.heard === heard) && !this.closed && !end.aborted) {
      await once(this.rings, 'ring', { signal: end }).catch(() => undefined);
    }
  }

  /** Nobody waits any more. */
  end(): void {
    this.closed = true;
    this.ring();
  }

  async close(): Promise<void> {
    this.end();
    const client = await this.client?.catch(() => undefined);
    await client?.end().catch(() => undefined);
  }

  private connection(): Promise<Client> {
    this.client ??= this.connect();
    return this.client;
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.databaseUrl,
      application_name: 'duijie followers',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    const lost = (error?: Error) => {
      if (error) this.logger.warn({ err: error }, 'followers: lost their connection, trying again');
      this.held.clear();
      this.client = undefined;
      this.ring();
    };
    client.on('error', lost);
    client.on('end', () => lost());
    client.on('notification', () => this.ring());
    try {
      await client.connect();
      await client.query('LISTEN facts');
    } catch (error) {
      this.client = undefined;
      await client.end().catch(() => undefined);
      throw error;
    }
    return client;
  }
}
