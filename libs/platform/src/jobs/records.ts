import { UnrecoverableError } from 'bullmq';
import type { Database } from '../database/database.js';
import type { Progress } from '../queues/queues.js';

/** What a worker is about to run. */
export interface Running {
  readonly id: string;
  readonly queue: string;
  readonly name: string;
  readonly payload: unknown;
  /** How often the queue has begun it. */
  readonly attempt: number;
  /** After so many attempts it has failed for good. */
  readonly attempts: number;
}

export interface Begun {
  /** `ended`: it was done or cancelled already, nothing is to be run. `unrecorded`: nobody asked for it. */
  readonly as: 'recorded' | 'unrecorded' | 'ended';
  readonly attempt: number;
}

/** The worker's side of the rows of jobs. */
export class JobRecords {
  constructor(private readonly db: Database) {}

  async begin({ id, attempt }: Running): Promise<Begun> {
    const [begun] = await this.db.query<{ attempts: number }>(
      `UPDATE jobs SET state = 'active', attempts = attempts + 1, error = NULL, heard_at = clock_timestamp()
       WHERE id = $1 AND state IN ('waiting', 'delayed', 'active') RETURNING attempts`,
      [id],
    );
    if (begun) return { as: 'recorded', attempt: begun.attempts };
    const there = await this.db.query('SELECT 1 FROM jobs WHERE id = $1', [id]);
    return { as: there.length > 0 ? 'ended' : 'unrecorded', attempt };
  }

  /** A sign that it is still worked on. */
  async hear(id: string): Promise<void> {
    await this.db.query("UPDATE jobs SET heard_at = clock_timestamp() WHERE id = $1 AND state = 'active'", [
      id,
    ]);
  }

  async report(id: string, { done, doing }: Progress): Promise<void> {
    await this.db.query(
      "UPDATE jobs SET progress = least(1, greatest(0, $2::double precision)), doing = coalesce($3, doing), heard_at = clock_timestamp() WHERE id = $1 AND state = 'active'",
      [id, done, doing ?? null],
    );
  }

  async complete(id: string, result: unknown): Promise<void> {
    await this.db.query(
      `UPDATE jobs SET state = 'completed', progress = 1, result = $2, finished_at = clock_timestamp()
       WHERE id = $1 AND state = 'active'`,
      [id, JSON.stringify(result ?? null)],
    );
  }

  /** One that nobody asked for gets a row when it has failed for good, so that the operator sees it. */
  async fail(job: Running, error: Error, forGood: boolean): Promise<void> {
    const why = error.message.slice(0, 2000) || error.name;
    const known = await this.db.query(
      `UPDATE jobs SET state = $2, error = $3, heard_at = clock_timestamp(),
         finished_at = CASE $2 WHEN 'failed' THEN clock_timestamp() END WHERE id = $1 AND state = 'active' RETURNING id`,
      [job.id, forGood ? 'failed' : 'delayed', why],
    );
    if (known.length > 0 || !forGood) return;
    await this.db.query(
      `INSERT INTO jobs (id, queue, name, payload, state, error, attempts, finished_at)
       VALUES ($1, $2, $3, $4, 'failed', $5, $6, clock_timestamp()) ON CONFLICT ON CONSTRAINT pk_jobs DO NOTHING`,
      [job.id, job.queue, job.name, JSON.stringify(job.payload), why, job.attempt],
    );
  }
}

/** Milliseconds between two signs of life. */
const beat = 5000;
/** Milliseconds between two reports that are written. */
const reportEvery = 200;

interface Work {
  readonly attempt: number;
  report(progress: Progress): Promise<void>;
}

/**
 * Runs a job beside its row: what has ended is not run again, and the row has the end before the queue has. Who dies in
 * between has the job given again, and finds it ended.
 * @param tell the queue, of the progress.
 */
export async function recorded(
  records: JobRecords,
  running: Running,
  tell: (progress: Progress) => Promise<void>,
  work: (given: Work) => Promise<unknown>,
): Promise<unknown> {
  const { as, attempt } = await records.begin(running);
  if (as === 'ended') return undefined;
  const rowed = as === 'recorded';
  let last = 0;
  const report = async (progress: Progress) => {
    if (rowed && Date.now() - last >= reportEvery) {
      last = Date.now();
      await records.report(running.id, progress);
    }
    await tell(progress).catch(() => undefined); // the queue may have forgotten it meanwhile
  };
  const heart = setInterval(() => void records.hear(running.id).catch(() => undefined), beat);
  if (!rowed) clearInterval(heart);
  try {
    const result = await work({ attempt, report });
    if (rowed) await records.complete(running.id, result);
    return result;
  } catch (error) {
    const forGood = attempt >= running.attempts || error instanceof UnrecoverableError;
    await records.fail(running, error as Error, forGood);
    throw error;
  } finally {
    clearInterval(heart);
  }
}
