import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { MarketCode } from '#contracts';
import { rows, type Tx } from '#platform';
import type { Statistics } from '#topk';

/** How many versions stay: who is reading the one before finishes with it. */
const kept = 2;

/** The newest statistics of a market where they are newer than a version; undefined where there are none. */
export async function newerStatistics(
  tx: Tx,
  market: MarketCode,
  than: number,
): Promise<Statistics | undefined> {
  return (await newerOfEach(tx, [[market, than]])).get(market);
}

/** The same of several markets; those that have none are left out. */
export async function newerOfEach(
  tx: Tx,
  known: readonly (readonly [market: MarketCode, version: number])[],
): Promise<ReadonlyMap<MarketCode, Statistics>> {
  const found = await rows<{ market: MarketCode; content: Buffer }>(
    tx,
    `SELECT k.market, s.content FROM unnest($1::text[], $2::integer[]) AS k(market, version) CROSS JOIN LATERAL (
       SELECT content FROM match_statistics WHERE market = k.market AND version > k.version ORDER BY version DESC LIMIT 1) s`,
    [known.map(([market]) => market), known.map(([, version]) => version)],
  );
  return new Map(
    found.map(({ market, content }) => [market, deserialize(inflateRawSync(content)) as Statistics]),
  );
}

/** Makes statistics those that every process goes by. @returns false where another one has made that version. */
export async function shareStatistics(tx: Tx, market: MarketCode, statistics: Statistics): Promise<boolean> {
  const { version, size } = statistics;
  const made = await rows(
    tx,
    `INSERT INTO match_statistics (market, version, documents, content) VALUES ($1, $2, $3, $4)
     ON CONFLICT ON CONSTRAINT pk_match_statistics DO NOTHING RETURNING version`,
    [market, version, size, deflateRawSync(serialize(statistics), { level: 1 })],
  );
  await rows(tx, 'DELETE FROM match_statistics WHERE market = $1 AND version <= $2', [
    market,
    version - kept,
  ]);
  return made.length > 0;
}
