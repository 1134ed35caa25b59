import type { ExclusionCode, RuleWeights } from '#contracts';
import type { CapabilityFeatures, Codes, NeedFeatures } from './features.js';

/** Rules in the order in which they are shown and kept. */
export const ruleNames = [
  'text',
  'field',
  'chain',
  'area',
  'budget',
  'platforms',
  'advancement',
  'firstVersion',
] as const satisfies readonly (keyof RuleWeights)[];
export type RuleName = (typeof ruleNames)[number];

/** The most that each rule gives, as the platform comes; together 100. */
export const most: Readonly<RuleWeights> = {
  text: 65,
  field: 10,
  chain: 6,
  area: 4,
  budget: 3,
  platforms: 4,
  advancement: 3,
  firstVersion: 5,
};

export interface Preferences {
  /** The platform's switch; a scenario's own switch must be on as well. */
  readonly firstVersion: boolean;
  /** Today as YYYYMMDD. */
  readonly today: number;
}

/**
 * The hard condition that keeps a pair apart; undefined where none does.
 * @param today as YYYYMMDD: what lasted until yesterday is out at once, not when the daily job has ended it.
 */
export function excludedBy(
  need: NeedFeatures,
  capability: CapabilityFeatures,
  today: number,
): Exclude<ExclusionCode, 'blocked'> | undefined {
  if (isPast(need, today) || isPast(capability, today)) return 'expired';
  if (need.organisation === capability.organisation || need.uscc === capability.uscc)
    return 'same_organisation';
  if (need.invited || capability.invited) return 'invited_only';
  for (const platform of need.platforms) if (!capability.platforms.includes(platform)) return 'platforms';
  if (need.localOnly && need.area !== capability.area) return 'local_only';
  return undefined;
}

/**
 * Tenths of a point by rule, in the order of `ruleNames`; their sum is ten times the score. Rules weigh what is relevant,
 * they do not make it relevant: all but the text count by the share that the text has.
 * @param text share of the text rule, 0–1.
 */
export function tenths(
  need: NeedFeatures,
  capability: CapabilityFeatures,
  text: number,
  weights: RuleWeights,
  preferences: Preferences,
): number[] {
  const relevant = (share: number) => share * text;
  return [
    worth(text, weights.text),
    worth(relevant(shared(need.fields, capability.fields)), weights.field),
    worth(relevant(shared(need.chains, capability.chains)), weights.chain),
    worth(relevant(need.area !== 0 && need.area === capability.area ? 1 : 0), weights.area),
    worth(
      relevant(capability.price !== undefined && capability.price <= need.budgetMax ? 1 : 0),
      weights.budget,
    ),
    worth(relevant(adapted(need, capability)), weights.platforms),
    worth(relevant(capability.advancement), weights.advancement),
    worth(relevant(preferred(need, capability, preferences) ? 1 : 0), weights.firstVersion),
  ];
}

function isPast({ validTo }: { readonly validTo: number }, today: number): boolean {
  return validTo > 0 && validTo < today;
}

export function total(points: readonly number[]): number {
  let sum = 0;
  for (const part of points) sum += part;
  return sum;
}

function worth(share: number, points: number): number {
  return Math.round(share * points * 10);
}

/** Half for any code in common, full for all that the need names. */
function shared(wanted: readonly number[], has: Codes): number {
  let both = 0;
  for (const code of wanted) if (has.includes(code)) both++;
  return both === 0 ? 0 : 0.5 + (0.5 * both) / wanted.length;
}

function adapted(need: NeedFeatures, capability: CapabilityFeatures): number {
  if (need.platforms.length === 0) return capability.platforms.length > 0 ? 0.25 : 0;
  return need.platforms.every((platform) => capability.platforms.includes(platform)) ? 1 : 0;
}

function preferred(
  need: NeedFeatures,
  capability: CapabilityFeatures,
  { firstVersion, today }: Preferences,
): boolean {
  return (
    firstVersion &&
    need.prefersFirstVersion &&
    capability.firstFrom > 0 &&
    today >= capability.firstFrom &&
    today <= capability.firstTo
  );
}
