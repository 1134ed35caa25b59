import {
  kinds,
  type ListingKind,
  labelOf,
  type PublishedCapability,
  type PublishedListing,
  type PublishedScenario,
  textsOf,
} from '#contracts';
import type { Field } from './views.js';

export interface NamedField extends Field {
  readonly field: string;
  /** As people see it. */
  readonly label: string;
}

/** What a need is searched by. */
export const scenarioFields = (scenario: PublishedScenario) => weighed('scenario', scenario);

/** What a capability is found by. */
export const capabilityFields = (capability: PublishedCapability) => weighed('capability', capability);

function weighed(kind: ListingKind, listing: PublishedListing): NamedField[] {
  return textsOf(kinds[kind], listing, labelOf).filter(({ weight }) => weight > 0);
}

/** What is sent of a listing to a model's server: its fields in the order of the kind, since models read only so far. */
export function textOf(fields: readonly NamedField[]): string {
  return fields
    .filter(({ text, weight }) => text !== '' && weight > 0)
    .map(({ text }) => text)
    .join('。');
}
