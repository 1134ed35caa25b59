import type { Hits, KnownHits } from '../face.js';
import type { FastIndex } from '../impact/fast-index.js';
import type { Searched } from './lexical-parts.js';
import type { Asked } from './query.js';

/** The best k of each query that score more than chance gives, going on from what is known of some of the queries. */
export function searchEach(
  fast: FastIndex,
  queries: readonly Asked[],
  k: number,
  known: readonly (KnownHits | undefined)[],
): Searched[] {
  const { documents } = fast;
  const found = queries.map((query, i) => {
    const before = known[i];
    return before?.k === k ? fast.searchOn(query, before) : undefined;
  });
  const rest = fast.searchBatch(
    queries.filter((_, i) => !found[i]),
    k,
  );
  return queries.map(({ base }, i) => {
    const all = found[i] ?? (rest.shift() as Hits);
    return { hits: aboveBase(all, base), known: { ...all, k, documents } };
  });
}

/** Scores without what chance adds to all of them; those that have nothing left fall out. */
function aboveBase({ docs, scores }: Hits, base: number): Hits {
  if (base === 0) return { docs, scores };
  const own = scores.map((score) => score - base);
  const none = own.findIndex((score) => !(score > 0));
  return none < 0 ? { docs, scores: own } : { docs: docs.slice(0, none), scores: own.slice(0, none) };
}
