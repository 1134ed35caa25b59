import type { DictionaryName } from '../dictionaries/index.js';
import { contactParts } from './contact.js';
import { type Entries, Field, type FieldSort, SpanField } from './field.js';
import type { ListingKindOf } from './kind.js';
import type { Words } from './words.js';

/** One input of a form. */
export interface Control {
  /** Of the value in the content: `['firstVersion', 'year']`. */
  readonly path: readonly string[];
  readonly label: Words;
  readonly help?: Words;
  /** Must be filled whatever else stands in the form. */
  readonly required: boolean;
  readonly sort: Exclude<FieldSort, 'contact' | 'group'>;
  readonly dictionary?: DictionaryName;
  /** Characters of a text, items of a list of codes, or the greatest number. */
  readonly max: number;
  readonly min: number;
  /** The value of a new form. */
  readonly initial?: unknown;
  /** What a person types looks so; a value that stands already may stay. */
  readonly looks?: { readonly pattern: RegExp; readonly asked: string };
}

export interface FormSection {
  readonly label: Words;
  readonly controls: readonly Control[];
}

/** The form of a kind, section by section in its order. */
export function formOf(kind: ListingKindOf): readonly FormSection[] {
  return kind.definition.sections.map(({ label, entries }) => ({ label, controls: controlsOf(entries) }));
}

function controlsOf(entries: Entries, above: readonly string[] = []): Control[] {
  return Object.entries(entries).flatMap(([name, entry]): Control[] => {
    if (entry instanceof SpanField) return controlsOf(entry.members, above);
    if (!(entry instanceof Field)) return [];
    const { sort, label, help, required, dictionary, max, min, otherwise, members } = entry.traits;
    const path = [...above, name];
    if (members) return controlsOf(members, path);
    if (sort === 'contact') return contactControls(path, label, help);
    return [
      {
        path,
        label,
        required: required && above.length === 0,
        sort: sort as Control['sort'],
        max,
        min,
        ...(help ? { help } : {}),
        ...(dictionary ? { dictionary } : {}),
        ...(otherwise === undefined ? {} : { initial: otherwise }),
      },
    ];
  });
}

/** The person's name is called as the contact itself. */
function contactControls(above: readonly string[], called: Words, help: Words | undefined): Control[] {
  return Object.entries(contactParts).map(([part, { label, max, looks, asked }], i) => ({
    path: [...above, part],
    label: part === 'name' ? called : label,
    required: false,
    sort: 'text',
    max,
    min: 0,
    looks: { pattern: looks, asked },
    ...(i === 0 && help ? { help } : {}),
  }));
}
