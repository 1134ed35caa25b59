import { Injectable } from '@nestjs/common';
import { DomainError, sha256 } from '#kernel';
import { Database, rows } from '../database/database.js';
import { tryLock } from '../database/locks.js';

class IdempotencyKeyReused extends DomainError {
  readonly code = 'idempotency.key_reused';
  readonly status = 422;

  constructor() {
    super('同一个 Idempotency-Key 已用于内容不同的请求，请更换后重试');
  }
}

class IdempotencyKeyBusy extends DomainError {
  readonly code = 'idempotency.in_progress';
  readonly status = 409;

  constructor() {
    super('带有同一个 Idempotency-Key 的请求正在处理，请稍后再试', { retryAfterSeconds: 1 });
  }
}

export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface KeyedRequest {
  /** Who asks: the same key of another is another key. */
  readonly actor: string;
  readonly key: string;
  /** Method and address. */
  readonly route: string;
  readonly body: unknown;
}

interface KeyRow {
  request_hash: string;
  status: number;
  body: unknown;
}

/**
 * Remembers the first answer to a keyed POST for two days. Key, effect and answer are one transaction: a request that
 * died left none of them, one that has the key has had its effect.
 */
@Injectable()
export class IdempotencyKeys {
  constructor(private readonly db: Database) {}

  /** Nobody repeats a request after days. */
  async prune(): Promise<void> {
    await this.db.query("DELETE FROM idempotency_keys WHERE created_at < now() - interval '2 days'");
  }

  /**
   * The answer given before, or that of `work`. Where `work` fails nothing of it stays, and the key is free again.
   * @throws IdempotencyKeyReused the key came with another request before.
   * @throws IdempotencyKeyBusy the first request has not ended yet.
   */
  once(
    request: KeyedRequest,
    work: () => Promise<StoredAnswer>,
  ): Promise<StoredAnswer & { readonly repeated: boolean }> {
    const { actor, key } = request;
    const hash = fingerprint(request);
    return this.db.unit(async (tx, join) => {
      if (!(await tryLock(tx, 'idempotencyKey', `${actor} ${key}`))) throw new IdempotencyKeyBusy();
      const [before] = await rows<KeyRow>(
        tx,
        'SELECT request_hash, status, body FROM idempotency_keys WHERE actor = $1 AND key = $2',
        [actor, key],
      );
      if (before && before.request_hash !== hash) throw new IdempotencyKeyReused();
      if (before) return { status: before.status, body: before.body, repeated: true };
      const answer = await join(work);
      await rows(
        tx,
        'INSERT INTO idempotency_keys (actor, key, request_hash, status, body) VALUES ($1, $2, $3, $4, $5)',
        [actor, key, hash, answer.status, JSON.stringify(answer.body ?? null)],
      );
      return { ...answer, repeated: false };
    });
  }
}

/** The same for the same members in any order, and for every value that JSON text can say, 1e400 too. */
function fingerprint({ route, body }: KeyedRequest): string {
  const ordered = JSON.stringify(body ?? null, (_name, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) return `number ${value}`;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return sha256(`${route}\n${ordered}`);
}
