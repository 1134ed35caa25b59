import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { rows, type Tx } from '#platform';
import type { Statistics } from '#topk';

/** How many versions stay: who is reading the one before finishes with it. */
const kept = 2;

/** The newest statistics where they are newer than a version; undefined where there are none. */
export async function newerStatistics(tx: Tx, than: number): Promise<Statistics | undefined> {
  const [row] = await rows<{ content: Buffer }>(
    tx,
    'SELECT content FROM match_statistics WHERE version > $1 ORDER BY version DESC LIMIT 1',
    [than],
  );
  return row && (deserialize(inflateRawSync(row.content)) as Statistics);
}

/** Makes statistics those that every process goes by. @returns false where another one has made that version. */
export async function shareStatistics(tx: Tx, statistics: Statistics): Promise<boolean> {
  const { version, size } = statistics;
  const made = await rows(
    tx,
    `INSERT INTO match_statistics (version, documents, content) VALUES ($1, $2, $3)
     ON CONFLICT ON CONSTRAINT pk_match_statistics DO NOTHING RETURNING version`,
    [version, size, deflateRawSync(serialize(statistics), { level: 1 })],
  );
  await rows(tx, 'DELETE FROM match_statistics WHERE version <= $1', [version - kept]);
  return made.length > 0;
}
