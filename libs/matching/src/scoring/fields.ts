import {
  type KindCode,
  kindNamed,
  type LabelOf,
  labelOf,
  type MarketCode,
  markets,
  type PublishedListing,
  textsOf,
} from '#contracts';
import type { Field } from './views.js';

export interface NamedField extends Field {
  readonly field: string;
  /** As people see it. */
  readonly label: string;
}

/** What a demand is searched by. @param names what the city calls the fields, where people read them. */
export const demandTexts = (market: MarketCode, demand: PublishedListing, names: LabelOf = labelOf) =>
  weighed(markets[market].demand, demand, names);

/** What a supply is found by; `names` as above. */
export const supplyTexts = (market: MarketCode, supply: PublishedListing, names: LabelOf = labelOf) =>
  weighed(markets[market].supply, supply, names);

/** The texts are the same whatever the city calls their codes: nothing is ranked otherwise by it. */
function weighed(kind: KindCode, listing: PublishedListing, names: LabelOf): NamedField[] {
  return textsOf(kindNamed(kind, names), listing, labelOf).filter(({ weight }) => weight > 0);
}

/** What is sent of a listing to a model's server: its fields in the order of the kind, since models read only so far. */
export function textOf(fields: readonly NamedField[]): string {
  return fields
    .filter(({ text, weight }) => text !== '' && weight > 0)
    .map(({ text }) => text)
    .join('。');
}
