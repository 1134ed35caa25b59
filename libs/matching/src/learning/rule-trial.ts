import type { RuleWeights } from '#contracts';
import { timeSplits } from './feedback.js';
import { better, type Comparison, compared } from './judgement.js';
import { learnRules, pointsOf, presentModel, type RuleSample, surprise } from './rule-learning.js';

export interface LearntRules {
  readonly most: RuleWeights;
  /** Nats by which the later pairs surprise less: gain is before − after. */
  readonly judged: Comparison;
  readonly adopted: boolean;
}

/** Of both kinds; fewer teach nothing. */
const fewest = 10;

/** Learns points from earlier pairs, judges them by later ones, and learns again from all where they are better. */
export function learnRuleWeights(samples: readonly RuleSample[], present: RuleWeights): LearntRules {
  const before: number[] = [];
  const after: number[] = [];
  for (const { earlier, later } of timeSplits(samples)) {
    if (!enough(earlier)) continue;
    const taught = levelled(earlier);
    const learnt = pointsOf(learnRules(taught, present), present);
    // Both as points, each with the offset and factor that fit the earlier pairs best: the weighing alone is compared.
    for (const [most, into] of [
      [present, before],
      [learnt, after],
    ] as const) {
      const model = presentModel(taught, most);
      for (const sample of later) into.push(-surprise(model, sample));
    }
  }
  const judged = compared(before, after);
  if (before.length === 0) return { most: present, judged, adopted: false };
  return { most: pointsOf(learnRules(levelled(samples), present), present), judged, adopted: better(judged) };
}

function enough(samples: readonly RuleSample[]): boolean {
  const taken = samples.filter((one) => one.taken).length;
  return taken >= fewest && samples.length - taken >= fewest;
}

/** Weights that are 1 on the whole. */
function levelled(samples: readonly RuleSample[]): RuleSample[] {
  const mean = samples.reduce((sum, of) => sum + of.weight, 0) / Math.max(1, samples.length);
  return samples.map((one) => ({ ...one, weight: one.weight / mean }));
}
