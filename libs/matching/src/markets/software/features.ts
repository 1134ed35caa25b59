import type { PublishedCapability, PublishedScenario } from '#contracts';
import {
  budgetOf,
  commonFeatures,
  type DemandFeatures,
  dayNumber,
  type Layout,
  type MadeFeatures,
  numberOf,
  priceOf,
  type SupplyFeatures,
  tieOf,
} from '../features.js';

export interface ScenarioFeatures extends DemandFeatures {
  readonly fields: readonly number[];
  readonly chains: readonly number[];
  readonly platforms: readonly number[];
  readonly localOnly: boolean;
  readonly prefersFirstVersion: boolean;
  /** In fen; minus infinity where none is said. */
  readonly budgetMax: number;
}

/**
 * `price` in fen, NaN where none is said; `advancement`: patents, standards and awards as a share of what is full, 0–1;
 * `firstFrom`, `firstTo`: recognition as a first-version product, days as YYYYMMDD, 0 where there is none.
 */
type Numbers = 'price' | 'advancement' | 'firstFrom' | 'firstTo';
type Lists = 'fields' | 'chains' | 'platforms';
export type CapabilityFeatures = SupplyFeatures<Numbers, Lists>;

export const layout: Layout<Numbers, Lists> = {
  numbers: ['price', 'advancement', 'firstFrom', 'firstTo'],
  codes: ['fields', 'chains', 'platforms'],
};

export function scenarioFeatures(scenario: PublishedScenario): ScenarioFeatures {
  return {
    ...commonFeatures(scenario),
    fields: scenario.fields.map(numberOf),
    chains: scenario.chains.map(numberOf),
    platforms: scenario.requiredPlatforms.map(numberOf),
    localOnly: scenario.localOnly,
    prefersFirstVersion: scenario.prefersFirstVersion,
    budgetMax: budgetOf(scenario.budgetMax),
  };
}

export function capabilityFeatures(capability: PublishedCapability): MadeFeatures<Numbers, Lists> {
  const { patents, standards, awards, firstVersion, referencePrice } = capability;
  return {
    ...commonFeatures(capability),
    tie: tieOf(capability),
    numbers: {
      price: priceOf(referencePrice),
      advancement: Math.min(
        1,
        Math.min(patents, 10) / 10 + Math.min(standards, 3) / 3 + Math.min(awards, 3) / 3,
      ),
      firstFrom: firstVersion ? dayNumber(firstVersion.validFrom) : 0,
      firstTo: firstVersion ? dayNumber(firstVersion.validTo) : 0,
    },
    codes: {
      fields: capability.fields.map(numberOf),
      chains: capability.chains.map(numberOf),
      platforms: capability.adaptedPlatforms.map(numberOf),
    },
  };
}
