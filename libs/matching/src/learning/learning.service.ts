import type { RuleWeights, WeightsView } from '#contracts';
import { dayOf } from '#kernel';
import type { ListingReader } from '#listings';
import type { Database } from '#platform';
import { capabilityFeatures, dayNumber, needFeatures } from '../scoring/domain/features.js';
import { ruleNames, tenths } from '../scoring/domain/rules.js';
import { capabilityFields, scenarioFields } from '../scoring/fields.js';
import { textShare } from '../scoring/strength.js';
import type { Audit, Steerer } from '../steering/audit.js';
import type { WeightsService } from '../steering/weights.service.js';
import { NothingToRevertTo } from './errors.js';
import { type Judged, judge, weightOf } from './feedback.js';
import { readOutcomes } from './feedback.store.js';
import type { RuleSample } from './rule-learning.js';
import { type LearntRules, learnRuleWeights } from './rule-trial.js';
import { type LearntText, learnText } from './text-learning.js';
import { TextTrial } from './text-trial.js';

export interface Lesson {
  readonly pairs: number;
  readonly taken: number;
  readonly since: string | null;
  readonly present: WeightsView;
  readonly before: RuleWeights;
  readonly rules: LearntRules;
  readonly text: LearntText;
  /** Whether any part did better on what it did not see. */
  readonly better: boolean;
}

type Known = Awaited<ReturnType<LearningService['read']>>;

/** Weights from feedback: learnt, judged on what they did not see, kept as a version, adopted, taken back. */
export class LearningService {
  constructor(
    private readonly db: Database,
    private readonly listings: ListingReader,
    private readonly weights: WeightsService,
    private readonly audit: Audit,
  ) {}

  /** Changes nothing. */
  async learn(): Promise<Lesson> {
    const present = await this.weights.active();
    const before = Object.fromEntries(present.rules.map(({ rule, most }) => [rule, most])) as RuleWeights;
    const known = await this.read();
    const { judged, scenarios, trial } = known;
    const fields = new Map([...scenarios].map(([id, scenario]) => [id, scenarioFields(scenario)]));
    const rules = learnRuleWeights(
      judged.flatMap((one) => sample(one, known)),
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
  keep(lesson: Lesson, by: Steerer): Promise<WeightsView> {
    const { rules, text, present, before } = lesson;
    return this.weights.add(
      {
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

  adopt(version: number, reason: string, by: Steerer): Promise<WeightsView> {
    return this.weights.adopt(version, reason, by, this.audit);
  }

  /** Puts an earlier version in force again: the one given, or the one before the present. @throws NothingToRevertTo */
  async revert(version: number | undefined, reason: string, by: Steerer): Promise<WeightsView> {
    const active = await this.weights.active();
    const [before] = await this.db.query<{ version: number }>(
      'SELECT version FROM match_weight_adoptions WHERE version <> $1 ORDER BY adopted_at DESC, id DESC LIMIT 1',
      [active.version],
    );
    const wanted = version ?? before?.version;
    if (wanted === undefined || wanted === active.version) throw new NothingToRevertTo(active.version);
    return this.adopt(wanted, reason, by);
  }

  private async read() {
    const all = judge(await readOutcomes(this.db));
    const scenarios = new Map(
      (await this.listings.lastKnown('scenario', [...new Set(all.map((one) => one.scenario))])).map((one) => [
        one.id,
        one,
      ]),
    );
    const wanted = new Set(all.map((one) => one.capability));
    const capabilities = new Map<string, ReturnType<typeof capabilityFeatures>>();
    const products: { id: string; fields: ReturnType<typeof capabilityFields> }[] = [];
    for await (const some of this.products([...wanted])) {
      for (const one of some) {
        if (wanted.has(one.id)) capabilities.set(one.id, capabilityFeatures(one));
        products.push({ id: one.id, fields: capabilityFields(one) });
      }
    }
    const judged = all.filter((one) => scenarios.has(one.scenario) && capabilities.has(one.capability));
    return { judged, scenarios, capabilities, trial: await TextTrial.of(products) };
  }

  /** Products in force, a thousand at a time, and those of the feedback that are not any more. */
  private async *products(wanted: readonly string[]) {
    const seen = new Set<string>();
    for await (const some of this.listings.publishedBatches('capability', 1000)) {
      for (const { id } of some) seen.add(id);
      yield some;
    }
    yield await this.listings.lastKnown(
      'capability',
      wanted.filter((id) => !seen.has(id)),
    );
  }
}

const full = Object.fromEntries(ruleNames.map((rule) => [rule, 100])) as RuleWeights;

/** What each rule gives the pair, as on the day of the decision. */
function sample(judged: Judged, { scenarios, capabilities, trial }: Known): RuleSample[] {
  const scenario = scenarios.get(judged.scenario);
  const features = capabilities.get(judged.capability);
  if (!scenario || !features) return [];
  const { score, bound } = trial.score(scenarioFields(scenario), judged.capability);
  const today = dayNumber(dayOf(new Date(judged.at)));
  const points = tenths(needFeatures(scenario), features, textShare(score, bound), full, {
    firstVersion: true,
    today,
  });
  return [
    {
      shares: points.map((of) => of / 1000),
      taken: judged.taken,
      weight: weightOf(judged.place),
      at: judged.at,
    },
  ];
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
