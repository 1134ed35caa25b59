import { Injectable } from '@nestjs/common';
import type { JobDefinition, JobView } from '#contracts';
import { NotFound, newId } from '#kernel';
import { currentRequestId } from '../context/context.js';
import { Database, rows, type Tx } from '../database/database.js';
import { keyset } from '../database/keyset.js';
import { JobQueues, JobUnderWay } from '../queues/queues.js';
import { type JobRow, viewOf } from './job.row.js';

/** Who wants to see jobs: those that he asked for, or all where he is the operator. */
export interface JobReader {
  readonly personId: string | null;
  readonly all: boolean;
}

/** The operator's command line. */
export const everyJob: JobReader = { personId: null, all: true };

/** Of a row `j`: the reader may see it. `$1` and `$2` are the members of JobReader. */
const seen = '($2 OR $1 = ANY(j.asked_by))';

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
    await rows(tx, `${again} AND finished_at IS NOT NULL`, [id]);
    return id;
  }

  /** @throws NotFound also where it is somebody else's. */
  async find(id: string, reader: JobReader): Promise<JobView> {
    const row = await this.row(this.db.manager, id, reader);
    if (row) return viewOf(row);
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
    const found = await this.db.query<JobRow & Record<string, unknown>>(
      `SELECT j.* FROM jobs j WHERE ${seen} AND j.state = $3 AND ($4::bigint IS NULL OR j.seq < $4) ORDER BY j.seq DESC LIMIT $5`,
      [reader.personId, reader.all, state, before, limit + 1],
    );
    return keyset.page(found, limit, (row) => [row.seq], viewOf);
  }

  /** @throws NotFound; a job that has not failed stays as it is. */
  async retry(id: string, reader: JobReader): Promise<JobView> {
    if (!(await this.row(this.db.manager, id, reader)))
      return reader.all ? this.queues.retry(id) : this.find(id, reader);
    await this.db.query(`${again} AND state = 'failed'`, [id]);
    return this.find(id, reader);
  }

  /** Stops a job that has not begun. @throws JobUnderWay `job.under_way` for one that runs or has ended. */
  async cancel(id: string, reader: JobReader): Promise<JobView> {
    const row = await this.row(this.db.manager, id, reader);
    if (!row) return reader.all ? this.queues.cancel(id) : this.find(id, reader);
    const stopped = await this.db.query(
      `UPDATE jobs SET state = 'cancelled', finished_at = clock_timestamp()
       WHERE id = $1 AND state IN ('waiting', 'delayed') RETURNING id`,
      [id],
    );
    const now = await this.find(id, reader);
    if (stopped.length === 0) throw new JobUnderWay(now.state);
    return now;
  }

  /** Forgets jobs that ended a month ago. */
  async prune(): Promise<void> {
    await this.db.query("DELETE FROM jobs WHERE finished_at < now() - interval '30 days'");
  }

  private async row(by: Tx, id: string, reader: JobReader): Promise<JobRow | undefined> {
    const [row] = await rows<JobRow & Record<string, unknown>>(
      by,
      `SELECT j.* FROM jobs j WHERE ${seen} AND j.id = $3`,
      [reader.personId, reader.all, id],
    );
    return row;
  }
}

/** Makes a job wait as if it had just been asked for. */
const again = `UPDATE jobs SET state = 'waiting', progress = 0, doing = NULL, result = NULL, error = NULL, attempts = 0,
  heard_at = clock_timestamp(), finished_at = NULL WHERE id = $1`;
