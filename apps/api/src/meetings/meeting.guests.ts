import { Injectable } from '@nestjs/common';
import type { Principal } from '#accounts';
import { kinds, type ListingKind, type MarketCode, markets, sideOf } from '#contracts';
import { InvalidInput } from '#kernel';
import { ListingReader, type Sight, sees } from '#listings';
import type { Guest } from '#meetings';
import { Sights } from '../listings/sights.js';

const sides = ['demand', 'supply'] as const;

/** Listings of a market by their numbers, as far as they are in force and the caller may know of them. */
@Injectable()
export class MeetingGuests {
  constructor(
    private readonly listings: ListingReader,
    private readonly sights: Sights,
  ) {}

  /** @throws InvalidInput `meeting.unknown_listing`, naming each number that is none. */
  async called(caller: Principal, market: MarketCode, numbers: readonly string[]): Promise<Guest[]> {
    const wanted = [...new Set(numbers)];
    const sight = await this.sights.of(caller);
    const guests: Guest[] = [];
    for (const side of sides) guests.push(...(await this.side(markets[market][side], wanted, sight)));
    const known = new Set(guests.map((guest) => guest.number));
    const unknown = wanted.filter((number) => !known.has(number));
    const names = sides.map((side) => kinds[markets[market][side]].label.zh).join('或');
    if (unknown.length > 0)
      throw new InvalidInput(
        unknown.map((value) => ({
          pointer: `/numbers/${numbers.indexOf(value)}`,
          code: 'meeting.unknown_listing',
          detail: `没有在发布状态的${names} ${value}`,
          value,
        })),
      );
    return guests;
  }

  private async side(kind: ListingKind, numbers: readonly string[], sight: Sight): Promise<Guest[]> {
    const ids = [...(await this.listings.idsOf(kind, numbers)).values()];
    const found = await this.listings.publishedByIds(kind, ids);
    return found
      .filter((one) => sees(sight, one))
      .map((one) => ({
        side: sideOf(kind),
        listingId: one.id,
        number: one.number,
        title: kinds[kind].titleOf(one),
        organisationId: one.organisation.id,
        organisationName: one.organisation.name,
      }));
  }
}
