import { type LabelledSet, readLabelled } from './evaluation/labelled-set.js';
import type { Judged } from './feedback.js';
import { compared } from './judgement.js';

import { linksOf, themeSign } from './learnt-words.js';
import { random, shuffled } from './random.js';
import { learnText } from './text-learning.js';
import { TextTrial, type TrialNeed } from './text-trial.js';

/** Half of the queries with all their labels are feedback, or half of every query's labels. */
export type Halving = 'queries' | 'labels';

export interface Proof {
  readonly split: Halving;
  readonly seed: number;
  /** Pairs learnt from, and queries measured on the unseen half. */
  readonly pairs: number;
  readonly queries: number;
  readonly adopted: boolean;
  /** Within the feedback: earlier part against later part. */
  readonly guard: { readonly cases: number; readonly gain: number; readonly error: number };
  readonly themes: number;
  readonly associations: number;
  /** nDCG@10 on the unseen half: without, with what was adopted, and with what was learnt whether adopted or not. */
  readonly before: number;
  readonly after: number;
  readonly learnt: number;
  /** Standard error of the mean difference. */
  readonly error: number;
}

/** What learning from half of a labelled set's labels does to the other half; one proof a seed. */
export async function prove(folder: string, split: Halving, seeds: readonly number[]): Promise<Proof[]> {
  const set = await readLabelled(folder);
  const relevant = relevantIn(set);
  const fieldsOf = (query: string) => set.queries.get(query);
  const trial = await TextTrial.of(Array.from(set.docs, ([id, fields]) => ({ id, fields })));
  return seeds.map((seed) => {
    const { feedback, unseen } = halved(relevant, split, seed);
    const asked = unseen.map(
      ({ query, wanted, known }): TrialNeed => ({ fields: fieldsOf(query) ?? [], wanted, known }),
    );
    const { associations, judged, adopted } = learnText(feedback, fieldsOf, trial);
    const links = linksOf(associations);
    const { before, after, gain, error, cases } = compared(
      asked.map((need) => trial.quality(need)),
      asked.map((need) => trial.quality(need, links)),
    );
    return {
      split,
      seed,
      pairs: feedback.length,
      queries: cases,
      adopted,
      guard: { cases: judged.cases, gain: judged.gain, error: judged.error },
      themes: new Set(associations.map((one) => one.product).filter((name) => name.startsWith(themeSign)))
        .size,
      associations: associations.length,
      before,
      after: adopted ? after : before,
      learnt: before + gain,
      error,
    };
  });
}

/** Relevant documents by query, of those that the set holds. */
function relevantIn({ docs, queries, grades }: LabelledSet): Map<string, string[]> {
  const relevant = new Map<string, string[]>();
  for (const [query, of] of grades) {
    const good = [...of].flatMap(([doc, grade]) => (grade > 0 && docs.has(doc) ? [doc] : []));
    if (good.length > 0 && queries.has(query)) relevant.set(query, good);
  }
  return relevant;
}

interface Unseen {
  readonly query: string;
  readonly wanted: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
}

/** The order of chance stands for time: queries one after the other, or labels as they come. */
export function halved(
  relevant: ReadonlyMap<string, readonly string[]>,
  split: Halving,
  seed: number,
): { readonly feedback: Judged[]; readonly unseen: Unseen[] } {
  const next = random(seed);
  const feedback: Judged[] = [];
  const unseen: Unseen[] = [];
  const order = shuffled([...relevant.keys()], next);
  order.forEach((query, i) => {
    const docs = relevant.get(query) ?? [];
    const whole = split === 'queries';
    const mixed = whole ? docs : shuffled(docs, next);
    const seen = whole ? (i < order.length >> 1 ? mixed : []) : mixed.slice(0, mixed.length >> 1);
    for (const capability of seen)
      feedback.push({ scenario: query, capability, taken: true, at: whole ? i : next(), place: null });
    const wanted = mixed.slice(seen.length);
    if (wanted.length > 0) unseen.push({ query, wanted: new Set(wanted), known: new Set(seen) });
  });
  return { feedback, unseen };
}
