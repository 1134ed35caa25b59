import type { Database } from '#platform';
import type { Outcome } from './feedback.js';

/** Engagements as far as they got, and coordinators' decisions that nobody took back. */
export async function readOutcomes(db: Database): Promise<Outcome[]> {
  const found = await db.query<Omit<Outcome, 'at' | 'place'> & { at: Date; place: string | null }>(
    `WITH shown AS (
       SELECT demand_listing_id, supply_listing_id, row_number() OVER (PARTITION BY demand_listing_id ORDER BY score DESC, supply_listing_id) AS place
       FROM matches)
     SELECT e.demand_listing_id AS scenario, e.supply_listing_id AS capability, 'engagement' AS kind,
       coalesce(array_agg(c.state) FILTER (WHERE c.state IS NOT NULL), '{}') AS claims,
       CASE WHEN e.state = 'declined' THEN e.reason END AS declined,
       coalesce(max(greatest(c.verified_at, c.confirmed_at)), e.updated_at) AS at, s.place
     FROM engagements e LEFT JOIN claims c ON c.engagement_id = e.id
     LEFT JOIN shown s ON s.demand_listing_id = e.demand_listing_id AND s.supply_listing_id = e.supply_listing_id
     GROUP BY e.id, s.place
     UNION ALL
     SELECT d.demand_listing_id, d.supply_listing_id, d.kind, '{}', NULL, d.made_at, NULL FROM match_decisions d WHERE d.ended_at IS NULL`,
  );
  return found.map((row) => ({
    ...row,
    at: row.at.getTime(),
    place: row.place === null ? null : Number(row.place),
  }));
}
