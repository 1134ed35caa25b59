import type { RuleWeights } from '#contracts';
import { ruleNames } from '../domain/rules.js';
import { timeSplit } from './feedback.js';
import { better, type Comparison, compared } from './judgement.js';
import {
  learnRules,
  pointsOf,
  presentModel,
  type RuleModel,
  type RuleSample,
  surprise,
} from './rule-learning.js';

export interface LearntRules {
  readonly most: RuleWeights;
  /** Nats by which the later pairs surprise less: gain is before − after. */
  readonly judged: Comparison;
  readonly adopted: boolean;
}

/** Of both kinds in each part; fewer teach nothing. */
const fewest = 10;

/** Learns points from the earlier pairs, judges them by the later ones, and learns again from all where they are better. */
export function learnRuleWeights(samples: readonly RuleSample[], present: RuleWeights): LearntRules {
  const nothing = { most: present, judged: compared([], []), adopted: false };
  const { earlier, later } = timeSplit(samples);
  if (!enough(earlier) || !enough(later)) return nothing;
  const learnt = pointsOf(learnRules(levelled(earlier), present), present);
  // Both as points, each with the offset and factor that fit the earlier pairs best: what is compared is the weighing alone.
  const [before, after] = [present, learnt].map((most) => presentModel(levelled(earlier), most)) as [
    RuleModel,
    RuleModel,
  ];
  const judged = compared(
    later.map((sample) => -surprise(before, sample)),
    later.map((sample) => -surprise(after, sample)),
  );
  return {
    most: pointsOf(learnRules(levelled(samples), present), present),
    judged,
    adopted: better(judged),
  };
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

/** Rules whose points change, with both figures. */
export function changes(before: RuleWeights, after: RuleWeights) {
  return ruleNames
    .map((rule) => ({ rule, before: before[rule], after: after[rule] }))
    .filter((one) => one.before !== one.after);
}
