import {
  codedPathsOf,
  type DictionaryEntryView,
  type DictionaryName,
  dictionaries,
  fieldNames,
  type KindContent,
  kinds,
  type LabelOf,
  type ListingKind,
  perObject,
  unknownCode,
} from '#contracts';
import type { FieldError } from '#kernel';

export type Dictionaries = Readonly<Record<DictionaryName, readonly DictionaryEntryView[]>>;

export interface Overlay {
  readonly name: string;
  readonly code: string;
  readonly label: string;
  readonly aliases: readonly string[];
  readonly parent: string | null;
  readonly note: string | null;
  readonly retired: boolean;
}

/** The codes of a dictionary in the order that the city gave them. */
export interface Order {
  readonly name: string;
  readonly codes: readonly string[];
}

/**
 * The dictionaries that ship with the platform, with what the city added, renamed, retired or put in another order. What
 * the city's order does not name follows it: the platform's entries, then the city's.
 */
export function merged(overlay: readonly Overlay[], orders: readonly Order[] = []): Dictionaries {
  const entries = (Object.keys(dictionaries) as DictionaryName[]).map((name) => {
    const base = name === 'fieldNames' ? fieldNames() : dictionaries[name].entries;
    const all = new Map<string, DictionaryEntryView>(base.map((entry) => [entry.code, entry]));
    for (const entry of overlay) if (entry.name === name) lay(all, entry);
    const places = new Map(
      orders.find((one) => one.name === name)?.codes.map((code, place) => [code, place]),
    );
    const placeOf = ({ code }: DictionaryEntryView) => places.get(code) ?? places.size;
    return [name, [...all.values()].sort((a, b) => placeOf(a) - placeOf(b))];
  });
  return Object.fromEntries(entries) as Dictionaries;
}

export const labelsOf = perObject((all: Dictionaries): LabelOf => {
  const byName = new Map(
    Object.entries(all).map(([name, entries]) => [name, new Map(entries.map((e) => [e.code, e.label]))]),
  );
  return (name, code) => (code === null || code === undefined ? '' : (byName.get(name)?.get(code) ?? code));
});

/** A field is only called otherwise; one that no kind has any more is called nothing. */
function lay(all: Map<string, DictionaryEntryView>, entry: Overlay): void {
  const field = all.get(entry.code);
  if (entry.name !== 'fieldNames') all.set(entry.code, entryView(entry));
  else if (field) all.set(entry.code, { ...field, label: entry.label });
}

export function entryView(entry: Overlay): DictionaryEntryView {
  return {
    code: entry.code,
    label: entry.label,
    ...(entry.aliases.length > 0 ? { aliases: entry.aliases } : {}),
    ...(entry.parent === null ? {} : { parent: entry.parent }),
    ...(entry.note === null ? {} : { note: entry.note }),
    ...(entry.retired ? { retired: true as const } : {}),
  };
}

/**
 * The codes of a content that no dictionary has, or that are retired and did not stand in `before` already.
 * @returns errors with pointers below `/content`, each naming the value.
 */
export function codeFaults(
  kind: ListingKind,
  content: KindContent,
  known: Dictionaries,
  before?: KindContent,
): FieldError[] {
  return Object.entries(codedPathsOf(kinds[kind])).flatMap(([path, name]) => {
    const value = at(content, path);
    if (value.length === 0) return [];
    const kept = new Set(before ? at(before, path) : []);
    return value.flatMap((code, index) => {
      const pointer = `/content/${path}${Array.isArray(raw(content, path)) ? `/${index}` : ''}`;
      return kept.has(code) ? [] : faultOf(known[name], name, code, pointer);
    });
  });
}

const byCodeOf = perObject(
  (entries: readonly DictionaryEntryView[]): ReadonlyMap<string, DictionaryEntryView> =>
    new Map(entries.map((entry) => [entry.code, entry])),
);

function faultOf(
  entries: readonly DictionaryEntryView[],
  name: DictionaryName,
  code: string,
  pointer: string,
): FieldError[] {
  const entry = byCodeOf(entries).get(code);
  if (entry && !entry.retired) return [];
  return [
    entry
      ? { pointer, code: 'listing.retired_code', detail: `“${entry.label}”已停用，请另选一项`, value: code }
      : {
          pointer,
          code: 'listing.unknown_code',
          detail: unknownCode(name, code),
          value: code,
        },
  ];
}

function raw(content: object, path: string): unknown {
  return path
    .split('/')
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | null)?.[part], content);
}

function at(content: object, path: string): string[] {
  const value = raw(content, path);
  return value == null ? [] : ([value].flat() as string[]);
}
