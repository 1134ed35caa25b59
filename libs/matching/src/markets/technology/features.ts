import { dictionaries, type PublishedOf } from '#contracts';
import {
  budgetOf,
  commonFeatures,
  type DemandFeatures,
  type Layout,
  type MadeFeatures,
  numberOf,
  priceOf,
  type SupplyFeatures,
  tieOf,
} from '../features.js';

export type PublishedNeed = PublishedOf<'technology-need'>;
export type PublishedResult = PublishedOf<'technology-result'>;

export interface NeedFeatures extends DemandFeatures {
  readonly technologies: readonly number[];
  readonly applications: readonly number[];
  readonly chains: readonly number[];
  /** The stage that a result must have reached; 0 where none is said. */
  readonly stage: number;
  /** 0: none is said. */
  readonly mode: number;
  /** In fen; minus infinity where none is said. */
  readonly budgetMax: number;
}

/** `price` in fen, NaN where none is said; `stage` that it has reached, 0 where none is said. */
type Numbers = 'price' | 'stage';
type Lists = 'technologies' | 'applications' | 'chains' | 'modes';
export type ResultFeatures = SupplyFeatures<Numbers, Lists>;

export const layout: Layout<Numbers, Lists> = {
  numbers: ['price', 'stage'],
  codes: ['technologies', 'applications', 'chains', 'modes'],
};

const stages = new Map(dictionaries.maturities.entries.map(({ code }, i) => [code, i + 1]));
export const stagesInAll = stages.size;

/** From 1 on, in the order of the stages; 0 for none, and for one that the platform does not know the order of. */
export function stageOf(maturity: string | null): number {
  return maturity === null ? 0 : (stages.get(maturity) ?? 0);
}

export function needFeatures(need: PublishedNeed): NeedFeatures {
  return {
    ...commonFeatures(need),
    technologies: need.technologyFields.map(numberOf),
    applications: need.fields.map(numberOf),
    chains: need.chains.map(numberOf),
    stage: stageOf(need.maturity),
    mode: need.mode === null ? 0 : numberOf(need.mode),
    budgetMax: budgetOf(need.budgetMax),
  };
}

export function resultFeatures(result: PublishedResult): MadeFeatures<Numbers, Lists> {
  return {
    ...commonFeatures(result),
    tie: tieOf(result),
    numbers: {
      price: priceOf(result.price),
      stage: stageOf(result.maturity),
    },
    codes: {
      technologies: result.technologyFields.map(numberOf),
      applications: result.fields.map(numberOf),
      chains: result.chains.map(numberOf),
      modes: result.modes.map(numberOf),
    },
  };
}
