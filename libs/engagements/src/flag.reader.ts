import type { Day } from '#kernel';
import { rows, type Tx } from '#platform';
import type { Origin, Verified } from './domain/flags.js';

/** What other libs know of listings and organisations, by id. */
export interface OriginReader {
  /** When it came in by an import, and its contact. */
  listings(
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, { importedAt: Date | null; phone: string; email: string }>>;
  /** Registered address, networks its people worked from, browsers they signed in with. */
  organisations(
    ids: readonly string[],
  ): Promise<
    ReadonlyMap<string, { address: string; networks: readonly string[]; devices: readonly string[] }>
  >;
}

interface Row {
  id: string;
  demand_listing_id: string;
  supply_listing_id: string;
  firm_id: string;
  demand_id: string;
  area: string | null;
  level: number;
  verified_on: Day;
  claimed_at: Date;
  confirmed_at: Date | null;
}

/** Standing claims that were verified in the year of `today`, with where their sides come from. */
export async function verifiedThisYear(tx: Tx, origins: OriginReader, today: Day): Promise<Verified[]> {
  const found = await rows<Row>(
    tx,
    `SELECT c.id, e.demand_listing_id, e.supply_listing_id, e.firm_id, e.demand_id, e.area, c.level, c.claimed_at, c.confirmed_at,
       (c.verified_at AT TIME ZONE 'Asia/Shanghai')::date::text AS verified_on
     FROM claims c JOIN engagements e ON e.id = c.engagement_id
     WHERE c.state = 'verified' AND c.verified_at >= $1::date::timestamp AT TIME ZONE 'Asia/Shanghai' ORDER BY c.id`,
    [`${today.slice(0, 4)}-01-01`],
  );
  const listings = await origins.listings(
    distinct(found.flatMap((row) => [row.demand_listing_id, row.supply_listing_id])),
  );
  const organisations = await origins.organisations(
    distinct(found.flatMap((row) => [row.demand_id, row.firm_id])),
  );
  const origin = (listingId: string, organisationId: string): Origin => {
    const listing = listings.get(listingId);
    const organisation = organisations.get(organisationId);
    return {
      importedAt: listing?.importedAt?.getTime() ?? null,
      phones: listing?.phone ? [listing.phone] : [],
      emails: listing?.email ? [listing.email] : [],
      address: organisation?.address ?? '',
      networks: organisation?.networks ?? [],
      devices: organisation?.devices ?? [],
    };
  };
  return found.map((row) => ({
    claimId: row.id,
    demandListingId: row.demand_listing_id,
    firmId: row.firm_id,
    demandId: row.demand_id,
    area: row.area,
    level: row.level,
    verifiedOn: row.verified_on,
    claimedAt: row.claimed_at.getTime(),
    confirmedAt: row.confirmed_at?.getTime() ?? null,
    demand: origin(row.demand_listing_id, row.demand_id),
    supply: origin(row.supply_listing_id, row.firm_id),
  }));
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
