import { Injectable } from '@nestjs/common';
import type { Principal } from '#accounts';
import { InvalidInput } from '#kernel';
import { ListingReader, sees } from '#listings';
import type { Guest } from '#meetings';
import { Sights } from '../listings/sights.js';

/** Listings by their numbers, as far as they are in force and the caller may know of them. */
@Injectable()
export class MeetingGuests {
  constructor(
    private readonly listings: ListingReader,
    private readonly sights: Sights,
  ) {}

  /** @throws InvalidInput `meeting.unknown_listing`, naming each number that is none. */
  async called(caller: Principal, numbers: readonly string[]): Promise<Guest[]> {
    const wanted = [...new Set(numbers)];
    const sight = await this.sights.of(caller);
    const scenarios = await this.listings.publishedByIds('scenario', [
      ...(await this.listings.idsOf('scenario', wanted)).values(),
    ]);
    const capabilities = await this.listings.publishedByIds('capability', [
      ...(await this.listings.idsOf('capability', wanted)).values(),
    ]);
    const guests = [
      ...scenarios.filter((one) => sees(sight, one)).map((one) => guestOf(one, 'demand', one.title)),
      ...capabilities.filter((one) => sees(sight, one)).map((one) => guestOf(one, 'supply', one.product)),
    ];
    const known = new Set(guests.map((guest) => guest.number));
    const unknown = wanted.filter((number) => !known.has(number));
    if (unknown.length > 0)
      throw new InvalidInput(
        unknown.map((value) => ({
          pointer: `/numbers/${numbers.indexOf(value)}`,
          code: 'meeting.unknown_listing',
          detail: `没有在发布状态的应用场景或企业能力 ${value}`,
          value,
        })),
      );
    return guests;
  }
}

interface Listed {
  readonly id: string;
  readonly number: string;
  readonly organisation: { readonly id: string; readonly name: string };
}

function guestOf({ id, number, organisation }: Listed, side: Guest['side'], title: string): Guest {
  return {
    side,
    listingId: id,
    number,
    title,
    organisationId: organisation.id,
    organisationName: organisation.name,
  };
}
