import { Controller } from '@nestjs/common';
import type { Principal } from '#accounts';
import {
  type CapabilityView,
  capabilityRoutes,
  type InputOf,
  type ListingKind,
  type ScenarioView,
  scenarioRoutes,
} from '#contracts';
import { ListingQueries, ListingService, type ListingView } from '#listings';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { actorOf, ListingsAccess } from './listings.access.js';
import { Sights } from './sights.js';

type Routes<K extends ListingKind> = K extends 'scenario' ? typeof scenarioRoutes : typeof capabilityRoutes;
type In<K extends ListingKind, R extends keyof typeof scenarioRoutes> = InputOf<Routes<K>[R]>;
type View<K extends ListingKind> = K extends 'scenario' ? ScenarioView : CapabilityView;

/** The routes of one kind; the two controllers differ in nothing else. */
function controllerOf<K extends ListingKind>(kind: K, routes: Routes<K>) {
  const view = (listing: ListingView) => listing as View<K>;

  @Controller()
  class ListingsController {
    constructor(
      readonly listings: ListingService,
      readonly queries: ListingQueries,
      readonly access: ListingsAccess,
      readonly sights: Sights,
    ) {}

    @Endpoint(routes.create)
    async create(@Input() { body }: In<K, 'create'>, @Caller() caller: Principal): Promise<View<K>> {
      const organisation = await this.access.organisationFor(body.organisationId, caller, 'listing.create');
      return view(await this.listings.create(kind, organisation, body.content as never, actorOf(caller)));
    }

    @Endpoint(routes.list)
    async list(@Input() { query }: In<K, 'list'>, @Caller() caller: Principal) {
      const { limit, cursor, mine, organisation, ...filter } = query;
      const own = mine ? (caller.organisation?.id ?? '00000000-0000-0000-0000-000000000000') : organisation;
      return this.queries.list(
        kind,
        { ...filter, organisation: own },
        await this.sights.of(caller),
        limit,
        cursor,
      );
    }

    @Endpoint(routes.read)
    async read(@Input() { params }: In<K, 'read'>, @Caller() caller: Principal): Promise<View<K>> {
      return view(await this.access.listing(kind, params.id, caller, 'listing.read'));
    }

    @Endpoint(routes.history)
    async history(@Input() { params }: In<K, 'history'>, @Caller() caller: Principal) {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.history');
      return { items: await this.queries.history(kind, id) };
    }

    @Endpoint(routes.edit)
    async edit(
      @Input() { params, body, version = 0 }: In<K, 'edit'>,
      @Caller() caller: Principal,
    ): Promise<View<K>> {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.edit');
      return view(await this.listings.edit(kind, id, version, body.content as never, actorOf(caller)));
    }

    @Endpoint(routes.submit)
    async submit(
      @Input() { params, body, version = 0 }: In<K, 'submit'>,
      @Caller() caller: Principal,
    ): Promise<View<K>> {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.submit');
      return view(await this.listings.submit(kind, id, version, actorOf(caller), body?.reason ?? null));
    }

    @Endpoint(routes.approve)
    async approve(
      @Input() { params, body, version = 0 }: In<K, 'approve'>,
      @Caller() caller: Principal,
    ): Promise<View<K>> {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.approve');
      return view(await this.listings.approve(kind, id, version, actorOf(caller), body?.reason ?? null));
    }

    @Endpoint(routes.requestChanges)
    async requestChanges(
      @Input() { params, body, version = 0 }: In<K, 'requestChanges'>,
      @Caller() caller: Principal,
    ): Promise<View<K>> {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.requestChanges');
      return view(await this.listings.requestChanges(kind, id, version, actorOf(caller), body.reason));
    }

    @Endpoint(routes.reject)
    async reject(
      @Input() { params, body, version = 0 }: In<K, 'reject'>,
      @Caller() caller: Principal,
    ): Promise<View<K>> {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.reject');
      return view(await this.listings.reject(kind, id, version, actorOf(caller), body.reason));
    }

    @Endpoint(routes.withdraw)
    async withdraw(
      @Input() { params, body, version = 0 }: In<K, 'withdraw'>,
      @Caller() caller: Principal,
    ): Promise<View<K>> {
      const { id } = await this.access.listing(kind, params.id, caller, 'listing.withdraw');
      return view(await this.listings.withdraw(kind, id, version, actorOf(caller), body.reason));
    }
  }
  return ListingsController;
}

@Controller()
export class ScenariosController extends controllerOf('scenario', scenarioRoutes) {}

@Controller()
export class CapabilitiesController extends controllerOf('capability', capabilityRoutes) {}
