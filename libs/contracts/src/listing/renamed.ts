import type { DictionaryEntry, LabelOf } from '../dictionaries/index.js';
import { type Entries, type Entry, Field, OwnerField, SpanField } from './field.js';
import { ListingKindOf } from './kind.js';
import { type KindCode, kindCodes, kinds } from './kinds.js';
import type { Words } from './words.js';

type Named = readonly [path: string, label: Words];

/** Everything of a kind that people call by a name: fields, ranges, members of groups, what is told of the owner. */
function namesOf(entries: Entries, above = ''): Named[] {
  return Object.entries(entries).flatMap(([key, entry]): Named[] => {
    const path = `${above}${key}`;
    if (entry instanceof OwnerField) return [[path, entry.label]];
    if (entry instanceof SpanField) return [[path, entry.label], ...namesOf(entry.members, above)];
    return [[path, entry.traits.label], ...namesOf(entry.traits.members ?? {}, `${path}.`)];
  });
}

/** The dictionary of what kinds call their fields, as the platform comes; codes are `capability.product`. */
export function fieldNames(): DictionaryEntry[] {
  return kindCodes.flatMap((kind) =>
    namesOf(kinds[kind].entries).map(([path, label]) => ({
      code: `${kind}.${path}`,
      label: label.zh,
      note: kinds[kind].label.zh,
    })),
  );
}

/** The names that somebody has changed, by path. */
function changedIn(kind: ListingKindOf, labelOf: LabelOf): ReadonlyMap<string, string> {
  return new Map(
    namesOf(kind.entries).flatMap(([path, { zh }]) => {
      const code = `${kind.code}.${path}`;
      const called = labelOf('fieldNames', code);
      return called === code || called === zh ? [] : [[path, called]];
    }),
  );
}

/** What kinds are called in some words: looked at once, for texts are taken from them thousands of times a second. */
const looked = new WeakMap<LabelOf, Map<ListingKindOf, ListingKindOf>>();

/** The last kind that was made of each with other names: the same names give the same kind. */
const made = new Map<ListingKindOf, { readonly said: string; readonly kind: ListingKindOf }>();

/**
 * A kind with the names that a city gives its fields; all that is derived of it calls them so. Sheets may still call them
 * as the platform does.
 */
export function renamed(kind: ListingKindOf, labelOf: LabelOf): ListingKindOf {
  const known = looked.get(labelOf) ?? new Map<ListingKindOf, ListingKindOf>();
  looked.set(labelOf, known);
  const found = known.get(kind) ?? renamedBy(kind, labelOf);
  known.set(kind, found);
  return found;
}

function renamedBy(kind: ListingKindOf, labelOf: LabelOf): ListingKindOf {
  const changed = changedIn(kind, labelOf);
  if (changed.size === 0) return kind;
  const said = JSON.stringify([...changed]);
  const before = made.get(kind);
  if (before?.said === said) return before.kind;
  const sections = kind.definition.sections.map(({ label, entries }) => ({
    label,
    entries: called(entries, changed),
  }));
  const other = new ListingKindOf({ ...kind.definition, sections });
  made.set(kind, { said, kind: other });
  return other;
}

/** A kind of the platform, as a city calls its fields. */
export const kindNamed = (kind: KindCode, labelOf: LabelOf): ListingKindOf => renamed(kinds[kind], labelOf);

/** The changed names of a kind by their codes, for what keeps them. */
export function changedNames(kind: KindCode, labelOf: LabelOf): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...changedIn(kinds[kind], labelOf)].map(([path, label]) => [`${kind}.${path}`, label]),
  );
}

function called<E extends Entries>(entries: E, changed: ReadonlyMap<string, string>, above = ''): E {
  return Object.fromEntries(
    Object.entries(entries).map(([key, entry]) => [
      key,
      calledEntry(`${above}${key}`, entry, changed, above),
    ]),
  ) as unknown as E;
}

function calledEntry(path: string, entry: Entry, changed: ReadonlyMap<string, string>, above: string): Entry {
  const name = changed.get(path);
  if (entry instanceof OwnerField) return name === undefined ? entry : entry.called(name);
  if (entry instanceof SpanField) {
    const span = new SpanField(entry.label, called(entry.members, changed, above), entry);
    return name === undefined ? span : span.called(name);
  }
  const { members } = entry.traits;
  const field = members
    ? new Field({ ...entry.traits, members: called(members, changed, `${path}.`) })
    : entry;
  return name === undefined ? field : field.called(name);
}
