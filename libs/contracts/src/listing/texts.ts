import type { LabelOf } from '../dictionaries/index.js';
import { valueText } from './columns.js';
import type { ListingKindOf } from './kind.js';

/** A text of a listing as search and matching read it. */
export interface WeighedText {
  readonly field: string;
  /** As people see it. */
  readonly label: string;
  /** '' where the listing says nothing. */
  readonly text: string;
  /** In matching, 0 to 2; 0: search alone reads it. */
  readonly weight: number;
}

/** What search reads of a listing, in the order of its kind; matching reads those that weigh. */
export function textsOf(kind: ListingKindOf, content: object, labelOf: LabelOf): WeighedText[] {
  const values = content as Readonly<Record<string, unknown>>;
  return Object.entries(kind.fields)
    .filter(([, { traits }]) => traits.searched)
    .map(([field, { traits }]) => ({
      field,
      label: traits.label.zh,
      text: valueText(traits, values[field], labelOf),
      weight: traits.weight,
    }));
}
