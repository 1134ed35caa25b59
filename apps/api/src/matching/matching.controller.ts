import { Controller } from '@nestjs/common';
import { authorise, type Principal } from '#accounts';
import {
  cancelRun,
  capabilityMatches,
  type Explanation,
  explainMatch,
  type InputOf,
  listRuns,
  type MatchAnswer,
  type PublishedCapability,
  type PublishedScenario,
  type RuleWeights,
  readRun,
  scenarioMatches,
  startRun,
} from '#contracts';
import { EngagementService } from '#engagements';
import { type DomainError, NotFound } from '#kernel';
import { DictionaryService, ListingReader, type Sight, sees, seesAsMaker } from '#listings';
import {
  AskService,
  askView,
  capabilityFields,
  Explainer,
  GapReader,
  MatchReader,
  MatchRunService,
  NotInForce,
  type PairExplanation,
  reasonsOf,
  type ShownMatch,
  type StoredMatch,
  scenarioFields,
  shownDecision,
} from '#matching';
import { Config } from '#platform';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { Sights } from '../listings/sights.js';
import { head, progress, reasonView, runView } from './match.views.js';

const named = { scenario: '应用场景', capability: '企业能力' } as const;

@Controller()
export class MatchingController {
  constructor(
    private readonly matches: MatchReader,
    private readonly asks: AskService,
    private readonly explainer: Explainer,
    private readonly runs: MatchRunService,
    private readonly gaps: GapReader,
    private readonly listings: ListingReader,
    private readonly engagements: EngagementService,
    private readonly dictionaries: DictionaryService,
    private readonly sights: Sights,
    private readonly config: Config,
  ) {}

  @Endpoint(scenarioMatches)
  async ofScenario(@Input() { params, query }: InputOf<typeof scenarioMatches>, @Caller() caller: Principal) {
    const found = await this.matchesOf('scenario', params.id, query, caller);
    const empty = found.items.length === 0 && query.cursor === undefined;
    const nearest = empty ? await this.gaps.nearestOf(params.id, await this.sights.of(caller)) : [];
    return { ...found, nearest, aids: await this.matches.aids(params.id) };
  }

  @Endpoint(capabilityMatches)
  ofCapability(@Input() { params, query }: InputOf<typeof capabilityMatches>, @Caller() caller: Principal) {
    return this.matchesOf('capability', params.id, query, caller);
  }

  private async matchesOf(
    kind: 'scenario' | 'capability',
    id: string,
    query: { readonly limit: number; readonly cursor?: string | undefined },
    caller: Principal,
  ) {
    const sight = await this.sights.of(caller);
    const listing = await this.listings.published(kind, id);
    if (!listing || !sees(sight, listing)) throw new NotFound(`已发布的${named[kind]}`, id);
    authorise(caller, 'match.read', { organisationIds: [listing.organisation.id], area: listing.area });
    const { items, next } = await this.matches.of(kind, id, {
      sight,
      limit: query.limit,
      cursor: query.cursor,
    });
    return { items: await this.joined(items, caller, sight), next };
  }

  @Endpoint(explainMatch)
  async explain(@Input() { query }: InputOf<typeof explainMatch>, @Caller() caller: Principal) {
    const sight = await this.sights.of(caller);
    const [scenario, capability] = await Promise.all([
      this.listings.published('scenario', query.scenario),
      this.listings.published('capability', query.capability),
    ]);
    if (!scenario || !sees(sight, scenario)) throw await this.absent('scenario', query.scenario, sight);
    if (!capability || !sees(sight, capability))
      throw await this.absent('capability', query.capability, sight);
    authorise(caller, 'match.explain', {
      organisationIds: [scenario.organisation.id, capability.organisation.id],
      area: scenario.area,
    });
    const found = await this.explainer.explain(scenario, capability, sight);
    if (!found) throw new NotFound('已发布的企业能力', query.capability);
    return this.explanation(scenario, capability, found);
  }

  /** Says how a listing that is not in force stands to its makers; to others it is not there. */
  private async absent(kind: 'scenario' | 'capability', id: string, sight: Sight): Promise<DomainError> {
    const standing = await this.listings.standing(kind, id);
    return standing && seesAsMaker(sight, standing)
      ? new NotInForce(kind, standing)
      : new NotFound(`已发布的${named[kind]}`, id);
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

  private async explanation(
    scenario: PublishedScenario,
    capability: PublishedCapability,
    found: PairExplanation,
  ): Promise<Explanation> {
    const weights = await this.matches.weights(found.weightsVersion);
    const { decision } = found;
    const [asks = []] = await this.asks.of([{ scenario, capability }]);
    return {
      scenario: head(scenario),
      capability: head(capability),
      score: found.score,
      reasons: found.reasons.map((reason) => reasonView(reason, weights, scenario, capability)),
      fields: found.fields.map((field) => ({ ...field })),
      excluded: found.excluded,
      proposed: found.place !== null || found.folded,
      place: found.place,
      verdict: found.verdict,
      lacking: [...found.lacking],
      asks: asks.map(askView),
      texts: {
        scenario: scenarioFields(scenario).map(shown),
        capability: capabilityFields(capability).map(shown),
      },
      decision: decision && {
        id: decision.id,
        kind: decision.kind,
        reason: decision.reason,
        until: decision.until,
      },
      aids: found.aids,
    };
  }

  private async joined(
    found: readonly ShownMatch[],
    caller: Principal,
    sight: Sight,
  ): Promise<MatchAnswer[]> {
    const ids = (of: (match: StoredMatch) => string) => [
      ...new Set(found.flatMap((match) => [match, ...match.folded]).map(of)),
    ];
    const [engagements, scenarios, capabilities] = await Promise.all([
      this.engagements.between(caller, found),
      this.listings.publishedByIds(
        'scenario',
        ids((m) => m.demandListingId),
      ),
      this.listings.publishedByIds(
        'capability',
        ids((m) => m.supplyListingId),
      ),
    ]);
    const scenarioOf = new Map(scenarios.map((s) => [s.id, s]));
    const capabilityOf = new Map(capabilities.map((c) => [c.id, c]));
    const engagementOf = new Map(
      engagements.map((e) => [`${e.demandListing.id} ${e.supply.organisationId}`, e]),
    );
    const label = await this.dictionaries.labels();
    const weights = new Map<number, RuleWeights>();
    for (const version of new Set(found.map((match) => match.weightsVersion)))
      weights.set(version, await this.matches.weights(version));
    const pairs = found.flatMap((match) => {
      const [scenario, capability] = [
        scenarioOf.get(match.demandListingId),
        capabilityOf.get(match.supplyListingId),
      ];
      return scenario && capability ? [{ scenario, capability }] : [];
    });
    const judged = await this.asks.of(pairs);
    const asksOf = new Map(
      pairs.map((pair, i) => [`${pair.scenario.id} ${pair.capability.id}`, judged[i] ?? []]),
    );
    return found.flatMap((match): MatchAnswer[] => {
      const scenario = scenarioOf.get(match.demandListingId);
      const capability = capabilityOf.get(match.supplyListingId);
      const most = weights.get(match.weightsVersion);
      if (!scenario || !capability || !most) return [];
      const pinned = match.pinned && shownDecision(match.pinned, sight, scenario);
      return [
        {
          scenario: head(scenario),
          capability: head(capability),
          firmId: match.firmId,
          score: match.score,
          reasons: reasonsOf(scenario, capability, match, most.text, label).map((reason) =>
            reasonView(reason, most, scenario, capability),
          ),
          asks: (asksOf.get(`${scenario.id} ${capability.id}`) ?? []).map(askView),
          suitable: match.score >= this.config.get('MATCH_SUITABLE'),
          pinned: pinned ? { id: pinned.id, reason: pinned.reason, until: pinned.until } : null,
          moved: match.moved,
          folded: match.folded.flatMap((folded) => {
            const other = capabilityOf.get(folded.supplyListingId);
            return other ? [{ capability: head(other), score: folded.score }] : [];
          }),
          ...progress(match.supplyListingId, engagementOf.get(`${match.demandListingId} ${match.firmId}`)),
          runId: match.runId,
          matchedAt: match.matchedAt,
        },
      ];
    });
  }
}

function shown({ field, label, text }: { field: string; label: string; text: string }) {
  return { field, label, text };
}
