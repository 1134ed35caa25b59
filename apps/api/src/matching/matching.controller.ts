import { Controller } from '@nestjs/common';
import { authorise, type Principal } from '#accounts';
import {
  cancelRun,
  capabilityMatches,
  explainMatch,
  type InputOf,
  listRuns,
  type MatchAnswer,
  type PublishedCapability,
  type PublishedScenario,
  readRun,
  scenarioMatches,
  startRun,
} from '#contracts';
import { NotFound } from '#kernel';
import { ListingReader } from '#listings';
import { MatchReader, MatchRunService, type MatchView, type RunRow } from '#matching';
import { Config } from '#platform';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

@Controller()
export class MatchingController {
  constructor(
    private readonly matches: MatchReader,
    private readonly runs: MatchRunService,
    private readonly listings: ListingReader,
    private readonly config: Config,
  ) {}

  @Endpoint(scenarioMatches)
  async ofScenario(@Input() { params, query }: InputOf<typeof scenarioMatches>, @Caller() caller: Principal) {
    const scenario = await this.listings.published('scenario', params.id);
    if (!scenario) throw new NotFound('已发布的应用场景', params.id);
    authorise(caller, 'match.read', { organisationIds: [scenario.organisation.id], area: scenario.area });
    const { items, next } = await this.matches.of('scenario', params.id, query.limit, query.cursor);
    return { items: await this.joined(items), next };
  }

  @Endpoint(capabilityMatches)
  async ofCapability(
    @Input() { params, query }: InputOf<typeof capabilityMatches>,
    @Caller() caller: Principal,
  ) {
    const capability = await this.listings.published('capability', params.id);
    if (!capability) throw new NotFound('已发布的企业能力', params.id);
    authorise(caller, 'match.read', { organisationIds: [capability.organisation.id], area: capability.area });
    const { items, next } = await this.matches.of('capability', params.id, query.limit, query.cursor);
    return { items: await this.joined(items), next };
  }

  @Endpoint(explainMatch)
  async explain(@Input() { query }: InputOf<typeof explainMatch>, @Caller() caller: Principal) {
    const [scenario, capability] = await Promise.all([
      this.listings.published('scenario', query.scenario),
      this.listings.published('capability', query.capability),
    ]);
    if (!scenario) throw new NotFound('已发布的应用场景', query.scenario);
    if (!capability) throw new NotFound('已发布的企业能力', query.capability);
    authorise(caller, 'match.explain', {
      organisationIds: [scenario.organisation.id, capability.organisation.id],
      area: scenario.area,
    });
    const found = await this.matches.explain(query.scenario, query.capability);
    if (!found) throw new NotFound('已发布的企业能力', query.capability);
    return {
      score: found.score.points,
      reasons: found.score.reasons.map((reason) => ({ ...reason, words: [...reason.words] })),
      excluded: found.excluded ?? null,
      proposed: await this.matches.isProposed(query.scenario, query.capability),
    };
  }

  @Endpoint(startRun)
  async start(@Caller() caller: Principal) {
    const run = runView(await this.runs.request(caller.personId));
    return { job: run.job ?? { id: '', href: '' }, run };
  }

  @Endpoint(listRuns)
  async list(@Input() { query }: InputOf<typeof listRuns>) {
    const { items, next } = await this.runs.list(query.limit, query.cursor);
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

  private async joined(found: readonly MatchView[]): Promise<MatchAnswer[]> {
    const ids = (of: (match: MatchView) => string) => [...new Set(found.map(of))];
    const [scenarios, capabilities] = await Promise.all([
      this.listings.publishedByIds(
        'scenario',
        ids((m) => m.scenarioId),
      ),
      this.listings.publishedByIds(
        'capability',
        ids((m) => m.capabilityId),
      ),
    ]);
    const scenarioOf = new Map(scenarios.map((s) => [s.id, s]));
    const capabilityOf = new Map(capabilities.map((c) => [c.id, c]));
    return found.flatMap((match) => {
      const scenario = scenarioOf.get(match.scenarioId);
      const capability = capabilityOf.get(match.capabilityId);
      if (!scenario || !capability) return [];
      return [
        {
          scenario: head(scenario, scenario.title),
          capability: head(capability, capability.product),
          firmId: match.firmId,
          score: match.score,
          reasons: match.reasons.map((reason) => ({ ...reason, words: [...reason.words] })),
          suitable: match.score >= this.config.get('MATCH_SUITABLE'),
          runId: match.runId,
          matchedAt: match.matchedAt,
        },
      ];
    });
  }
}

function head(listing: PublishedScenario | PublishedCapability, title: string): MatchAnswer['scenario'] {
  return {
    id: listing.id,
    number: listing.number,
    title,
    organisation: listing.organisation.name,
    area: listing.area,
  };
}

function runView(row: RunRow) {
  return {
    id: row.id,
    state: row.state,
    requestedAt: row.requested_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    scenarios: row.scenarios,
    capabilities: row.capabilities,
    done: row.done,
    pairs: row.pairs,
    firmPairs: row.firm_pairs,
    job: row.job_id === null ? null : { id: row.job_id, href: `/api/v1/jobs/${row.job_id}` },
  };
}
