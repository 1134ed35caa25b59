import { canonicalJson } from '#kernel';
import type { EditionDocument, EditionItem } from './document.js';

/** One thing in which a file differs from the edition that it says it is. */
export interface Difference {
  /** Number of the listing; null: the edition itself. */
  readonly number: string | null;
  /** Name of the field as the file writes it; null: the whole item. */
  readonly field: string | null;
  readonly kind: 'changed' | 'added' | 'missing';
  readonly published: string;
  readonly found: string;
}

type Values = Readonly<Record<string, unknown>>;

/** What a file says otherwise than the published edition, in the order of the edition. */
export function differencesOf(published: EditionDocument, file: EditionDocument): Difference[] {
  const { items: ours } = published;
  const { items: theirs } = file;
  return [
    ...fields(null, headOf(published), headOf(file)),
    ...ours.flatMap((item) => {
      const other = theirs.find((one) => one?.number === item.number);
      return other ? itemDifferences(item, other) : [whole(item, 'missing')];
    }),
    ...theirs
      .filter((item) => !ours.some((one) => one.number === item?.number))
      .map((item) => whole(item, 'added')),
  ];
}

/** What an edition says of itself, the issuer by name and by code. */
function headOf({ items: _, issuer, ...head }: EditionDocument): Values {
  return { issuer: issuer?.name, issuerCode: issuer?.code, ...head };
}

function itemDifferences(item: EditionItem, other: EditionItem): Difference[] {
  const { content, ...rest } = item;
  const { content: otherContent, ...otherRest } = other;
  return [...fields(item.number, rest, otherRest), ...fields(item.number, content, otherContent ?? {})];
}

function fields(number: string | null, ours: Values, theirs: Values): Difference[] {
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  return names.flatMap((field) => {
    const published = asText(ours[field]);
    const found = asText(theirs[field]);
    return published === found ? [] : [{ number, field, kind: 'changed' as const, published, found }];
  });
}

function whole(item: EditionItem, kind: 'added' | 'missing'): Difference {
  const title = asText(item?.content?.['title'] ?? item?.content?.['product']);
  const [published, found] = kind === 'missing' ? [title, ''] : ['', title];
  return { number: String(item?.number ?? ''), field: null, kind, published, found };
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : canonicalJson(value);
}
