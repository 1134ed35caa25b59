import { type MarketCode, markets, type PublishedListing, type RuleWeights } from '#contracts';
import { dayOf } from '#kernel';
import type { ListingReader } from '#listings';
import type { Database } from '#platform';
import { dayNumber, type SupplyFeatures } from '../markets/features.js';
import { rulesOf } from '../markets/index.js';
import { type MarketRules, tenths } from '../markets/rules.js';
import { demandTexts, supplyTexts } from '../scoring/fields.js';
import type { Audit, Steerer } from '../steering/audit.js';
import type { WeightsService, WeightsVersion } from '../steering/weights.service.js';
import { NothingToRevertTo } from './errors.js';
import { type Judged, judge, weightOf } from './feedback.js';
import { type EngagementOutcome, readOutcomes } from './feedback.store.js';
import type { RuleSample } from './rule-learning.js';
import { type LearntRules, learnRuleWeights } from './rule-trial.js';
import { type LearntText, learnText } from './text-learning.js';
import { TextTrial } from './text-trial.js';

export interface Lesson {
  readonly pairs: number;
  readonly taken: number;
  readonly since: string | null;
  readonly present: WeightsVersion;
  readonly before: RuleWeights;
  readonly rules: LearntRules;
  readonly text: LearntText;
  /** Whether any part did better on what it did not see. */
  readonly better: boolean;
}

/** What learning reads and writes by. */
export interface Learning {
  readonly db: Database;
  readonly listings: ListingReader;
  readonly weights: WeightsService;
  readonly audit: Audit;
  /** How far engagements got; whoever loads this lib knows where they are kept. */
  readonly engaged: () => Promise<readonly EngagementOutcome[]>;
}

type Known = Awaited<ReturnType<LearningService['read']>>;

/** A market's weights from feedback: learnt, judged on what they did not see, kept as a version, adopted, taken back. */
export class LearningService {
  private readonly rules: MarketRules;

  private readonly db: Database;
  private readonly listings: ListingReader;
  private readonly weights: WeightsService;
  private readonly audit: Audit;
  private readonly engaged: Learning['engaged'];

  constructor(
    private readonly market: MarketCode,
    { db, listings, weights, audit, engaged }: Learning,
  ) {
    this.rules = rulesOf(market);
    this.db = db;
    this.listings = listings;
    this.weights = weights;
    this.audit = audit;
    this.engaged = engaged;
  }

  /** Changes nothing. */
  async learn(): Promise<Lesson> {
    const present = await this.weights.active(this.market);
    const before = Object.fromEntries(present.rules.map(({ rule, most }) => [rule, most]));
    const known = await this.read();
    const { judged, demands, trial } = known;
    const fields = new Map([...demands].map(([id, demand]) => [id, demandTexts(this.market, demand)]));
    const rules = learnRuleWeights(
      judged.flatMap((one) => this.sample(one, known)),
      before,
    );
    const text = learnText(judged, (id) => fields.get(id), trial);
    return {
      pairs: judged.length,
      taken: judged.filter((one) => one.taken).length,
      since: judged[0] ? dayOf(new Date(judged[0].at)) : null,
      present,
      before,
      rules,
      text,
      better: rules.adopted || text.adopted,
    };
  }

  /** A version with what was better; the rest as it is in force. */
  keep(lesson: Lesson, by: Steerer): Promise<WeightsVersion> {
    const { rules, text, present, before } = lesson;
    return this.weights.add(
      {
        market: this.market,
        source: 'learned',
        most: rules.adopted ? rules.most : before,
        associations: text.adopted ? [...text.associations] : present.associations,
        evidence: evidenceOf(lesson),
        note: `根据 ${lesson.pairs} 对供需的办理结果得出：${[rules.adopted && '规则分值', text.adopted && '用词'].filter(Boolean).join('、') || '无改进'}`,
      },
      by,
      this.audit,
    );
  }

  adopt(version: number, reason: string, by: Steerer): Promise<WeightsVersion> {
    return this.weights.adopt({ market: this.market, version, reason }, by, this.audit);
  }

  /** Puts an earlier version in force again: the one given, or the one before the present. @throws NothingToRevertTo */
  async revert(version: number | undefined, reason: string, by: Steerer): Promise<WeightsVersion> {
    const active = await this.weights.active(this.market);
    const [before] = await this.db.query<{ version: number }>(
      'SELECT version FROM match_weight_adoptions WHERE market = $1 AND version <> $2 ORDER BY adopted_at DESC, id DESC LIMIT 1',
      [this.market, active.version],
    );
    const wanted = version ?? before?.version;
    if (wanted === undefined || wanted === active.version) throw new NothingToRevertTo(active.version);
    return this.adopt(wanted, reason, by);
  }

  private async read() {
    const kinds = markets[this.market];
    const all = judge(await readOutcomes(this.db, await this.engaged()));
    // Of another market's pairs no side is found.
    const known = await this.listings.lastKnown(kinds.demand, [...new Set(all.map((one) => one.scenario))]);
    const demands = new Map<string, PublishedListing>(known.map((one) => [one.id, one]));
    const wanted = new Set(all.map((one) => one.capability));
    const supplies = new Map<string, SupplyFeatures>();
    const products: { id: string; fields: ReturnType<typeof supplyTexts> }[] = [];
    for await (const some of this.supplies([...wanted])) {
      for (const one of some) {
        if (wanted.has(one.id)) supplies.set(one.id, this.rules.supplyFeatures(one));
        products.push({ id: one.id, fields: supplyTexts(this.market, one) });
      }
    }
    const judged = all.filter((one) => demands.has(one.scenario) && supplies.has(one.capability));
    return { judged, demands, supplies, trial: await TextTrial.of(products) };
  }

  /** Supplies in force, a thousand at a time, and those of the feedback that are not any more. */
  private async *supplies(wanted: readonly string[]): AsyncGenerator<readonly PublishedListing[]> {
    const { supply } = markets[this.market];
    const seen = new Set<string>();
    for await (const some of this.listings.publishedBatches(supply, 1000)) {
      for (const { id } of some) seen.add(id);
      yield some;
    }
    yield await this.listings.lastKnown(
      supply,
      wanted.filter((id) => !seen.has(id)),
    );
  }

  /** What each rule gives the pair, as on the day of the decision. */
  private sample(judged: Judged, { demands, supplies, trial }: Known): RuleSample[] {
    const demand = demands.get(judged.scenario);
    const supply = supplies.get(judged.capability);
    if (!demand || !supply) return [];
    const text = trial.share(demandTexts(this.market, demand), judged.capability);
    const today = dayNumber(dayOf(new Date(judged.at)));
    const pair = { demand: this.rules.demandFeatures(demand), supply };
    const full = [100, ...this.rules.rules.map(() => 100)];
    const weighing = { most: full, preferences: { firstVersion: true, today } };
    const points = tenths(this.rules, pair, text, weighing);
    return [
      {
        shares: points.map((of) => of / 1000),
        taken: judged.taken,
        weight: weightOf(judged.place),
        at: judged.at,
      },
    ];
  }
}

function evidenceOf({ pairs, taken, since, rules, text, present }: Lesson): Record<string, number | string> {
  const round = (value: number) => Number(value.toFixed(4));
  return {
    pairs,
    taken,
    declined: pairs - taken,
    since: since ?? '',
    base_version: present.version,
    rules_adopted: rules.adopted ? 'yes' : 'no',
    rules_cases: rules.judged.cases,
    rules_log_likelihood_before: round(rules.judged.before),
    rules_log_likelihood_after: round(rules.judged.after),
    rules_error: round(rules.judged.error),
    text_adopted: text.adopted ? 'yes' : 'no',
    text_cases: text.judged.cases,
    text_ndcg10_before: round(text.judged.before),
    text_ndcg10_after: round(text.judged.after),
    text_error: round(text.judged.error),
  };
}
