import {
  type ConditionCode,
  type LabelOf,
  type MarketCode,
  type MarketRule,
  markets,
  type PublishedListing,
  type RuleWeights,
} from '#contracts';
import type { Codes, DemandFeatures, Layout, MadeFeatures, SupplyFeatures } from './features.js';

export interface Preferences {
  /** The platform's switch; a scenario's own switch must be on as well. */
  readonly firstVersion: boolean;
  /** Today as YYYYMMDD. */
  readonly today: number;
}

/** The two sides of a sentence about a pair. */
export interface Pair<D = PublishedListing, S = PublishedListing> {
  readonly demand: D;
  readonly supply: S;
  readonly label: LabelOf;
}

/** A rule of a market's definition as functions. */
export interface Rule<D, S, F, G> {
  readonly name: string;
  /** Of its points, 0–1, before they are given only as far as the text speaks for the pair. */
  share(demand: F, supply: G, preferences: Preferences): number;
  /** Why it gives points, for an official. */
  sentence(pair: Pair<D, S>): string;
}

/** A hard condition of a market's definition as functions; those of all markets stand in `exclusion.ts`. */
export interface Condition<D, S, F, G> {
  readonly code: ConditionCode;
  keepsApart(demand: F, supply: G): boolean;
  /** Why, for an official; in general words where the pair has changed since it was found. */
  sentence(pair: Pair<D, S>): string;
}

/**
 * What matching has to know of a market: its definition in `markets` as functions. Everything else is the same code.
 * D and S are its listings, F and G what rules look at in them.
 */
export interface MarketRules<
  D = PublishedListing,
  S = PublishedListing,
  F extends DemandFeatures = DemandFeatures,
  G extends SupplyFeatures = SupplyFeatures,
> {
  readonly market: MarketCode;
  /** What the texts of its two sides are called in reasons. */
  readonly speaks: { readonly demand: string; readonly supply: string };
  readonly layout: Layout<keyof G['numbers'] & string, keyof G['codes'] & string>;
  demandFeatures(demand: D): F;
  supplyFeatures(supply: S): MadeFeatures<keyof G['numbers'] & string, keyof G['codes'] & string>;
  /** In the order of the definition, without `text`. */
  readonly rules: readonly Rule<D, S, F, G>[];
  /** In the order of the definition, without those of all markets. */
  readonly conditions: readonly Condition<D, S, F, G>[];
}

/** The rules of a market's definition by name, in order. */
export function ruleTexts(market: MarketCode): readonly (readonly [name: string, rule: MarketRule])[] {
  return Object.entries(markets[market].rules as Readonly<Record<string, MarketRule>>);
}

/** In the order in which they are shown and kept. */
export function ruleNames(market: MarketCode): readonly string[] {
  return ruleTexts(market).map(([name]) => name);
}

/** The most that each rule gives, as the platform comes; together 100. */
export function mostOf(market: MarketCode): RuleWeights {
  return Object.fromEntries(ruleTexts(market).map(([name, { most }]) => [name, most]));
}

/** What pairs of a market are weighed by. */
export interface Weighing {
  /** Points of each rule, in the order of the rules. */
  readonly most: readonly number[];
  readonly preferences: Preferences;
}

/**
 * Tenths of a point by rule, the text first; their sum is ten times the score. Rules weigh what is relevant, they do not
 * make it relevant: all but the text count by the share that the text has.
 * @param text share of the text rule, 0–1.
 */
export function tenths(
  { rules }: MarketRules,
  { demand, supply }: { readonly demand: DemandFeatures; readonly supply: SupplyFeatures },
  text: number,
  { most, preferences }: Weighing,
): number[] {
  const points = [worth(text, most[0] as number)];
  for (let i = 0; i < rules.length; i++) {
    const share = (rules[i] as (typeof rules)[number]).share(demand, supply, preferences);
    points.push(worth(share * text, most[i + 1] as number));
  }
  return points;
}

/** The points of each rule in the order of the rules. */
export function inOrder(market: MarketCode, weights: RuleWeights): number[] {
  return ruleNames(market).map((name) => weights[name] ?? 0);
}

function worth(share: number, points: number): number {
  return Math.round(share * points * 10);
}

export function total(points: readonly number[]): number {
  let sum = 0;
  for (const part of points) sum += part;
  return sum;
}

/** Half for any code in common, full for all that the demand names. */
export function shared(wanted: readonly number[], has: Codes): number {
  let both = 0;
  for (const code of wanted) if (has.includes(code)) both++;
  return both === 0 ? 0 : 0.5 + (0.5 * both) / wanted.length;
}

/** The names of what both sides say. */
export function inBoth(
  wanted: readonly string[],
  has: readonly string[],
  name: (code: string) => string,
): string {
  return wanted
    .filter((code) => has.includes(code))
    .map(name)
    .join('、');
}
