import type { DictionaryName } from '../dictionaries/index.js';
import type { Words } from './words.js';

/** What a field holds. Forms, sheets, lists and matching choose by it how they write, read and show a value. */
export type FieldSort =
  | 'text'
  | 'longText'
  | 'code'
  | 'codes'
  | 'money'
  | 'day'
  | 'count'
  | 'year'
  | 'switch'
  | 'contact'
  | 'group';

/**
 * Who reads a field of a published listing: everybody; the listing's own people and coordinators; or the two sides of
 * an engagement, for personal data.
 */
export type Audience = 'everybody' | 'insiders' | 'parties';

/** All that is known of a field. It is data: every consumer reads it, none repeats it. */
export interface FieldTraits {
  readonly sort: FieldSort;
  readonly label: Words;
  readonly help?: Words;
  readonly required: boolean;
  /** Characters of a text, items of a list of codes, or the greatest number. */
  readonly max: number;
  readonly min: number;
  /** Whose codes it holds. */
  readonly dictionary?: DictionaryName;
  /** A label that its dictionary lacks is kept as text with a notice, not refused. */
  readonly lenient: boolean;
  /** The value where none is given; null unless it is said. */
  readonly otherwise?: unknown;
  /** What spreadsheets call it besides its label. */
  readonly sheetNames: readonly string[];
  readonly example: string;
  readonly audience: Audience;
  /** Stands in the lists on pages; downloads hold every field that everybody may read. */
  readonly listed: boolean;
  /** Its text is found by search. */
  readonly searched: boolean;
  /** Weight of its text in matching, 0 to 2; 0: it takes no part. */
  readonly weight: number;
  /** The fields of a group, by name. */
  readonly members?: Readonly<Record<string, Entry>>;
}

/** A field of a listing kind; `V` is the type of its value in a content. Every method gives a new field. */
export class Field<V = unknown> {
  declare readonly value: V;

  constructor(readonly traits: FieldTraits) {}

  required(): Field<NonNullable<V>> {
    return new Field({ ...this.traits, required: true });
  }

  /** The value where none is given. */
  otherwise(value: NonNullable<V>): Field<NonNullable<V>> {
    return new Field({ ...this.traits, otherwise: value });
  }

  max(max: number): Field<V> {
    return this.with({ max });
  }

  help(zh: string, en: string): Field<V> {
    return this.with({ help: { zh, en } });
  }

  calledInSheets(...names: string[]): Field<V> {
    return this.with({ sheetNames: [...this.traits.sheetNames, ...names] });
  }

  example(example: string): Field<V> {
    return this.with({ example });
  }

  seenBy(audience: Audience): Field<V> {
    return this.with({ audience });
  }

  inLists(): Field<V> {
    return this.with({ listed: true });
  }

  searched(): Field<V> {
    return this.with({ searched: true });
  }

  /** By another name; sheets may go on with the one before. */
  called(zh: string): Field<V> {
    const { label } = this.traits;
    return this.with({ label: { ...label, zh } }).calledInSheets(label.zh);
  }

  /** Takes part in search, and in matching with this weight. */
  weighs(weight: number): Field<V> {
    return this.with({ weight, searched: true });
  }

  lenient(): Field<V> {
    return this.with({ lenient: true });
  }

  private with(more: Partial<FieldTraits>): Field<V> {
    return new Field({ ...this.traits, ...more });
  }
}

/** How an entry that is no single field of the content appears in sheets and lists. */
interface Appearance {
  readonly sheetNames: readonly string[];
  readonly listed: boolean;
  readonly example: string;
}
const plain: Appearance = { sheetNames: [], listed: false, example: '' };

/** Two fields of one sort that people read as a range: `low` never after `high`. Both stand in the content by name. */
export class SpanField<M extends Members = Members> implements Appearance {
  readonly sheetNames: readonly string[];
  readonly listed: boolean;
  readonly example: string;

  constructor(
    readonly label: Words,
    readonly members: M,
    appearance: Appearance = plain,
  ) {
    ({ sheetNames: this.sheetNames, listed: this.listed, example: this.example } = appearance);
  }

  calledInSheets(...names: string[]): SpanField<M> {
    return this.with({ sheetNames: [...this.sheetNames, ...names] });
  }

  inLists(): SpanField<M> {
    return this.with({ listed: true });
  }

  exampled(example: string): SpanField<M> {
    return this.with({ example });
  }

  called(zh: string): SpanField<M> {
    return new SpanField({ ...this.label, zh }, this.members, this).calledInSheets(this.label.zh);
  }

  private with(more: Partial<Appearance>): SpanField<M> {
    return new SpanField(this.label, this.members, { ...this, ...more });
  }
}

/** What a listing says of its organisation: read from the organisation, never part of the content. */
export type OwnerPart = 'organisation' | 'uscc' | 'ownerKind' | 'size';

export class OwnerField implements Appearance {
  readonly sheetNames: readonly string[];
  readonly listed: boolean;
  readonly example: string;
  readonly help: Words | undefined;

  constructor(
    readonly part: OwnerPart,
    readonly label: Words,
    readonly dictionary: DictionaryName | undefined,
    appearance: Appearance & { readonly help?: Words | undefined } = plain,
  ) {
    ({ sheetNames: this.sheetNames, listed: this.listed, example: this.example } = appearance);
    this.help = appearance.help;
  }

  calledInSheets(...names: string[]): OwnerField {
    return this.with({ sheetNames: [...this.sheetNames, ...names] });
  }

  inLists(): OwnerField {
    return this.with({ listed: true });
  }

  exampled(example: string): OwnerField {
    return this.with({ example });
  }

  helped(zh: string, en: string): OwnerField {
    return this.with({ help: { zh, en } });
  }

  called(zh: string): OwnerField {
    return new OwnerField(this.part, { ...this.label, zh }, this.dictionary, this).calledInSheets(
      this.label.zh,
    );
  }

  private with(more: Partial<Appearance & { readonly help: Words }>): OwnerField {
    return new OwnerField(this.part, this.label, this.dictionary, { ...this, ...more });
  }
}

export type Entry = Field | SpanField | OwnerField;
export type Members = Readonly<Record<string, Field>>;
export type Entries = Readonly<Record<string, Entry>>;

type Both<U> = (U extends unknown ? (u: U) => void : never) extends (both: infer B) => void ? B : never;
type Flat<T> = { -readonly [K in keyof T]: T[K] };
type ValuesOfMembers<M> = { [K in keyof M]: M[K] extends Field<infer V> ? V : never };

/** The values that entries hold, by name; those of a span by its members' names. */
export type ValuesOf<E> = Flat<
  { [K in keyof E as E[K] extends Field ? K : never]: E[K] extends Field<infer V> ? V : never } & ([
    SpansOf<E>,
  ] extends [never]
    ? unknown
    : Both<SpansOf<E>>)
>;
type SpansOf<E> = { [K in keyof E]: E[K] extends SpanField<infer M> ? ValuesOfMembers<M> : never }[keyof E];
