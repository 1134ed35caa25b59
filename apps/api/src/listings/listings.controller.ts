import { Controller, UseInterceptors } from '@nestjs/common';
import type { Principal } from '#accounts';
import {
  type InputOf,
  kindCodes,
  type ListingKind,
  type ListingRoutes,
  type ListingView,
  listingRoutes,
  type ScenarioView,
} from '#contracts';
import { ListingQueries, ListingService } from '#listings';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { actorOf, ListingsAccess } from './listings.access.js';
import { namedRefusals } from './named.refusals.js';
import { Sights } from './sights.js';

type In<R extends keyof ListingRoutes> = InputOf<ListingRoutes[R]>;

/**
 * The routes of one kind; the controllers differ in nothing else. They are typed by the first kind's: the contents, in
 * which kinds differ, are checked by the schemas of `routes` on the way in and out.
 */
function controllerOf(kind: ListingKind, routes: ListingRoutes) {
  const view = (listing: ListingView) => listing as ScenarioView;

  @Controller()
  @UseInterceptors(namedRefusals(kind))
  class ListingsController {
    constructor(
      readonly listings: ListingService,
      readonly queries: ListingQueries,
      readonly access: ListingsAccess,
      readonly sights: Sights,
    ) {}

    @Endpoint(routes.create)
    async create(@Input() { body }: In<'create'>, @Caller() caller: Principal): Promise<ScenarioView> {
      const organisation = await this.access.organisationFor(body.organisationId, caller, 'listing.create');
      return view(await this.listings.create(kind, organisation, body.content as never, actorOf(caller)));
    }

    @Endpoint(routes.list)
    async list(@Input() { query }: In<'list'>, @Caller() caller: Principal) {
      const { limit, cursor, mine, organisation, ...filter } = query;
      const own = mine ? (caller.organisation?.id ?? '00000000-0000-0000-0000-000000000000') : organisation;
      const page = await this.queries.list(
        kind,
        { ...filter, organisation: own },
        await this.sights.of(caller),
        { limit, cursor },
      );
      return { ...page, items: page.items.map(view) };
    }

    @Endpoint(routes.read)
    async read(@Input() { params }: In<'read'>, @Caller() caller: Principal): Promise<ScenarioView> {
      return view(await this.access.listing(kind, params.id, caller, 'listing.read'));
    }

    @Endpoint(routes.history)
    async history(@Input() { params }: In<'history'>, @Caller() caller: Principal) {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.history');
      return { items: await this.queries.history(kind, id) };
    }

    @Endpoint(routes.edit)
    async edit(
      @Input() { params, body, version = 0 }: In<'edit'>,
      @Caller() caller: Principal,
    ): Promise<ScenarioView> {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.edit');
      return view(
        await this.listings.edit({ kind, id, version, actor: actorOf(caller) }, body.content as never),
      );
    }

    @Endpoint(routes.submit)
    async submit(
      @Input() { params, body, version = 0 }: In<'submit'>,
      @Caller() caller: Principal,
    ): Promise<ScenarioView> {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.submit');
      return view(
        await this.listings.submit({
          kind,
          id,
          version,
          actor: actorOf(caller),
          reason: body?.reason ?? null,
        }),
      );
    }

    @Endpoint(routes.approve)
    async approve(
      @Input() { params, body, version = 0 }: In<'approve'>,
      @Caller() caller: Principal,
    ): Promise<ScenarioView> {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.approve');
      return view(
        await this.listings.approve({
          kind,
          id,
          version,
          actor: actorOf(caller),
          reason: body?.reason ?? null,
        }),
      );
    }

    @Endpoint(routes.requestChanges)
    async requestChanges(
      @Input() { params, body, version = 0 }: In<'requestChanges'>,
      @Caller() caller: Principal,
    ): Promise<ScenarioView> {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.requestChanges');
      return view(
        await this.listings.requestChanges({
          kind,
          id,
          version,
          actor: actorOf(caller),
          reason: body.reason,
        }),
      );
    }

    @Endpoint(routes.reject)
    async reject(
      @Input() { params, body, version = 0 }: In<'reject'>,
      @Caller() caller: Principal,
    ): Promise<ScenarioView> {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.reject');
      return view(
        await this.listings.reject({ kind, id, version, actor: actorOf(caller), reason: body.reason }),
      );
    }

    @Endpoint(routes.withdraw)
    async withdraw(
      @Input() { params, body, version = 0 }: In<'withdraw'>,
      @Caller() caller: Principal,
    ): Promise<ScenarioView> {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.withdraw');
      return view(
        await this.listings.withdraw({ kind, id, version, actor: actorOf(caller), reason: body.reason }),
      );
    }
  }
  return ListingsController;
}

export const listingControllers = kindCodes.map((kind) => controllerOf(kind, listingRoutes[kind]));
