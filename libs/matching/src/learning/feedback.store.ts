import type { Database } from '#platform';
import type { Outcome } from './feedback.js';

/** How far the two sides of a pair got with each other, as whoever keeps engagements tells it. */
export interface EngagementOutcome {
  readonly demandListingId: string;
  readonly supplyListingId: string;
  /** States of its claims. */
  readonly claims: readonly string[];
  /** Why it was declined; null where it was not. */
  readonly declined: string | null;
  readonly at: Date;
}

/** Engagements with the places at which their pairs are shown, and coordinators' decisions that nobody took back. */
export async function readOutcomes(db: Database, engaged: readonly EngagementOutcome[]): Promise<Outcome[]> {
  const placeOf = await placesOf(
    db,
    engaged.map((one) => one.demandListingId),
  );
  const decided = await db.query<{ scenario: string; capability: string; kind: 'pin' | 'block'; at: Date }>(
    `SELECT demand_listing_id AS scenario, supply_listing_id AS capability, kind, made_at AS at
     FROM match_decisions WHERE ended_at IS NULL`,
  );
  return [
    ...engaged.map(({ demandListingId: scenario, supplyListingId: capability, claims, declined, at }) => ({
      scenario,
      capability,
      kind: 'engagement' as const,
      claims,
      declined,
      at: at.getTime(),
      place: placeOf(scenario, capability),
    })),
    ...decided.map((one) => ({ ...one, claims: [], declined: null, at: one.at.getTime(), place: null })),
  ];
}

/** From 1: where a pair stands on its demand's list; null where it does not. */
async function placesOf(db: Database, demands: readonly string[]) {
  const found = await db.query<{ demand: string; supply: string; place: string }>(
    `SELECT demand_listing_id AS demand, supply_listing_id AS supply,
       row_number() OVER (PARTITION BY demand_listing_id ORDER BY score DESC, supply_listing_id) AS place
     FROM matches WHERE demand_listing_id = ANY($1::uuid[])`,
    [[...new Set(demands)]],
  );
  const places = new Map(found.map(({ demand, supply, place }) => [`${demand} ${supply}`, Number(place)]));
  return (demand: string, supply: string) => places.get(`${demand} ${supply}`) ?? null;
}
