import { Injectable } from '@nestjs/common';
import { may, type Principal } from '#accounts';
import { type EngagementView, type MeetingRecord, markets } from '#contracts';
import { EngagementService } from '#engagements';
import { ListingReader } from '#listings';
import type { KnownMeeting } from '#meetings';
import { Sights } from '../listings/sights.js';

/** Meetings as their readers see them: joined with listings, whose rule says who sees them, and with engagements. */
@Injectable()
export class MeetingViews {
  constructor(
    private readonly listings: ListingReader,
    private readonly engagements: EngagementService,
    private readonly sights: Sights,
  ) {}

  async shown(caller: Principal, meeting: KnownMeeting): Promise<MeetingRecord> {
    const listings = may(caller, 'meeting.desk', { area: meeting.area })
      ? meeting.listings
      : await this.seen(caller, meeting);
    const firms = new Map(meeting.listings.map((one) => [one.listingId, one.organisationId]));
    const engagements = await this.engagements.between(
      caller,
      meeting.pairs.map((pair) => ({
        demandListingId: pair.demandListingId,
        firmId: firms.get(pair.supplyListingId) ?? '',
      })),
    );
    const of = (pair: KnownMeeting['pairs'][number]) =>
      engagements.find(
        (one) =>
          one.demandListing.id === pair.demandListingId &&
          one.supply.organisationId === firms.get(pair.supplyListingId),
      );
    return {
      ...meeting,
      listings: [...listings],
      pairs: meeting.pairs.map((pair) => ({ ...pair, engagement: pair.metAt ? told(of(pair)) : null })),
    };
  }

  /** A guest sees its own listings, and those of others that the visibility rule of listings lets it read. */
  private async seen(
    caller: Principal,
    { market, listings }: KnownMeeting,
  ): Promise<KnownMeeting['listings']> {
    const sight = await this.sights.of(caller);
    const of = (side: 'demand' | 'supply') =>
      this.listings.seenAmong(
        markets[market][side],
        listings.filter((one) => one.side === side).map((one) => one.listingId),
        sight,
      );
    const seen = new Set([...(await of('demand')), ...(await of('supply'))]);
    const own = caller.organisation?.id;
    return listings.filter((one) => one.organisationId === own || seen.has(one.listingId));
  }
}

function told(engagement: EngagementView | undefined): MeetingRecord['pairs'][number]['engagement'] {
  if (!engagement) return null;
  const { id, number, level, claims } = engagement;
  return { id, number, level, claimState: claims.filter((claim) => claim.level === 2).at(-1)?.state ?? null };
}
