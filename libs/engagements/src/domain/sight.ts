import { type Asker, askerOf, type Principal } from '#accounts';
import { allows, type ColumnSql, conditionSql, narrowed, type Parameters, type Rule } from '#kernel';

/** What the rule looks at. */
export interface EngagementFacts {
  readonly demandId: string;
  readonly firmId: string;
  /** The reporting area that owns the match. */
  readonly area: string | null;
}

/**
 * Who sees an engagement with its claims, history and evidence: its two parties, and the coordinators of the area in
 * which it counts.
 */
export const engagementSeen: Rule<EngagementFacts, Asker> = {
  any: [
    { asker: 'all' },
    { row: 'area', is: 'area' },
    { row: 'demandId', is: 'organisationId' },
    { row: 'firmId', is: 'organisationId' },
  ],
};

/**
 * Files that prove a claim. A file that is attached to no claim yet is seen by the side alone that uploaded it.
 */
export interface EvidenceFacts extends EngagementFacts {
  readonly attached: boolean;
  /** The organisation whose people uploaded it. */
  readonly uploadedFor: string;
}

export const evidenceSeen: Rule<EvidenceFacts, Asker> = {
  any: [
    { all: [{ row: 'attached' }, engagementSeen as Rule<EvidenceFacts, Asker>] },
    { row: 'uploadedFor', is: 'organisationId' },
  ],
};

/** Of engagements `e`. */
export const engagementColumns: Readonly<Record<keyof EngagementFacts, ColumnSql>> = {
  demandId: { sql: 'e.demand_id', type: 'uuid' },
  firmId: { sql: 'e.firm_id', type: 'uuid' },
  area: { sql: 'e.area', type: 'text' },
};

/** Of engagements `e`. */
export function engagementSeenSql(caller: Principal, parameters: Parameters): string {
  return conditionSql(narrowed(engagementSeen, askerOf(caller)), engagementColumns, parameters);
}

export function seesEngagement(caller: Principal, engagement: EngagementFacts): boolean {
  return allows(engagementSeen, engagement, askerOf(caller));
}

export function seesEvidence(caller: Principal, evidence: EvidenceFacts): boolean {
  return allows(evidenceSeen, evidence, askerOf(caller));
}
