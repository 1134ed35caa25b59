import { Controller } from '@nestjs/common';
import { AuditService, authorise, type Principal, reaches } from '#accounts';
import {
  adoptWeights,
  type DecisionView,
  endDecision,
  type InputOf,
  listDecisions,
  listWeights,
  makeDecision,
  makeWeights,
  type WeightsView,
} from '#contracts';
import { NotFound } from '#kernel';
import { ListingReader } from '#listings';
import { type Audit, DecisionService, MatchRunService, WeightsService } from '#matching';
import { Config } from '#platform';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

/** How coordinators steer matching: pairs put first or kept apart, and the points that the rules give. */
@Controller()
export class SteeringController {
  private readonly recorded: Audit;

  constructor(
    private readonly decisions: DecisionService,
    private readonly weights: WeightsService,
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
    // An area's coordinator sees what is decided about its own scenarios.
    const area = reaches(caller, 'match.pin').includes('any') ? null : (caller.body?.area ?? '');
    return this.decisions.list({ ...filter, area }, limit, cursor);
  }

  @Endpoint(makeDecision)
  async make(
    @Input() { body }: InputOf<typeof makeDecision>,
    @Caller() caller: Principal,
  ): Promise<DecisionView> {
    const scenario = await this.listings.published('scenario', body.scenarioId);
    if (!scenario) throw new NotFound('已发布的应用场景', body.scenarioId);
    authorise(caller, 'match.pin', { area: scenario.area });
    return this.decisions.make(body, steererOf(caller), this.recorded);
  }

  @Endpoint(endDecision)
  async end(
    @Input() { params, body }: InputOf<typeof endDecision>,
    @Caller() caller: Principal,
  ): Promise<DecisionView> {
    const { scenario } = await this.decisions.find(params.id);
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
    const { job_id: id } = await this.runs.request(caller.personId);
    return { job: { id: id ?? '', href: id === null ? '' : `/api/v1/jobs/${id}` }, weights };
  }
}

function steererOf(caller: Principal) {
  return { id: caller.personId, name: caller.name };
}
