import type { Hits } from '#topk';

const rounds = 3;

export const line = (fields: Record<string, unknown>) => console.log(JSON.stringify(fields));
export const rounded = (x: number, digits = 3) => +x.toFixed(digits);

/** What a share of some figures do not exceed. */
export const shareOf = (of: readonly number[], share: number) =>
  [...of].sort((a, b) => a - b)[Math.min(of.length - 1, Math.floor(share * of.length))] ?? 0;

export interface Times {
  /** Least milliseconds a query of some rounds over all. */
  readonly msPerQuery: number;
  /** The same of the processor's time, which other processes disturb less. */
  readonly cpuMsPerQuery: number;
}

/** Takes turns, so that what disturbs disturbs all of them. */
export function times<N extends string>(queries: number, runs: Record<N, () => void>): Record<N, Times> {
  const names = Object.keys(runs) as N[];
  const best = Object.fromEntries(
    names.map((name) => [
      name,
      { msPerQuery: Number.POSITIVE_INFINITY, cpuMsPerQuery: Number.POSITIVE_INFINITY },
    ]),
  ) as Record<N, Times>;
  for (let round = 0; round < rounds; round++)
    for (const name of names) {
      const [wall, cpu] = [performance.now(), process.cpuUsage()];
      runs[name]();
      const used = process.cpuUsage(cpu).user / 1000;
      best[name] = {
        msPerQuery: rounded(Math.min(best[name].msPerQuery, (performance.now() - wall) / queries)),
        cpuMsPerQuery: rounded(Math.min(best[name].cpuMsPerQuery, used / queries)),
      };
    }
  return best;
}

/** Mean of the best scores: the same for all that do the same work. @param queries what chance adds to each. */
export const check = (hits: readonly Hits[], queries: readonly { readonly base: number }[]) =>
  rounded(
    hits.reduce((sum, hit, i) => sum + (hit.scores[0] ?? 0) - (queries[i]?.base ?? 0), 0) / hits.length,
  );

/** Queries whose hits differ in any document or score. */
export function differing(a: readonly Hits[], b: readonly Hits[]): number {
  const same = (x: Hits, y: Hits) =>
    x.docs.length === y.docs.length &&
    x.docs.every((doc, i) => doc === y.docs[i] && x.scores[i] === y.scores[i]);
  return a.filter((hits, i) => !same(hits, b[i] as Hits)).length;
}
