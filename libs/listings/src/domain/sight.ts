import { type Asker, askerOf, type Principal } from '#accounts';
import type { PublishedListing } from '#contracts';
import { allows, type Rule } from '#kernel';

/** Who asks for listings. */
export interface Sight extends Asker {
  /** Ids of listings whose organisations have turned to the asker's and so invited it. */
  readonly invitedTo: readonly string[];
}

/** What the rules look at. */
export interface ListingFacts {
  readonly id: string;
  /** 公开范围: `public`, `members` or `invited`. */
  readonly visibility: string;
  /** Where it counts. */
  readonly area: string | null;
  readonly organisationId: string;
}

/** Who sees a listing as its makers do: the newest revision in any state, contact, history, the reviewer's reasons. */
export const seenByMakers: Rule<ListingFacts, Sight> = {
  any: [{ asker: 'all' }, { row: 'area', is: 'area' }, { row: 'organisationId', is: 'organisationId' }],
};

/** Who sees the revision in force, without contact. Nobody else learns that the listing exists. */
export const seenInForce: Rule<ListingFacts, Sight> = {
  any: [
    seenByMakers,
    { row: 'visibility', oneOf: ['public'] },
    { all: [{ asker: 'member' }, { row: 'visibility', oneOf: ['members'] }] },
    {
      all: [
        { row: 'visibility', oneOf: ['invited'] },
        { row: 'id', among: 'invitedTo' },
      ],
    },
  ],
};

/** @param invitedTo listings whose organisations have turned to the principal's. */
export function sightOf(principal: Principal | undefined, invitedTo: readonly string[] = []): Sight {
  const asker = askerOf(principal);
  return { ...asker, invitedTo: asker.organisationId === null ? [] : invitedTo };
}

/** Who has not signed in. */
export const anyone: Sight = sightOf(undefined);

/** For the platform's own work: imports, sample data, the command line. */
export const everything: Sight = { ...anyone, member: true, all: true };

/** Whether the asker sees what is in force of a listing. */
export function sees(sight: Sight, listing: PublishedListing): boolean {
  return allows(seenInForce, factsOf(listing), sight);
}

/** Whether the asker sees it as its makers do. */
export function seesAsMaker(sight: Sight, listing: Omit<ListingFacts, 'visibility'>): boolean {
  return allows(seenByMakers, { ...listing, visibility: '' }, sight);
}

function factsOf({ id, visibility, area, organisation }: PublishedListing): ListingFacts {
  return { id, visibility, area, organisationId: organisation.id };
}
