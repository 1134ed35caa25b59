import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Database } from '#platform';

/** Rows a statement reads or writes: 1,000 vectors of 384 dimensions are 1.5 MB. */
const batch = 1000;

interface Row {
  readonly hash: Buffer;
  readonly vector: Buffer;
  readonly stale: boolean;
}

/** Vectors that were asked for once, in PostgreSQL, by model and SHA-256 of what was sent. */
@Injectable()
export class EmbeddingStore {
  constructor(private readonly db: Database) {}

  /** The vectors that are known, by key. Notes, once a day, that they are still wanted. */
  async read(model: string, keys: readonly string[]): Promise<Map<string, Float32Array>> {
    const found = new Map<string, Float32Array>();
    for (const part of parts([...new Set(keys)])) {
      const keyOf = new Map(part.map((key) => [hash(key).toString('hex'), key]));
      const stale: Buffer[] = [];
      for (const row of await this.db.query<Row>(
        `SELECT hash, vector, used_at < now() - interval '1 day' AS stale FROM embeddings
         WHERE model = $1 AND hash = ANY($2::bytea[])`,
        [model, part.map(hash)],
      )) {
        found.set(keyOf.get(row.hash.toString('hex')) as string, unpacked(row.vector));
        if (row.stale) stale.push(row.hash);
      }
      if (stale.length > 0) await this.touch(model, stale);
    }
    return found;
  }

  /** Keeps vectors; one that is known already stays as it is. */
  async write(model: string, vectors: ReadonlyMap<string, Float32Array>): Promise<void> {
    for (const part of parts([...vectors]))
      await this.db.query(
        `INSERT INTO embeddings (model, hash, dimension, vector)
         SELECT $1, n.hash, octet_length(n.vector) / 4, n.vector FROM unnest($2::bytea[], $3::bytea[]) AS n(hash, vector)
         ORDER BY n.hash ON CONFLICT ON CONSTRAINT pk_embeddings DO NOTHING`,
        [model, part.map(([key]) => hash(key)), part.map(([, vector]) => packed(vector))],
      );
  }

  /** Forgets a model's vectors of any other dimension: another model has taken its name. @returns how many. */
  async forgetOthers(model: string, dimension: number): Promise<number> {
    const gone = await this.db.query(
      'DELETE FROM embeddings WHERE model = $1 AND dimension <> $2 RETURNING 1',
      [model, dimension],
    );
    return gone.length;
  }

  /** Forgets what no read has wanted for `days` days, of whatever model, a batch at a time. @returns how many. */
  async prune(days: number): Promise<number> {
    for (let total = 0; ; ) {
      const [row] = await this.db.query<{ gone: number }>(
        `WITH gone AS (DELETE FROM embeddings WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM embeddings WHERE used_at < now() - make_interval(days => $1) LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING 1)
         SELECT count(*)::integer AS gone FROM gone`,
        [days, batch],
      );
      total += row?.gone ?? 0;
      if ((row?.gone ?? 0) < batch) return total;
    }
  }

  private async touch(model: string, hashes: readonly Buffer[]): Promise<void> {
    await this.db.query(
      `UPDATE embeddings SET used_at = now() WHERE model = $1 AND hash IN (
         SELECT hash FROM embeddings WHERE model = $1 AND hash = ANY($2::bytea[]) ORDER BY hash FOR UPDATE SKIP LOCKED)`,
      [model, hashes],
    );
  }
}

function hash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function packed(vector: Float32Array): Buffer {
  return littleEndian(Buffer.from(vector.slice().buffer));
}

function unpacked(bytes: Buffer): Float32Array {
  const copy = new Uint8Array(bytes).buffer;
  littleEndian(Buffer.from(copy));
  return new Float32Array(copy);
}

/** Turns 32-bit floats, in place, from this machine's order of bytes to little-endian or back. */
function littleEndian(bytes: Buffer): Buffer {
  return endianness() === 'LE' ? bytes : bytes.swap32();
}

function* parts<T>(all: readonly T[]): Generator<T[]> {
  for (let i = 0; i < all.length; i += batch) yield all.slice(i, i + batch);
}
