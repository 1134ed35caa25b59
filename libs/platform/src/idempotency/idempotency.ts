import { Injectable } from '@nestjs/common';
import { canonicalJson, DomainError, sha256 } from '#kernel';
import { Database } from '../database/database.js';

export class IdempotencyKeyReused extends DomainError {
  readonly code = 'idempotency.key_reused';
  readonly status = 422;

  constructor() {
    super('同一个 Idempotency-Key 已用于内容不同的请求，请更换后重试');
  }
}

export class IdempotencyKeyBusy extends DomainError {
  readonly code = 'idempotency.in_progress';
  readonly status = 409;

  constructor() {
    super('带有同一个 Idempotency-Key 的请求正在处理，请稍后再试');
  }
}

export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface KeyRow {
  request_hash: string;
  status: number | null;
  body: unknown;
}

/** Remembers the first answer to a keyed POST for two days; a request that died lets its key go after a minute. */
@Injectable()
export class IdempotencyKeys {
  constructor(private readonly db: Database) {}

  /**
   * The answer given before, or undefined when this caller has the key now.
   * @throws IdempotencyKeyReused the key came with another request before.
   * @throws IdempotencyKeyBusy the first request has not ended yet.
   */
  async take(actor: string, key: string, route: string, request: unknown): Promise<StoredAnswer | undefined> {
    const hash = sha256(`${route}\n${canonicalJson(request ?? null)}`);
    const taken = await this.db.query(
      `INSERT INTO idempotency_keys (actor, key, request_hash) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT pk_idempotency_keys DO UPDATE SET created_at = now()
       WHERE idempotency_keys.status IS NULL AND idempotency_keys.request_hash = $3
         AND idempotency_keys.created_at < now() - interval '1 minute'
       RETURNING key`,
      [actor, key, hash],
    );
    if (taken.length > 0) return undefined;
    const [row] = await this.db.query<KeyRow>(
      'SELECT request_hash, status, body FROM idempotency_keys WHERE actor = $1 AND key = $2',
      [actor, key],
    );
    if (!row || row.request_hash !== hash) throw new IdempotencyKeyReused();
    if (row.status === null) throw new IdempotencyKeyBusy();
    return { status: row.status, body: row.body };
  }

  async keep(actor: string, key: string, answer: StoredAnswer): Promise<void> {
    await this.db.query('UPDATE idempotency_keys SET status = $3, body = $4 WHERE actor = $1 AND key = $2', [
      actor,
      key,
      answer.status,
      JSON.stringify(answer.body ?? null),
    ]);
  }

  /** After a refusal the caller may try again with the same key. */
  async letGo(actor: string, key: string): Promise<void> {
    await this.db.query('DELETE FROM idempotency_keys WHERE actor = $1 AND key = $2 AND status IS NULL', [
      actor,
      key,
    ]);
  }
}
