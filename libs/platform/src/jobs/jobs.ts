import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import type { JobDefinition, JobView } from '#contracts';
import { NotFound, newId } from '#kernel';
import { currentRequestId } from '../context/context.js';
import { Database, rows, type Tx } from '../database/database.js';
import { keyset } from '../database/keyset.js';
import { RecordedJob } from '../entities/recorded-job.js';
import { JobUnderWay } from '../queues/errors.js';
import { JobQueues } from '../queues/queues.js';
import { jobView } from './job.view.js';

/** Who wants to see jobs: those that he asked for, or all where he is the operator. */
export interface JobReader {
  readonly personId: string | null;
  readonly all: boolean;
}

/** The operator's command line. */
export const everyJob: JobReader = { personId: null, all: true };

/** Jobs that the reader may see. */
function seenBy(by: Tx, { all, personId }: JobReader) {
  const seen = '(:all::boolean OR :personId::uuid = ANY(j.askedBy))';
  return by.createQueryBuilder(RecordedJob, 'j').where(seen, { all, personId });
}

/** What makes a job wait as if it had just been asked for. */
const again = {
  state: 'waiting',
  progress: 0,
  doing: null,
  result: () => 'NULL',
  error: null,
  attempts: 0,
  heardAt: () => 'clock_timestamp()',
  finishedAt: null,
} as const;

/**
 * Jobs that people wait for. PostgreSQL holds them first: a row is written with the change that asks for the work, the
 * keeper in the worker gives it to the queue, and again where the queue has forgotten it.
 */
@Injectable()
export class Jobs {
  constructor(
    private readonly db: Database,
    private readonly queues: JobQueues,
  ) {}

  /**
   * Asks for work, in the transaction of the change that it belongs to. The same work asked for again is the same job;
   * one that has ended begins anew.
   * @param askedBy the person who may follow it; null for the platform itself.
   * @returns its id.
   */
  async ask<P>(tx: Tx, definition: JobDefinition<P>, payload: P, askedBy: string | null): Promise<string> {
    const id = `${definition.queue}.${definition.id?.(payload) ?? newId()}`;
    await rows(
      tx,
      `INSERT INTO jobs AS j (id, queue, name, payload, asked_by, request_id)
       VALUES ($1, $2, $3, $4, array_remove(ARRAY[$5::uuid], NULL), $6)
       ON CONFLICT ON CONSTRAINT pk_jobs DO UPDATE SET
         asked_by = CASE WHEN j.asked_by @> excluded.asked_by THEN j.asked_by ELSE j.asked_by || excluded.asked_by END`,
      [id, definition.queue, definition.name, JSON.stringify(payload), askedBy, currentRequestId() ?? null],
    );
    await tx.update(RecordedJob, { id, finishedAt: Not(IsNull()) }, again);
    return id;
  }

  /** @throws NotFound also where it is somebody else's. */
  async find(id: string, reader: JobReader): Promise<JobView> {
    const job = await this.seen(id, reader);
    if (job) return jobView(job);
    // Scheduled work and pieces of a run stand in their queue alone.
    if (reader.all) return this.queues.find(id);
    throw new NotFound('任务', id);
  }

  /** How many jobs of its queue were asked for before one that waits, and have not ended; 0 once it runs. */
  async ahead(id: string): Promise<number> {
    const [row] = await this.db.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM jobs own JOIN jobs j ON j.queue = own.queue AND j.seq < own.seq
         AND j.state IN ('waiting', 'delayed', 'active')
       WHERE own.id = $1 AND own.state = 'waiting'`,
      [id],
    );
    return row?.n ?? 0;
  }

  /** The newest first. */
  async list(
    state: JobView['state'],
    reader: JobReader,
    limit: number,
    cursor?: string,
  ): Promise<{ items: JobView[]; next: string | null }> {
    const [before] = keyset.read(cursor, ['serial']) ?? [null];
    const query = seenBy(this.db.manager, reader).andWhere('j.state = :state', { state });
    if (before !== null) query.andWhere('j.seq < :before::bigint', { before });
    const found = await query
      .orderBy('j.seq', 'DESC')
      .limit(limit + 1)
      .getMany();
    return keyset.page(found, limit, ({ seq }) => [seq], jobView);
  }

  /** @throws NotFound; a job that has not failed stays as it is. */
  async retry(id: string, reader: JobReader): Promise<JobView> {
    if (!(await this.seen(id, reader))) return reader.all ? this.queues.retry(id) : this.find(id, reader);
    await this.db.manager.update(RecordedJob, { id, state: 'failed' }, again);
    return this.find(id, reader);
  }

  /** Stops a job that has not begun. @throws JobUnderWay `job.under_way` for one that runs or has ended. */
  async cancel(id: string, reader: JobReader): Promise<JobView> {
    if (!(await this.seen(id, reader))) return reader.all ? this.queues.cancel(id) : this.find(id, reader);
    const stopped = await this.db.manager.update(
      RecordedJob,
      { id, state: In(['waiting', 'delayed']) },
      { state: 'cancelled', finishedAt: () => 'clock_timestamp()' },
    );
    const now = await this.find(id, reader);
    if (!stopped.affected) throw new JobUnderWay(now.state);
    return now;
  }

  /** Forgets jobs that ended a month ago. */
  async prune(): Promise<void> {
    await this.db.query("DELETE FROM jobs WHERE finished_at < now() - interval '30 days'");
  }

  private seen(id: string, reader: JobReader): Promise<RecordedJob | null> {
    return seenBy(this.db.manager, reader).andWhere('j.id = :id', { id }).getOne();
  }
}
