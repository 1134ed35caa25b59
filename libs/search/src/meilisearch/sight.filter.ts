import { type Condition, narrowed } from '#kernel';
import { type ListingFacts, type Sight, seenInForce } from '#listings';

/** Where the document holds what the visibility rule of listings looks at. */
const attributes: Readonly<Record<keyof ListingFacts, string>> = {
  id: 'id',
  visibility: 'visibility',
  area: 'areas',
  organisationId: 'organisationId',
};

/** They must be filterable. */
export const sightAttributes: readonly string[] = Object.values(attributes);

/** What the asker sees, as a filter: of the same rule as the SQL condition. */
export function sightFilter(sight: Sight): string {
  return filterOf(narrowed(seenInForce, sight));
}

function filterOf(condition: Condition<ListingFacts>): string {
  if (typeof condition === 'boolean') return condition ? 'id EXISTS' : 'id NOT EXISTS';
  if ('all' in condition) return `(${condition.all.map(filterOf).join(' AND ')})`;
  if ('any' in condition) return `(${condition.any.map(filterOf).join(' OR ')})`;
  const attribute = attributes[condition.row];
  return 'oneOf' in condition
    ? `${attribute} IN [${condition.oneOf.map((value) => JSON.stringify(value)).join(', ')}]`
    : `${attribute} = true`;
}
