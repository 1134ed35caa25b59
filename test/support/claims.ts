import { markSql, rows, type Tx } from '#platform';
import type { DecidedClaim, DecidedClaims } from '#statistics';

/** Claims that no engagement has, told to a recount as the engagements tell theirs. */
export function claimsTold(read: (tx: Tx) => Promise<readonly DecidedClaim[]>): DecidedClaims {
  const inOrder = async (tx: Tx) => [...(await read(tx))].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    sum: async (tx) => {
      const claims = await inOrder(tx);
      const [row] = await rows<{ mark: string }>(
        tx,
        `SELECT coalesce(sum(${markSql('id', 'level', 'amount')}), 0) + coalesce(sum(${markSql('id', 0)}) FILTER (WHERE reversed), 0) AS mark
         FROM unnest($1::uuid[], $2::int[], $3::numeric[], $4::boolean[]) AS c (id, level, amount, reversed)`,
        [
          claims.map((claim) => claim.id),
          claims.map((claim) => claim.level),
          claims.map((claim) => claim.amount),
          claims.map((claim) => claim.state === 'reversed'),
        ],
      );
      return { count: claims.length, mark: String(row?.mark) };
    },
    decided: async (tx, after, limit) =>
      (await inOrder(tx)).filter((claim) => after === null || claim.id > after).slice(0, limit),
  };
}
