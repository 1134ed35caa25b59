import type { PublishedCapability, PublishedScenario } from '#contracts';
import { listingInForceSql } from '#listings';
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

const organisation =
  "jsonb_build_object('id', o.id, 'uscc', o.uscc, 'name', o.name, 'area', o.area) AS organisation";
const revision = 'r.listing_id = h.id AND r.revision = coalesce(h.published_revision, h.revision)';

/** What learning looks at, of needs in force or not: feedback outlives the need. */
export async function readScenarios(db: Database, ids: readonly string[]): Promise<PublishedScenario[]> {
  return db.query<PublishedScenario>(
    `SELECT h.id, h.number, ${organisation}, r.title, r.fields, r.chains, r.needs, r.technical_indicators AS "technicalIndicators",
       r.budget_max::text AS "budgetMax", coalesce(r.area, o.area) AS area, r.prefers_first_version AS "prefersFirstVersion",
       r.required_platforms AS "requiredPlatforms", r.local_only AS "localOnly", r.visibility, r.valid_until::text AS "validUntil"
     FROM scenarios h JOIN scenario_revisions r ON ${revision} JOIN organisations o ON o.id = h.organisation_id
     WHERE h.id = ANY($1::uuid[])`,
    [ids],
  );
}

/** Products in force, and those of the feedback; a thousand at a time. */
export async function* readCapabilities(
  db: Database,
  ids: readonly string[],
): AsyncGenerator<PublishedCapability[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const found = await db.query<PublishedCapability>(
      `SELECT h.id, h.number, ${organisation}, r.product, r.product_class AS "productClass", r.fields, r.chains, r.functions,
         r.advancement, r.patents, r.standards, r.awards, r.cases, r.reference_price::text AS "referencePrice",
         r.adapted_platforms AS "adaptedPlatforms", coalesce(r.area, o.area) AS area, r.visibility, r.valid_until::text AS "validUntil",
         CASE WHEN r.first_version_valid_from IS NULL OR r.first_version_valid_to IS NULL THEN NULL ELSE jsonb_build_object(
           'validFrom', r.first_version_valid_from::text, 'validTo', r.first_version_valid_to::text) END AS "firstVersion"
       FROM capabilities h JOIN capability_revisions r ON ${revision} JOIN organisations o ON o.id = h.organisation_id
       WHERE (${listingInForceSql('h')} OR h.id = ANY($1::uuid[])) AND h.id > $2 ORDER BY h.id LIMIT 1000`,
      [ids, after],
    );
    const last = found.at(-1);
    if (!last) return;
    after = last.id;
    yield found;
  }
}
