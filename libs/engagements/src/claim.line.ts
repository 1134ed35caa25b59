import type { ClaimLine } from '#contracts';

/** A claim and what it is about, as lists of disputes, flags and samples read it. */
export interface ClaimLineRow {
  claim_id: string;
  engagement_id: string;
  number: string;
  level: number;
  scenario_title: string;
  product: string;
  demand_name: string;
  supply_name: string;
  amount: string | null;
}

/** Columns of a row, of claims `c` and engagements `e`. */
export const claimLineSql = `c.id AS claim_id, c.engagement_id, e.number, c.level,
  e.subject->'scenario'->>'title' AS scenario_title, e.subject->'capability'->>'product' AS product,
  e.demand->>'name' AS demand_name, e.supply->>'name' AS supply_name, c.amount::text AS amount`;

export function claimLine(row: ClaimLineRow): ClaimLine {
  return {
    claimId: row.claim_id,
    engagementId: row.engagement_id,
    number: row.number,
    level: row.level,
    scenarioTitle: row.scenario_title,
    product: row.product,
    demandName: row.demand_name,
    supplyName: row.supply_name,
    amount: row.amount,
  };
}
