import type { FactOf, MarketCode, PublishedListing } from '#contracts';
import { type Day, periodsOf } from '#kernel';
import { appendFact, rows, type Tx } from '#platform';
import type { Catalogue } from '../catalogue/catalogue.js';

type Pair = FactOf<'match.proposed'>['pairs'][number];

/** The largest fact that is still pleasant to handle. */
const pairsInAFact = 1000;

export interface ProposedPair {
  readonly demandListingId: string;
  readonly firmId: string;
}

/** The run that proposes, and the day it does so on. */
export interface ProposingRun {
  readonly market: MarketCode;
  readonly runId: string;
  readonly day: Day;
}

/** Notes the (demand, firm) pairs proposed for the first time this month and announces them: level 0. */
export async function announceProposals(
  tx: Tx,
  { market, runId, day }: ProposingRun,
  pairs: readonly ProposedPair[],
  known: { readonly demands: ReadonlyMap<string, PublishedListing>; readonly firmAreas: FirmAreas },
): Promise<number> {
  const distinct = [
    ...new Map(pairs.map((pair) => [`${pair.demandListingId} ${pair.firmId}`, pair])).values(),
  ];
  const fresh = await rows<{ demand_listing_id: string; firm_id: string }>(
    tx,
    `INSERT INTO match_proposals (demand_listing_id, firm_id, month, proposed_on)
     SELECT p.demand_listing_id, p.firm_id, $2, $3 FROM unnest($1::uuid[], $4::uuid[]) AS p(demand_listing_id, firm_id) ORDER BY 1, 2
     ON CONFLICT ON CONSTRAINT pk_match_proposals DO NOTHING RETURNING demand_listing_id, firm_id`,
    [distinct.map((p) => p.demandListingId), periodsOf(day)[0], day, distinct.map((p) => p.firmId)],
  );
  const announced = fresh.flatMap((row): Pair[] => {
    const demand = known.demands.get(row.demand_listing_id);
    if (!demand) return [];
    return [
      {
        demandListingId: row.demand_listing_id,
        firmId: row.firm_id,
        area: demand.area,
        department: 'department' in demand ? demand.department : null,
        firmArea: known.firmAreas.get(row.firm_id) ?? null,
        field: demand.fields[0] ?? null,
        chain: demand.chains[0] ?? null,
      },
    ];
  });
  for (let i = 0; i < announced.length; i += pairsInAFact) {
    await appendFact(tx, `match-run:${runId}`, {
      name: 'match.proposed',
      market,
      runId,
      day,
      pairs: announced.slice(i, i + pairsInAFact),
    });
  }
  return announced.length;
}

export type FirmAreas = ReadonlyMap<string, string | null>;

/** Of the firms of some proposals. */
export function firmAreasOf(
  catalogue: Catalogue,
  pairs: readonly { readonly firmId: string; readonly supplyListingId: string }[],
): FirmAreas {
  return new Map(
    pairs.map(({ firmId, supplyListingId }) => [firmId, catalogue.head(supplyListingId)?.firmArea ?? null]),
  );
}
