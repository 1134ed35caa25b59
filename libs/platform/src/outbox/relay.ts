import { Client } from 'pg';
import type { Logger } from 'pino';
import { type DeliveredFact, deliveredFact } from '#contracts';

interface OutboxRow {
  id: string;
  fact_id: string;
  subject: string;
  payload: unknown;
  request_id: string | null;
  occurred_at: Date;
}

/** Held by the one relay that is at work; it falls to another when that one's connection ends. */
const lock = 7_205_410;
const batch = 200;
const sideBySide = 8;

// A fact whose subject has an earlier fact still waiting for its next attempt must wait as well.
const waiting = `SELECT o.id, o.fact_id, o.subject, o.payload, o.request_id, o.occurred_at FROM outbox o
  WHERE o.relayed_at IS NULL AND (o.next_attempt_at IS NULL OR o.next_attempt_at <= now())
    AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.relayed_at IS NULL AND b.subject = o.subject AND b.id < o.id
                    AND b.next_attempt_at > now())
  ORDER BY o.id LIMIT ${batch}`;

/**
 * Hands facts on, in order per subject, at least once. Woken by NOTIFY; polls behind it, for notifications that a
 * broken connection lost. One relay works at a time, however many processes run one.
 */
export class OutboxRelay {
  private client: Client | undefined;
  private stopped = false;
  private woken = false;
  private endSleep: () => void = () => undefined;
  private loop: Promise<void> | undefined;

  constructor(
    private readonly databaseUrl: string,
    private readonly deliver: (fact: DeliveredFact) => Promise<void>,
    private readonly logger: Logger,
    private readonly pollMs = 1000,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        const client = await this.connection();
        const handed = await this.round(client);
        if (handed < batch) await this.sleep();
      } catch (error) {
        this.logger.warn({ err: error }, 'outbox relay: lost the database, trying again');
        await this.disconnect();
        await this.sleep();
      }
    }
    await this.disconnect();
  }

  /** Relays one batch; 0 when another relay is at work. */
  private async round(client: Client): Promise<number> {
    const leader = await client.query<{ ok: boolean }>('SELECT pg_try_advisory_lock($1) AS ok', [lock]);
    if (!leader.rows[0]?.ok) return 0;
    try {
      const { rows } = await client.query<OutboxRow>(waiting);
      const done: string[] = [];
      const lanes = grouped(rows);
      const waitingLanes = [...lanes.values()];
      // Subjects go side by side, the facts of one after each other; what fails holds back only its own subject.
      const walk = async () => {
        for (let lane = waitingLanes.shift(); lane && !this.stopped; lane = waitingLanes.shift()) {
          for (const row of lane) {
            if (this.stopped || !(await this.hand(client, row))) break;
            done.push(row.id);
          }
        }
      };
      await Promise.all(Array.from({ length: sideBySide }, walk));
      if (done.length > 0)
        await client.query('UPDATE outbox SET relayed_at = now() WHERE id = ANY($1::bigint[])', [done]);
      return rows.length;
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [lock]);
    }
  }

  private async hand(client: Client, row: OutboxRow): Promise<boolean> {
    try {
      await this.deliver(
        deliveredFact.parse({
          id: row.fact_id,
          occurredAt: row.occurred_at.toISOString(),
          fact: row.payload,
          requestId: row.request_id,
        }),
      );
      return true;
    } catch (error) {
      this.logger.error({ err: error, factId: row.fact_id }, 'outbox relay: could not hand a fact on');
      await client.query(
        `UPDATE outbox SET attempts = attempts + 1, last_error = left($2, 1000),
           next_attempt_at = now() + least(interval '1 second' * 2 ^ least(attempts, 9), interval '5 minutes') WHERE id = $1`,
        [row.id, error instanceof Error ? error.message : String(error)],
      );
      return false;
    }
  }

  private async connection(): Promise<Client> {
    if (this.client) return this.client;
    const client = new Client({
      connectionString: this.databaseUrl,
      application_name: 'duijie relay',
      keepAlive: true,
    });
    client.on('error', () => this.wake());
    client.on('notification', () => this.wake());
    await client.connect();
    await client.query('LISTEN outbox');
    this.client = client;
    return client;
  }

  private async disconnect(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  /** A notification that comes during a round must not be slept over. */
  private wake(): void {
    this.woken = true;
    this.endSleep();
  }

  private async sleep(): Promise<void> {
    if (!this.stopped && !this.woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.pollMs);
        this.endSleep = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.woken = false;
  }
}

function grouped(rows: readonly OutboxRow[]): Map<string, OutboxRow[]> {
  const lanes = new Map<string, OutboxRow[]>();
  for (const row of rows) lanes.set(row.subject, [...(lanes.get(row.subject) ?? []), row]);
  return lanes;
}
