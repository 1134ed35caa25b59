import { Controller } from '@nestjs/common';
import { authorise, type Principal } from '#accounts';
import {
  cancelRun,
  explainMatch,
  type InputOf,
  kindCodes,
  kinds,
  type ListingKind,
  listRuns,
  marketOf,
  markets,
  matchRoutes,
  readRun,
  sideOf,
  startRun,
} from '#contracts';
import { type DomainError, NotFound } from '#kernel';
import { ListingReader, type Sight, sees, seesAsMaker } from '#listings';
import { Explainer, GapReader, MatchReader, MatchRunService, NotInForce } from '#matching';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { Sights } from '../listings/sights.js';
import { MatchAnswers } from './match.answers.js';
import { runView } from './match.views.js';

@Controller()
export class MatchingController {
  constructor(
    private readonly views: MatchAnswers,
    private readonly explainer: Explainer,
    private readonly runs: MatchRunService,
    private readonly listings: ListingReader,
    private readonly sights: Sights,
  ) {}

  @Endpoint(explainMatch)
  async explain(@Input() { query }: InputOf<typeof explainMatch>, @Caller() caller: Principal) {
    const sight = await this.sights.of(caller);
    const { market, pair } = await this.pair(query, sight);
    const { demand, supply } = pair;
    authorise(caller, 'match.explain', {
      organisationIds: [demand.organisation.id, supply.organisation.id],
      area: demand.area,
    });
    return this.views.explanation(market, pair, await this.explainer.explain(market, pair, sight));
  }

  /** Reads the two listings of a pair in the market of its demand. @throws NotFound; NotInForce */
  private async pair(asked: { readonly demand: string; readonly supply: string }, sight: Sight) {
    const found = (await this.listings.kindsOf([asked.demand])).get(asked.demand);
    const market = found && sideOf(found) === 'demand' ? marketOf(found) : 'software';
    const kinds = markets[market];
    const [demand, supply] = await Promise.all([
      this.listings.published(kinds.demand, asked.demand),
      this.listings.published(kinds.supply, asked.supply),
    ]);
    if (!demand || !sees(sight, demand)) throw await this.absent(kinds.demand, asked.demand, sight);
    if (!supply || !sees(sight, supply)) throw await this.absent(kinds.supply, asked.supply, sight);
    return { market, pair: { demand, supply } };
  }

  /** Says how a listing that is not in force stands to its makers; to others it is not there. */
  private async absent(kind: ListingKind, id: string, sight: Sight): Promise<DomainError> {
    const standing = await this.listings.standing(kind, id);
    return standing && seesAsMaker(sight, standing)
      ? new NotInForce(kind, standing)
      : new NotFound(`已发布的${kinds[kind].label.zh}`, id);
  }

  @Endpoint(startRun)
  async start(@Input() { body }: InputOf<typeof startRun>, @Caller() caller: Principal) {
    const run = runView(await this.runs.request(body?.market ?? 'software', caller.personId));
    return { job: run.job ?? { id: '', href: '' }, run };
  }

  @Endpoint(listRuns)
  async list(@Input() { query }: InputOf<typeof listRuns>) {
    const { items, next } = await this.runs.list(query.market, query.limit, query.cursor);
    return { items: items.map(runView), next };
  }

  @Endpoint(readRun)
  async read(@Input() { params }: InputOf<typeof readRun>) {
    return runView(await this.runs.find(params.id));
  }

  @Endpoint(cancelRun)
  async cancel(@Input() { params }: InputOf<typeof cancelRun>) {
    return runView(await this.runs.cancel(params.id));
  }
}

/** The matches of one kind's listings. */
function matchesOf(kind: ListingKind) {
  @Controller()
  class KindMatchesController {
    constructor(
      readonly views: MatchAnswers,
      readonly matches: MatchReader,
      readonly gaps: GapReader,
      readonly listings: ListingReader,
      readonly sights: Sights,
    ) {}

    @Endpoint(matchRoutes[kind])
    async list(@Input() { params, query }: InputOf<MatchRoute>, @Caller() caller: Principal) {
      const sight = await this.sights.of(caller);
      const listing = await this.listings.published(kind, params.id);
      if (!listing || !sees(sight, listing)) throw new NotFound(`已发布的${kinds[kind].label.zh}`, params.id);
      authorise(caller, 'match.read', { organisationIds: [listing.organisation.id], area: listing.area });
      const page = { sight, limit: query.limit, cursor: query.cursor };
      const market = marketOf(kind);
      const { items, next } = await this.matches.of(kind, params.id, page);
      const shown = { items: await this.views.matches(market, items, caller, sight), next };
      if (sideOf(kind) === 'supply') return { ...shown, nearest: [], aids: null };
      const empty = items.length === 0 && query.cursor === undefined;
      const nearest = empty ? await this.gaps.nearestOf(market, params.id, sight) : [];
      return { ...shown, nearest, aids: await this.matches.aids(params.id) };
    }
  }
  return KindMatchesController;
}

type MatchRoute = (typeof matchRoutes)[ListingKind];

export const matchesControllers = kindCodes.map(matchesOf);
