import { Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { isHeavyWork } from '../context/context.js';
import { Heard } from './heard.js';
import { Unit } from './unit.js';

/** An open transaction; whoever gets one reads and writes through it, and wants no second connection meanwhile. */
export type Tx = EntityManager;

/**
 * The database as services see it. Transactions are visible: `db.transaction(async (tx) => …)`; a fact appended with
 * the same `tx` commits with the change or not at all.
 */
@Injectable()
export class Database {
  /** @param heavy connections of their own for imports and reports, where a process has such requests. */
  constructor(
    private readonly ordinary: DataSource,
    private readonly heavy?: DataSource,
  ) {}

  /** That of the work at hand. */
  private get source(): DataSource {
    return this.heavy && isHeavyWork() ? this.heavy : this.ordinary;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.heavy?.destroy();
  }

  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return Unit.current?.nested(run) ?? this.source.transaction(run);
  }

  /** Several reads of the same moment, whatever others commit meanwhile. */
  snapshot<T>(read: (tx: Tx) => Promise<T>): Promise<T> {
    return this.source.transaction('REPEATABLE READ', read);
  }

  /** The connections of the work at hand: for what counts them, and for a library that brings its own statements. */
  get pool(): Pool {
    return (this.source.driver as unknown as { readonly master: Pool }).master;
  }

  /** What transactions that commit from now on notify on a channel; whoever asks closes it. */
  listen(channel: 'match_runs'): Promise<Heard> {
    return Heard.on(channel, this.pool.options);
  }

  /**
   * A transaction for a whole request: the transactions of all services that `run` calls become parts of it, and commit
   * with what is written beside them through `tx`, or not at all.
   */
  unit<T>(run: (tx: Tx, join: <R>(work: () => Promise<R>) => Promise<R>) => Promise<T>): Promise<T> {
    return this.source.transaction((tx) => run(tx, (work) => Unit.in(tx, work)));
  }

  /** A part of the request's transaction, or one of its own where the request has none: what `run` calls joins it. */
  together<T>(run: () => Promise<T>): Promise<T> {
    return Unit.current?.nested(run) ?? this.unit((_tx, join) => join(run));
  }

  /** One parameterised statement outside a transaction; for SELECT and RETURNING the rows. */
  async query<R = Record<string, unknown>>(sql: string, parameters: readonly unknown[] = []): Promise<R[]> {
    const unit = Unit.current;
    if (unit) return unit.nested((tx) => rows<R>(tx, sql, parameters));
    return rows<R>(this.source.manager, sql, parameters);
  }

  /** Whether it answers. */
  async ping(): Promise<void> {
    await this.query('SELECT 1');
  }

  /** Several statements on one connection, outside a transaction. */
  async connection<T>(run: (by: Tx) => Promise<T>): Promise<T> {
    const unit = Unit.current;
    if (unit) return run(unit.manager);
    const runner = this.source.createQueryRunner();
    try {
      await runner.connect();
      return await run(runner.manager);
    } finally {
      await runner.release();
    }
  }

  get manager(): EntityManager {
    return Unit.current?.manager ?? this.source.manager;
  }
}

/** One parameterised statement in a transaction; the rows, whatever the kind of statement. */
export async function rows<R = Record<string, unknown>>(
  tx: Tx,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<R[]> {
  const result: unknown = await tx.query(sql, [...parameters]);
  // TypeORM answers [rows, count] to UPDATE and DELETE, and the rows alone to anything else.
  if (
    Array.isArray(result) &&
    result.length === 2 &&
    Array.isArray(result[0]) &&
    typeof result[1] === 'number'
  )
    return result[0] as R[];
  return result as R[];
}
