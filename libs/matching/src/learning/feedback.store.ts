import type { Database } from '#platform';
import type { Outcome } from './feedback.js';

/** Engagements as far as they got, and coordinators' decisions that nobody took back. */
export async function readOutcomes(db: Database): Promise<Outcome[]> {
  const found = await db.query<Omit<Outcome, 'at' | 'place'> & { at: Date; place: string | null }>(
    `WITH shown AS (
       SELECT scenario_id, capability_id, row_number() OVER (PARTITION BY scenario_id ORDER BY score DESC, capability_id) AS place
       FROM matches)
     SELECT e.scenario_id AS scenario, e.capability_id AS capability, 'engagement' AS kind,
       coalesce(array_agg(c.state) FILTER (WHERE c.state IS NOT NULL), '{}') AS claims,
       CASE WHEN e.state = 'declined' THEN e.reason END AS declined,
       coalesce(max(greatest(c.verified_at, c.confirmed_at)), e.updated_at) AS at, s.place
     FROM engagements e LEFT JOIN claims c ON c.engagement_id = e.id
     LEFT JOIN shown s ON s.scenario_id = e.scenario_id AND s.capability_id = e.capability_id
     GROUP BY e.id, s.place
     UNION ALL
     SELECT d.scenario_id, d.capability_id, d.kind, '{}', NULL, d.made_at, NULL FROM match_decisions d WHERE d.ended_at IS NULL`,
  );
  return found.map((row) => ({
    ...row,
    at: row.at.getTime(),
    place: row.place === null ? null : Number(row.place),
  }));
}
