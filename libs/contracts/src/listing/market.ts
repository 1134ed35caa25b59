import type { Words } from './words.js';

/** One of the rules by which a market's pairs are weighed. */
export interface MarketRule {
  /** Its name for people. */
  readonly label: string;
  /** What it looks at, in a sentence for an official. */
  readonly about: string;
  /** The most that it gives as the platform comes; a market's rules give 100 together. */
  readonly most: number;
}

/** What keeps a pair apart whatever its points. Permanent codes. */
export const conditionCodes = [
  'expired',
  'platforms',
  'same_organisation',
  'local_only',
  'invited_only',
  'maturity',
] as const;
export type ConditionCode = (typeof conditionCodes)[number];

/** The levels that a pair climbs, from 0 on. */
export type Ladder = readonly [string, string, string, string, string, string];

/** A demand kind and the supply kind that answers it, and by what its pairs are found and told. */
export interface MarketDefinition {
  readonly label: Words;
  /** What its demand, its supply and who offers that are called in a sentence; `listed`: a supply as one of its list. */
  readonly words: {
    readonly demand: string;
    readonly supply: string;
    readonly supplier: string;
    readonly listed: string;
  };
  /** Codes of its kinds. */
  readonly demand: string;
  readonly supply: string;
  /** By name, in the order in which they are shown and kept; `text`, by which all others count, is the first. */
  readonly rules: { readonly text: MarketRule } & Readonly<Record<string, MarketRule>>;
  /** Hard conditions, in the order in which they are looked at. */
  readonly conditions: readonly ConditionCode[];
  readonly ladder: Ladder;
}

/** Conditions that hold in every market. */
export const commonConditions = ['expired', 'same_organisation', 'invited_only'] as const;

/** The levels that all markets have so far. */
export const ladder: Ladder = ['推荐', '意向', '对接', '协议', '合同', '验收应用'];
