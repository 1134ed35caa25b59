import { allows, type Rule } from '#kernel';
import type { Sight } from '#listings';
import type { DecisionInForce } from '../steering/match.inputs.js';

/** What the rule looks at. */
export interface DecisionFacts {
  /** Where the decision's demand counts. */
  readonly area: string | null;
}

/** Pins and blocks are the matter of coordinators: of the city's, and of the area's in which the demand counts. */
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

/** @param demand of the pair. */
export function shownDecision(
  { id, kind, until, reason }: DecisionInForce,
  sight: Sight,
  demand: DecisionFacts,
): ShownDecision {
  return { id, kind, until, reason: seesDecision(sight, demand) ? reason : null };
}
