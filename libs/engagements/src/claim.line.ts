import type { ClaimLine } from '#contracts';

/** A claim and what it is about, as lists of disputes, flags and samples read it. */
export interface ClaimLineRow {
  claim_id: string;
  engagement_id: string;
  number: string;
  level: number;
  demand_title: string;
  supply_title: string;
  demand_name: string;
  supply_name: string;
  amount: string | null;
}

/** Columns of a row, of claims `c` and engagements `e`. */
export const claimLineSql = `c.id AS claim_id, c.engagement_id, e.number, c.level,
  e.subject->'demand'->>'title' AS demand_title, e.subject->'supply'->>'title' AS supply_title,
  e.demand->>'name' AS demand_name, e.supply->>'name' AS supply_name, c.amount::text AS amount`;

export function claimLine(row: ClaimLineRow): ClaimLine {
  return {
    claimId: row.claim_id,
    engagementId: row.engagement_id,
    number: row.number,
    level: row.level,
    demandTitle: row.demand_title,
    supplyTitle: row.supply_title,
    demandName: row.demand_name,
    supplyName: row.supply_name,
    amount: row.amount,
  };
}
