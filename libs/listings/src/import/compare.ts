import {
  downloadColumnsOf,
  Field,
  headingOf,
  kindNamed,
  kinds,
  type LabelOf,
  type ListingKind,
  SpanField,
} from '#contracts';
import { canonicalJson } from '#kernel';
import type { Content } from '../document.js';

/** A field whose value in a sheet differs from the platform's, both as people read them. */
export interface FieldChange {
  readonly field: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

type Values = Readonly<Record<string, unknown>>;

/** The names in a content that columns of a sheet speak of: `budget` is that of both its ends. */
export function spokenOf(kind: ListingKind, columns: readonly string[]): ReadonlySet<string> {
  const heads = new Set(columns.map((key) => key.split('.')[0] ?? ''));
  const names = new Set<string>();
  for (const [key, entry] of Object.entries(kinds[kind].entries)) {
    if (entry instanceof Field && heads.has(key)) names.add(key);
    if (entry instanceof SpanField)
      for (const member of Object.keys(entry.members))
        if (heads.has(key) || heads.has(member)) names.add(member);
  }
  return names;
}

/** What stands already, with what a sheet says of it; what the sheet has no column for stays. */
export function overlaid(before: Content, after: Content, spoken: ReadonlySet<string>): Content {
  const values = { ...(before as unknown as Record<string, unknown>) };
  for (const [name, value] of Object.entries(after)) if (spoken.has(name)) values[name] = value;
  return values as unknown as Content;
}

/** Compares field by field; empty where the sheet has nothing new. */
export function changesBetween(
  kind: ListingKind,
  before: Content,
  after: Content,
  labelOf: LabelOf,
): FieldChange[] {
  const [old, now] = [before as unknown as Values, after as unknown as Values];
  const changed = new Set(
    Object.keys(now).filter((name) => canonicalJson(old[name] ?? null) !== canonicalJson(now[name] ?? null)),
  );
  return downloadColumnsOf(kindNamed(kind, labelOf)).flatMap((column) => {
    if (!changed.has(column.key)) return [];
    return [
      {
        field: column.key,
        label: headingOf(column),
        before: column.text(old, labelOf).slice(0, 500),
        after: column.text(now, labelOf).slice(0, 500),
      },
    ];
  });
}
