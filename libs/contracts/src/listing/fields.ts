import { firstYear, lastYear } from '../api/common.js';
import type { DictionaryName } from '../dictionaries/index.js';
import type { Contact } from './contact.js';
import {
  type Entries,
  Field,
  type FieldSort,
  type FieldTraits,
  type Members,
  OwnerField,
  type OwnerPart,
  SpanField,
  type ValuesOf,
} from './field.js';
import type { Words } from './words.js';

function field<V>(sort: FieldSort, label: Words, more: Partial<FieldTraits> = {}): Field<V> {
  return new Field<V>({
    sort,
    label,
    required: false,
    min: 0,
    max: 0,
    lenient: false,
    sheetNames: [],
    example: '',
    audience: 'everybody',
    listed: false,
    searched: false,
    weight: 0,
    ...more,
  });
}

/** One line of at most 120 characters unless `max` says otherwise. */
export const text = (label: Words) => field<string>('text', label, { max: 120 });

/** Paragraphs of at most 10,000 characters unless `max` says otherwise. */
export const longText = (label: Words) => field<string>('longText', label, { max: 10_000 });

/**
 * One code of a dictionary. Only its form is checked by the schema: a city adds and retires entries in its database,
 * so whether the code exists is asked there (`listing.unknown_code`, naming the value).
 */
export const code = (label: Words, dictionary: DictionaryName) =>
  field<string | null>('code', label, { dictionary });

/** Codes of a dictionary, without repeats, at most 20 unless `max` says otherwise. */
export const codes = (label: Words, dictionary: DictionaryName) =>
  field<string[]>('codes', label, { dictionary, max: 20 });

/** Yuan with two decimals, as text; people read and write 万元. */
export const money = (label: Words) => field<string | null>('money', label);

/** A day of Asia/Shanghai, `2026-11-22`. */
export const day = (label: Words) => field<string | null>('day', label);

/** A whole number from 0. */
export const count = (label: Words, max: number) => field<number>('count', label, { max });

/** A year from 2000 to 2200. */
export const year = (label: Words) => field<number | null>('year', label, { min: firstYear, max: lastYear });

export const toggle = (label: Words) => field<boolean>('switch', label);

/** Name, telephone and e-mail of a person: personal data, for the two sides of an engagement alone. */
export const contactPerson = (label: Words) => field<Contact>('contact', label, { audience: 'parties' });

/** Fields that are given together or not at all. */
export const group = <const M extends Entries>(label: Words, members: M) =>
  field<ValuesOf<M> | null>('group', label, { members });

/** Two fields of one sort as a range; the second is never before the first. */
export const span = <const M extends Members>(label: Words, members: M) => new SpanField<M>(label, members);

/** Something of the organisation, shown with the listing. */
export const ofOwner = (part: OwnerPart, label: Words, dictionary?: DictionaryName) =>
  new OwnerField(part, label, dictionary);
