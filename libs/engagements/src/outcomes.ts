import { rows, type Tx } from '#platform';

/** How far the two sides of a pair got with each other. */
export interface EngagementOutcome {
  readonly demandListingId: string;
  readonly supplyListingId: string;
  /** States of its claims. */
  readonly claims: readonly string[];
  /** Why it was declined; null where it was not. */
  readonly declined: string | null;
  /** When a claim was last verified or confirmed; otherwise when the engagement last changed. */
  readonly at: Date;
}

/** Of every engagement: those who rank pairs learn from it. */
export function outcomes(tx: Tx): Promise<EngagementOutcome[]> {
  return rows<EngagementOutcome>(
    tx,
    `SELECT e.demand_listing_id AS "demandListingId", e.supply_listing_id AS "supplyListingId",
       coalesce(array_agg(c.state) FILTER (WHERE c.state IS NOT NULL), '{}') AS claims,
       CASE WHEN e.state = 'declined' THEN e.reason END AS declined,
       coalesce(max(greatest(c.verified_at, c.confirmed_at)), e.updated_at) AS at
     FROM engagements e LEFT JOIN claims c ON c.engagement_id = e.id GROUP BY e.id`,
  );
}
