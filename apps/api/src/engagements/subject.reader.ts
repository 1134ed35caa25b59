import { Injectable } from '@nestjs/common';
import type { Principal } from '#accounts';
import {
  kinds,
  type ListingKind,
  marketOf,
  markets,
  otherKind,
  type PublishedListing,
  sideOf,
} from '#contracts';
import type { EngagementSubject } from '#engagements';
import { dayOf, NotFound } from '#kernel';
import { isFirstVersionOn, ListingReader, sees } from '#listings';
import { Sights } from '../listings/sights.js';

/** Builds what engagements keep of the two listings from those in force, of whichever market. */
@Injectable()
export class SubjectReader {
  constructor(
    private readonly listings: ListingReader,
    private readonly sights: Sights,
  ) {}

  /** @throws NotFound for a listing that is not in force, that the caller may not know of, or of another market. */
  async visible(
    caller: Principal,
    demandListingId: string,
    supplyListingId: string,
  ): Promise<EngagementSubject> {
    const sight = await this.sights.of(caller);
    const kind = await this.demandKind(demandListingId);
    const [demand, supply] = await this.pair(kind, demandListingId, supplyListingId);
    if (!demand || !sees(sight, demand)) throw new NotFound(kinds[kind].label.zh, demandListingId);
    if (!supply || !sees(sight, supply)) throw new NotFound(kinds[otherKind(kind)].label.zh, supplyListingId);
    return subjectOf(kind, demand, supply);
  }

  /** Undefined when one of them is no longer in force. */
  async inForce(demandListingId: string, supplyListingId: string): Promise<EngagementSubject | undefined> {
    const kind = await this.demandKind(demandListingId);
    const [demand, supply] = await this.pair(kind, demandListingId, supplyListingId);
    return demand && supply ? subjectOf(kind, demand, supply) : undefined;
  }

  /** Of a listing that there is not, or that is no demand, the first market's: it is not found there. */
  private async demandKind(id: string): Promise<ListingKind> {
    const kind = (await this.listings.kindsOf([id])).get(id);
    return kind !== undefined && sideOf(kind) === 'demand' ? kind : markets.software.demand;
  }

  private pair(kind: ListingKind, demandListingId: string, supplyListingId: string) {
    return Promise.all([
      this.listings.published(kind, demandListingId),
      this.listings.published(otherKind(kind), supplyListingId),
    ]);
  }
}

function subjectOf(kind: ListingKind, demand: PublishedListing, supply: PublishedListing): EngagementSubject {
  const first = 'firstVersion' in supply ? supply.firstVersion : null;
  return {
    market: marketOf(kind),
    demand: {
      id: demand.id,
      number: demand.number,
      title: kinds[kind].titleOf(demand),
      organisationId: demand.organisation.id,
      area: demand.area,
      department: 'department' in demand ? demand.department : null,
      fields: demand.fields,
      chains: demand.chains,
    },
    supply: {
      id: supply.id,
      number: supply.number,
      title: kinds[otherKind(kind)].titleOf(supply),
      organisationId: supply.organisation.id,
      firstVersion: isFirstVersionOn(first, dayOf(new Date())),
    },
  };
}
