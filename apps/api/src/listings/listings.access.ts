import { Injectable } from '@nestjs/common';
import { askerOf, authorise, OrganisationService, type Principal } from '#accounts';
import type { Action, ListingKind, ListingView } from '#contracts';
import { Forbidden, InvalidInput } from '#kernel';
import { type ListingActor, ListingQueries } from '#listings';
import { Sights } from './sights.js';

export function actorOf(caller: Principal): ListingActor {
  return {
    id: caller.personId,
    name: caller.name,
    organisationId: caller.organisation?.id ?? null,
  };
}

/** What the policy table has to know of listings: whose they are and where they count. */
@Injectable()
export class ListingsAccess {
  constructor(
    private readonly queries: ListingQueries,
    private readonly organisations: OrganisationService,
    private readonly sights: Sights,
  ) {}

  /**
   * The listing as the caller sees it, when he may do `action` with it.
   * @throws NotFound where he may not even know of it; Forbidden.
   */
  async listing(
    kind: ListingKind,
    idOrNumber: string,
    caller: Principal,
    action: Action,
  ): Promise<ListingView> {
    const found = await this.queries.find(kind, idOrNumber, await this.sights.of(caller));
    authorise(caller, action, {
      organisationIds: [found.organisation.id],
      area: found.content.area ?? found.organisation.area,
    });
    return found;
  }

  /** The organisation for which the caller may enter listings: his own, or for a coordinator the one he names. */
  async organisationFor(named: string | undefined, caller: Principal, action: Action): Promise<string> {
    const id = named ?? caller.organisation?.id;
    if (id === undefined) throw organisationWanted();
    if (id === caller.organisation?.id) {
      authorise(caller, action, { organisationIds: [id] });
      return id;
    }
    if (!caller.body) throw new Forbidden();
    const organisation = await this.organisations.seen(id, askerOf(caller));
    authorise(caller, action, { area: organisation.area });
    return id;
  }
}

function organisationWanted(): InvalidInput {
  return new InvalidInput([
    {
      pointer: '/organisationId',
      code: 'listing.organisation_wanted',
      detail: '代录时应给出单位的 id',
    },
  ]);
}
