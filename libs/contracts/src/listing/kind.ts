import type { z } from 'zod';
import { type Entries, Field, type ValuesOf } from './field.js';
import { PlainContents } from './plain.js';
import { fieldsOf, keptOf, objectOf, shapeOf, storedOf } from './schema.js';
import type { Words } from './words.js';

export type Side = 'demand' | 'supply';

/** What an organisation is registered as: it uses software, or makes it. */
export type OrganisationKind = 'user' | 'firm';

export interface Section<E extends Entries = Entries> {
  readonly label: Words;
  readonly entries: E;
}

export function section<const E extends Entries>(label: Words, entries: E): Section<E> {
  return { label, entries };
}

type Both<U> = (U extends unknown ? (u: U) => void : never) extends (both: infer B) => void ? B : never;
type EntriesOf<S extends readonly Section[]> = Both<S[number]['entries']>;

export interface KindDefinition<S extends readonly Section[]> {
  /** Permanent: it stands in facts, addresses and the database. */
  readonly code: string;
  /** Of its numbers: `CJ` makes `CJ-2026-000123`. */
  readonly prefix: string;
  /** Of its addresses: `scenarios` makes `/api/v1/scenarios`. */
  readonly path: string;
  readonly side: Side;
  /** Which organisations post it; the first is what one becomes that comes into being with its listing. */
  readonly postedBy: readonly [OrganisationKind, ...OrganisationKind[]];
  readonly label: Words;
  /** What its published lists are called. */
  readonly listLabel: Words;
  /** The field that names a listing. */
  readonly title: string;
  /** The field that a title is taken from where a sheet has none. */
  readonly body: string;
  readonly sections: S;
}

/** A listing kind: the one place that says what its listings hold. */
export class ListingKindOf<C = Record<string, unknown>> {
  /** Entries of all sections, in order. */
  readonly entries: Entries;
  /** Fields by the names that they have in a content. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Checks a content on its way in, with the rules across fields. */
  readonly content: z.ZodType<C, Partial<C>>;
  /** What a stored content looks like, without the rules across fields. */
  readonly shape: z.ZodObject<{ [K in keyof C]: z.ZodType<C[K]> }>;

  /** A stored document: without personal data; a field that came later has its own value, one that is gone is left. */
  readonly stored: z.ZodType<Omit<C, 'contact'>>;

  private madePlain: { readonly content: PlainContents; readonly stored: PlainContents } | undefined;

  constructor(readonly definition: KindDefinition<readonly Section[]>) {
    this.entries = Object.assign({}, ...definition.sections.map((one) => one.entries)) as Entries;
    this.fields = fieldsOf(this.entries);
    this.content = objectOf(this.entries) as unknown as z.ZodType<C, Partial<C>>;
    this.shape = shapeOf(this.entries) as unknown as z.ZodObject<{ [K in keyof C]: z.ZodType<C[K]> }>;
    this.stored = storedOf(this.fields) as unknown as z.ZodType<Omit<C, 'contact'>>;
    for (const name of [definition.title, definition.body])
      if (!this.fields[name]) throw new Error(`kind ${definition.code}: there is no field ${name}`);
  }

  /** `content` and `stored`, for thousands one after the other; made when they are first wanted. */
  get plain(): { readonly content: PlainContents; readonly stored: PlainContents } {
    this.madePlain ??= {
      content: new PlainContents(this.fields, this.entries, true),
      stored: new PlainContents(keptOf(this.fields), this.entries, false),
    };
    return this.madePlain;
  }

  get code(): string {
    return this.definition.code;
  }

  get label(): Words {
    return this.definition.label;
  }

  titleOf(content: object): string {
    return String((content as Record<string, unknown>)[this.definition.title] ?? '');
  }

  /** A field by its name. @throws where the kind has none. */
  field(name: string): Field {
    const found = this.fields[name];
    if (!found) throw new Error(`kind ${this.code}: there is no field ${name}`);
    return found;
  }
}

export function listingKind<const S extends readonly Section[]>(
  definition: KindDefinition<S>,
): ListingKindOf<ValuesOf<EntriesOf<S>>> {
  return new ListingKindOf(definition);
}

/** The type of a kind's content, inferred from its definition. */
export type ContentOf<K> = K extends ListingKindOf<infer C> ? C : never;
