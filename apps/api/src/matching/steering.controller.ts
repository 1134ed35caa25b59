import { Controller } from '@nestjs/common';
import { AuditService, authorise, type Principal } from '#accounts';
import {
  adoptWeights,
  type DecisionView,
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
  type SynonymsView,
  type WeightsView,
} from '#contracts';
import { NotFound } from '#kernel';
import { ListingReader, sees, sightOf } from '#listings';
import { type Audit, DecisionService, MatchRunService, SynonymsService, WeightsService } from '#matching';
import { Config } from '#platform';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

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
    audit: AuditService,
  ) {
    this.recorded = (tx, entry) => audit.record(tx, entry);
  }

  @Endpoint(listDecisions)
  list(@Input() { query }: InputOf<typeof listDecisions>, @Caller() caller: Principal) {
    const { limit, cursor, ...filter } = query;
    return this.decisions.list({ ...filter, sight: sightOf(caller) }, limit, cursor);
  }

  @Endpoint(makeDecision)
  async make(
    @Input() { body }: InputOf<typeof makeDecision>,
    @Caller() caller: Principal,
  ): Promise<DecisionView> {
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
    return this.decisions.make({ ...body, market }, steererOf(caller), this.recorded);
  }

  @Endpoint(endDecision)
  async end(
    @Input() { params, body }: InputOf<typeof endDecision>,
    @Caller() caller: Principal,
  ): Promise<DecisionView> {
    const { demand } = await this.decisions.find(params.id, sightOf(caller));
    authorise(caller, 'match.pin', { area: demand.area });
    return this.decisions.end(params.id, body.reason, steererOf(caller), this.recorded);
  }

  @Endpoint(listWeights)
  async versions(@Input() { query }: InputOf<typeof listWeights>) {
    const items = await this.weights.versions(query.market);
    return { suitable: this.config.get('MATCH_SUITABLE'), items };
  }

  @Endpoint(makeWeights)
  propose(@Input() { body }: InputOf<typeof makeWeights>, @Caller() caller: Principal): Promise<WeightsView> {
    return this.weights.make(body, steererOf(caller), this.recorded);
  }

  @Endpoint(adoptWeights)
  async adopt(@Input() { params, body }: InputOf<typeof adoptWeights>, @Caller() caller: Principal) {
    const adopted = { ...body, version: params.version };
    const weights = await this.weights.adopt(adopted, steererOf(caller), this.recorded);
    return { job: await this.rematch([body.market], caller), weights };
  }

  @Endpoint(readSynonyms)
  synonymsInForce(): Promise<SynonymsView> {
    return this.synonyms.find();
  }

  @Endpoint(makeSynonyms)
  async makeSynonyms(
    @Input() { body, version = 0 }: InputOf<typeof makeSynonyms>,
    @Caller() caller: Principal,
  ) {
    const by = steererOf(caller);
    const synonyms = await this.synonyms.make(body.groups, body.note, version, by, this.recorded);
    return { job: await this.rematch(marketCodes, caller), synonyms };
  }

  @Endpoint(listSynonyms)
  synonymsVersions(@Input() { query }: InputOf<typeof listSynonyms>) {
    return this.synonyms.list(query.limit, query.cursor);
  }

  @Endpoint(readSynonymsVersion)
  synonymsVersion(@Input() { params }: InputOf<typeof readSynonymsVersion>): Promise<SynonymsView> {
    return this.synonyms.find(params.version);
  }

  @Endpoint(restoreSynonyms)
  async restoreSynonyms(
    @Input() { params, body }: InputOf<typeof restoreSynonyms>,
    @Caller() caller: Principal,
  ) {
    const by = steererOf(caller);
    const synonyms = await this.synonyms.restore(params.version, body.reason, by, this.recorded);
    return { job: await this.rematch(marketCodes, caller), synonyms };
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
