import { type Asker, askerOf, type Principal } from '#accounts';
import { allows, type ColumnSql, conditionSql, narrowed, type Parameters, type Rule } from '#kernel';

/** What the rule looks at. */
export interface EngagementFacts {
  readonly demandId: string;
  readonly firmId: string;
  /** The reporting area that owns the match. */
  readonly area: string | null;
}

/** An engagement with its claims, history and evidence: its parties', and the coordinators' in whose area it counts. */
export const engagementSeen: Rule<EngagementFacts, Asker> = {
  any: [
    { asker: 'all' },
    { row: 'area', is: 'area' },
    { row: 'demandId', is: 'organisationId' },
    { row: 'firmId', is: 'organisationId' },
  ],
};

/** Files that prove a claim. One that stands for none yet is its side's own. */
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
