import { allows, type Rule } from '#kernel';
import type { Sight } from '#listings';
import type { DecisionInForce } from '../steering/match.inputs.js';

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

/** A pin or block as it is shown beside a pair; the reason only to those whose matter it is. */
export type ShownDecision = Pick<DecisionInForce, 'id' | 'kind' | 'until'> & {
  readonly reason: string | null;
};

/** @param scenario of the pair. */
export function shownDecision(
  { id, kind, until, reason }: DecisionInForce,
  sight: Sight,
  scenario: DecisionFacts,
): ShownDecision {
  return { id, kind, until, reason: seesDecision(sight, scenario) ? reason : null };
}
