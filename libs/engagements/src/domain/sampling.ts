import type { SampleStratum } from '#contracts';
import { fen, sha256, type Yuan } from '#kernel';

/** A verified claim as the draw looks at it. */
export interface Member {
  readonly claimId: string;
  readonly amount: Yuan | null;
  readonly flagged: boolean;
}

export interface Terms {
  /** Recorded before anybody knows what it draws. */
  readonly seed: string;
  /** From this amount on every claim is looked at. */
  readonly threshold: Yuan;
  /** Of the rest, rounded up. */
  readonly percent: number;
}

/** The population as a text that anybody can write again: a line a claim, by its id. */
export function populationText(members: readonly Member[]): string {
  return byId(members)
    .map(({ claimId, amount, flagged }) => `${claimId} ${amount ?? '-'} ${flagged ? 'flagged' : '-'}\n`)
    .join('');
}

export function populationSha256(members: readonly Member[]): string {
  return sha256(populationText(members));
}

/**
 * Who is looked at: all from the threshold on, all flagged, and of the rest those whose tickets come first. A ticket is
 * the SHA-256 of the seed, a blank and the claim's id, in hexadecimal.
 */
export function draw(
  members: readonly Member[],
  { seed, threshold, percent }: Terms,
): Map<string, SampleStratum> {
  const strata = new Map<string, SampleStratum>();
  const rest: string[] = [];
  for (const { claimId, amount, flagged } of byId(members)) {
    if (amount !== null && fen(amount) >= fen(threshold)) strata.set(claimId, 'above');
    else if (flagged) strata.set(claimId, 'flagged');
    else rest.push(claimId);
  }
  const tickets = rest
    .map((claimId) => ({ claimId, ticket: sha256(`${seed} ${claimId}`) }))
    .sort((a, b) => (a.ticket < b.ticket ? -1 : 1));
  const wanted = Math.floor((rest.length * percent + 99) / 100);
  for (const [place, { claimId }] of tickets.entries())
    strata.set(claimId, place < wanted ? 'drawn' : 'rest');
  return strata;
}

/**
 * Draws again and compares with what was recorded.
 * @param recorded the population's SHA-256, and of each member what the draw made of it.
 * @returns how many were drawn; and what does not agree, in words for the operator: nothing where all does.
 */
export function drawnAgain(
  terms: Terms,
  recorded: {
    readonly sha256: string;
    readonly population: readonly (Member & { readonly stratum: string })[];
  },
): { readonly population: number; readonly drawn: number; readonly differences: readonly string[] } {
  const { population } = recorded;
  const strata = draw(population, terms);
  const hash = populationSha256(population);
  const differences = [
    ...(hash === recorded.sha256 ? [] : [`总体哈希：记录 ${recorded.sha256}，重算 ${hash}`]),
    ...population
      .filter((one) => strata.get(one.claimId) !== one.stratum)
      .map((one) => `${one.claimId}：记录 ${one.stratum}，重抽 ${strata.get(one.claimId)}`),
  ];
  const drawn = [...strata.values()].filter((stratum) => stratum === 'drawn').length;
  return { population: population.length, drawn, differences };
}

function byId(members: readonly Member[]): Member[] {
  return [...members].sort((a, b) => (a.claimId < b.claimId ? -1 : 1));
}

/** Of the normal distribution, for 95 %. */
const z = 1.959963984540054;

/**
 * Wilson's interval for a share of which `wrong` of `checked` were seen (Wilson 1927), 95 %.
 * @returns undefined where nothing was looked at.
 */
export function wilson(
  wrong: number,
  checked: number,
): { found: number; low: number; high: number } | undefined {
  if (checked === 0) return undefined;
  const found = wrong / checked;
  const middle = found + (z * z) / (2 * checked);
  const half = z * Math.sqrt((found * (1 - found)) / checked + (z * z) / (4 * checked * checked));
  const under = 1 + (z * z) / checked;
  // At the ends the two terms are equal, and their difference is rounding.
  const low = wrong === 0 ? 0 : (middle - half) / under;
  const high = wrong === checked ? 1 : (middle + half) / under;
  return { found, low, high };
}

export interface Estimate {
  readonly checked: number;
  readonly wrong: number;
  readonly share: { readonly found: number; readonly low: number; readonly high: number } | null;
  readonly unchecked: number;
  /** Whole claims, the interval never narrower than its share says. */
  readonly wrongInRest: { readonly low: number; readonly high: number } | null;
}

/** What the random sample says of the claims that nobody looked at. It stands beside the figure and changes it in nothing. */
export function estimate(checked: number, wrong: number, unchecked: number): Estimate {
  const share = wilson(wrong, checked) ?? null;
  const wrongInRest = share && {
    low: Math.floor(share.low * unchecked),
    high: Math.ceil(share.high * unchecked),
  };
  return { checked, wrong, share, unchecked, wrongInRest };
}
