import { Controller } from '@nestjs/common';
import { AuditService, authorise, type Principal } from '#accounts';
import {
  adoptWeights,
  type DecisionView,
  endDecision,
  type InputOf,
  listDecisions,
  listSynonyms,
  listWeights,
  makeDecision,
  makeSynonyms,
  makeWeights,
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
    const scenario = await this.listings.published('scenario', body.demandListingId);
    if (!scenario || !sees(sightOf(caller), scenario))
      throw new NotFound('已发布的应用场景', body.demandListingId);
    authorise(caller, 'match.pin', { area: scenario.area });
    const capability = await this.listings.published('capability', body.supplyListingId);
    if (capability && !sees(sightOf(caller), capability))
      throw new NotFound('已发布的企业能力', body.supplyListingId);
    return this.decisions.make(body, steererOf(caller), this.recorded);
  }

  @Endpoint(endDecision)
  async end(
    @Input() { params, body }: InputOf<typeof endDecision>,
    @Caller() caller: Principal,
  ): Promise<DecisionView> {
    const { scenario } = await this.decisions.find(params.id, sightOf(caller));
    authorise(caller, 'match.pin', { area: scenario.area });
    return this.decisions.end(params.id, body.reason, steererOf(caller), this.recorded);
  }

  @Endpoint(listWeights)
  async versions() {
    return { suitable: this.config.get('MATCH_SUITABLE'), items: await this.weights.versions() };
  }

  @Endpoint(makeWeights)
  propose(@Input() { body }: InputOf<typeof makeWeights>, @Caller() caller: Principal): Promise<WeightsView> {
    return this.weights.make(body.most, body.note, steererOf(caller), this.recorded);
  }

  @Endpoint(adoptWeights)
  async adopt(@Input() { params, body }: InputOf<typeof adoptWeights>, @Caller() caller: Principal) {
    const weights = await this.weights.adopt(params.version, body.reason, steererOf(caller), this.recorded);
    return { job: await this.rematch(caller), weights };
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
    return { job: await this.rematch(caller), synonyms };
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
    return { job: await this.rematch(caller), synonyms };
  }

  /** What was put in force holds for all matches. */
  private async rematch(caller: Principal) {
    const { job_id: id } = await this.runs.request(caller.personId);
    return { id: id ?? '', href: id === null ? '' : `/api/v1/jobs/${id}` };
  }
}

function steererOf(caller: Principal) {
  return { id: caller.personId, name: caller.name };
}
