import { allows, type Rule } from '#kernel';
import type { Sight } from '#listings';

/** What the rule looks at. */
export interface DecisionFacts {
  /** Where the decision's scenario counts. */
  readonly area: string | null;
}

/** Pins and blocks are the matter of coordinators: of the city's, and of the area's in which the scenario counts. */
export const decisionSeen: Rule<DecisionFacts, Sight> = {
  any: [{ asker: 'all' }, { row: 'area', is: 'area' }],
};

export function seesDecision(sight: Sight, decision: DecisionFacts): boolean {
  return allows(decisionSeen, decision, sight);
}
