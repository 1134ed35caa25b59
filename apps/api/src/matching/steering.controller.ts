import { Controller } from '@nestjs/common';
import { AuditService, authorise, type Principal } from '#accounts';
import {
  adoptWeights,
  endDecision,
  type InputOf,
  kinds,
  listDecisions,
  listSynonyms,
  listWeights,
  type MarketCode,
  makeDecision,
  makeSynonyms,
  makeWeights,
  marketCodes,
  marketOf,
  markets,
  readSynonyms,
  readSynonymsVersion,
  restoreSynonyms,
} from '#contracts';
import { NotFound } from '#kernel';
import { ListingReader, sees, sightOf } from '#listings';
import { type Audit, DecisionService, MatchRunService, SynonymsService, WeightsService } from '#matching';
import { Config } from '#platform';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { SteeringViews } from './steering.views.js';

/** How coordinators steer matching: pairs put first or kept apart, the points that the rules give, and synonyms. */
@Controller()
export class SteeringController {
  private readonly recorded: Audit;

  constructor(
    private readonly decisions: DecisionService,
    private readonly weights: WeightsService,
    private readonly synonyms: SynonymsService,
    private readonly runs: MatchRunService,
    private readonly listings: ListingReader,
    private readonly config: Config,
    private readonly views: SteeringViews,
    audit: AuditService,
  ) {
    this.recorded = (tx, entry) => audit.record(tx, entry);
  }

  @Endpoint(listDecisions)
  async list(@Input() { query }: InputOf<typeof listDecisions>, @Caller() caller: Principal) {
    const { limit, cursor, ...filter } = query;
    const page = await this.decisions.list({ ...filter, sight: sightOf(caller) }, limit, cursor);
    return { ...page, items: await this.views.decisions(page.items) };
  }

  @Endpoint(makeDecision)
  async make(@Input() { body }: InputOf<typeof makeDecision>, @Caller() caller: Principal) {
    const { demandListingId, supplyListingId } = body;
    const market = await this.marketOf(demandListingId);
    const of = markets[market];
    const demand = await this.listings.published(of.demand, demandListingId);
    if (!demand || !sees(sightOf(caller), demand))
      throw new NotFound(`已发布的${kinds[of.demand].label.zh}`, demandListingId);
    authorise(caller, 'match.pin', { area: demand.area });
    const supply = await this.listings.published(of.supply, supplyListingId);
    if (supply && !sees(sightOf(caller), supply))
      throw new NotFound(`已发布的${kinds[of.supply].label.zh}`, supplyListingId);
    const made = await this.decisions.make({ ...body, market }, steererOf(caller), this.recorded);
    return this.views.decision(made);
  }

  @Endpoint(endDecision)
  async end(@Input() { params, body }: InputOf<typeof endDecision>, @Caller() caller: Principal) {
    const { demand } = await this.decisions.find(params.id, sightOf(caller));
    authorise(caller, 'match.pin', { area: demand.area });
    const command = { id: params.id, reason: body.reason };
    return this.views.decision(await this.decisions.end(command, steererOf(caller), this.recorded));
  }

  @Endpoint(listWeights)
  async versions(@Input() { query }: InputOf<typeof listWeights>) {
    const items = await this.views.versions(await this.weights.versions(query.market));
    return { suitable: this.config.get('MATCH_SUITABLE'), items };
  }

  @Endpoint(makeWeights)
  async propose(@Input() { body }: InputOf<typeof makeWeights>, @Caller() caller: Principal) {
    return this.views.version(await this.weights.make(body, steererOf(caller), this.recorded));
  }

  @Endpoint(adoptWeights)
  async adopt(@Input() { params, body }: InputOf<typeof adoptWeights>, @Caller() caller: Principal) {
    const adopted = { ...body, version: params.version };
    const weights = await this.weights.adopt(adopted, steererOf(caller), this.recorded);
    return { job: await this.rematch([body.market], caller), weights: await this.views.version(weights) };
  }

  @Endpoint(readSynonyms)
  async synonymsInForce() {
    return this.views.version(await this.synonyms.find());
  }

  @Endpoint(makeSynonyms)
  async makeSynonyms(
    @Input() { body, version = 0 }: InputOf<typeof makeSynonyms>,
    @Caller() caller: Principal,
  ) {
    const command = { ...body, base: version };
    const synonyms = await this.synonyms.make(command, steererOf(caller), this.recorded);
    return { job: await this.rematch(marketCodes, caller), synonyms: await this.views.version(synonyms) };
  }

  @Endpoint(listSynonyms)
  async synonymsVersions(@Input() { query }: InputOf<typeof listSynonyms>) {
    const page = await this.synonyms.list(query.limit, query.cursor);
    return { ...page, items: await this.views.versions(page.items) };
  }

  @Endpoint(readSynonymsVersion)
  async synonymsVersion(@Input() { params }: InputOf<typeof readSynonymsVersion>) {
    return this.views.version(await this.synonyms.find(params.version));
  }

  @Endpoint(restoreSynonyms)
  async restoreSynonyms(
    @Input() { params, body }: InputOf<typeof restoreSynonyms>,
    @Caller() caller: Principal,
  ) {
    const by = steererOf(caller);
    const synonyms = await this.synonyms.restore(params.version, body.reason, by, this.recorded);
    return { job: await this.rematch(marketCodes, caller), synonyms: await this.views.version(synonyms) };
  }

  /** What was put in force holds for all matches of these markets. @returns the first one's job */
  private async rematch(of: readonly MarketCode[], caller: Principal) {
    const runs = [];
    for (const market of of) runs.push(await this.runs.request(market, caller.personId));
    const id = runs[0]?.job_id ?? null;
    return { id: id ?? '', href: id === null ? '' : `/api/v1/jobs/${id}` };
  }

  /** Of a demand; the platform's centre where there is no such listing. */
  private async marketOf(demandListingId: string): Promise<MarketCode> {
    const kind = (await this.listings.kindsOf([demandListingId])).get(demandListingId);
    return kind ? marketOf(kind) : 'software';
  }
}

function steererOf(caller: Principal) {
  return { id: caller.personId, name: caller.name };
}
