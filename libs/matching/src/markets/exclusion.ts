import {
  type ConditionCode,
  type ExclusionCode,
  kinds,
  type LabelOf,
  labelOf,
  markets,
  type PublishedListing,
} from '#contracts';
import type { Day } from '#kernel';
import { type DemandFeatures, dayNumber, type SupplyFeatures } from './features.js';
import type { MarketRules } from './rules.js';

export interface Exclusion {
  readonly code: ExclusionCode;
  /** For a person. */
  readonly text: string;
}

/**
 * The hard condition that keeps a pair apart; undefined where none does. Those of all markets come first.
 * @param today as YYYYMMDD: what lasted until yesterday is out at once, not when the daily job has ended it.
 */
export function excludedBy(
  { conditions }: MarketRules,
  demand: DemandFeatures,
  supply: SupplyFeatures,
  today: number,
): ConditionCode | undefined {
  if (isPast(demand, today) || isPast(supply, today)) return 'expired';
  if (demand.organisation === supply.organisation || demand.uscc === supply.uscc) return 'same_organisation';
  if (demand.invited || supply.invited) return 'invited_only';
  for (const condition of conditions) if (condition.keepsApart(demand, supply)) return condition.code;
  return undefined;
}

function isPast({ validTo }: { readonly validTo: number }, today: number): boolean {
  return validTo > 0 && validTo < today;
}

/** Why a supply cannot be proposed at all; undefined when it can. */
export function exclusion(rules: MarketRules, pair: Compared): Exclusion | undefined {
  const [wanted, offered] = [rules.demandFeatures(pair.demand), rules.supplyFeatures(pair.supply)];
  const code = excludedBy(rules, wanted, offered, dayNumber(pair.today));
  return code && { code, text: exclusionText(rules, code, pair) };
}

/** What a sentence about a condition needs to know. */
export interface Compared {
  readonly demand: PublishedListing;
  readonly supply: PublishedListing;
  readonly today: Day;
  readonly label?: LabelOf;
}

/** The sentence of a condition; where the pair has changed since it was found, in general words. */
export function exclusionText(
  { market, conditions }: MarketRules,
  code: ExclusionCode,
  { demand, supply, today, label = labelOf }: Compared,
): string {
  const named = { demand: markets[market].words.demand, supply: kinds[markets[market].supply].label.zh };
  if (code === 'blocked') return '经审核人员屏蔽';
  if (code === 'same_organisation') return '供需双方为同一单位';
  if (code === 'invited_only')
    return `${demand.visibility === 'invited' ? named.demand : named.supply}仅限受邀单位对接`;
  if (code === 'expired') {
    const past = [demand, supply].find(({ validUntil }) => validUntil !== null && validUntil < today);
    return past
      ? `${past === demand ? named.demand : named.supply}有效期至${past.validUntil}，已过`
      : '有效期已过';
  }
  const own = conditions.find((condition) => condition.code === code);
  return own?.sentence({ demand, supply, label }) ?? '不符合硬性条件';
}
