import { kinds, labelOf, type MarketCode, markets, type PublishedListing, textsOf } from '#contracts';
import type { Field } from './views.js';

export interface NamedField extends Field {
  readonly field: string;
  /** As people see it. */
  readonly label: string;
}

/** What a demand is searched by. */
export const demandTexts = (market: MarketCode, demand: PublishedListing) =>
  weighed(markets[market].demand, demand);

/** What a supply is found by. */
export const supplyTexts = (market: MarketCode, supply: PublishedListing) =>
  weighed(markets[market].supply, supply);

function weighed(kind: keyof typeof kinds, listing: PublishedListing): NamedField[] {
  return textsOf(kinds[kind], listing, labelOf).filter(({ weight }) => weight > 0);
}

/** What is sent of a listing to a model's server: its fields in the order of the kind, since models read only so far. */
export function textOf(fields: readonly NamedField[]): string {
  return fields
    .filter(({ text, weight }) => text !== '' && weight > 0)
    .map(({ text }) => text)
    .join('。');
}
