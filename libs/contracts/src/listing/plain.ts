import type { z } from 'zod';
import { type Contact, contactParts } from './contact.js';
import { type Entries, type Field, type FieldTraits, SpanField } from './field.js';
import { checkOrder, schemaOf } from './schema.js';

type Values = Record<string, unknown>;

interface Part {
  readonly name: string;
  readonly schema: z.ZodType;
  /** What it is where nothing is given; nothing for a field that has to be. */
  readonly otherwise: unknown;
  /** The same is taken where it is given. */
  readonly mayBeSaid: boolean;
  /** Short texts of few kinds that were taken before, with what they became; of other sorts none. */
  readonly taken: Map<unknown, unknown> | undefined;
  /** What a value that is plainly right becomes; undefined where the schema has to look. */
  readonly plainly: ((value: unknown) => unknown) | undefined;
}

const remembered = 5000;
const often = new Set(['money', 'day', 'code']);

/**
 * Checks the contents of one kind, thousands one after the other, to the same result as the schema: field by field, where
 * what is not given costs nothing and what was taken before is taken again. Whatever is not plainly right is left to the
 * schema, which says what is wrong with it.
 */
export class PlainContents {
  private readonly parts: readonly Part[];
  private readonly names: ReadonlySet<string>;
  private readonly spans: readonly SpanField[];

  /** @param strict other members than the fields are no plain content; otherwise they are passed over. */
  constructor(
    fields: Readonly<Record<string, Field>>,
    entries: Entries,
    private readonly strict: boolean,
  ) {
    this.parts = Object.entries(fields).map(([name, { traits }]) => {
      const schema = schemaOf(traits);
      const nothing = schema.safeParse(undefined);
      return {
        name,
        schema,
        otherwise: nothing.success ? nothing.data : undefined,
        mayBeSaid: nothing.success && schema.safeParse(nothing.data).success,
        taken: often.has(traits.sort) ? new Map() : undefined,
        plainly: plainlyOf(traits),
      };
    });
    this.names = new Set(Object.keys(fields));
    this.spans = strict ? Object.values(entries).filter((entry) => entry instanceof SpanField) : [];
  }

  /** The content as the schema has it; undefined where only the schema can say. */
  taken(given: object): Values | undefined {
    if (this.strict) for (const name in given) if (!this.names.has(name)) return undefined;
    const content: Values = {};
    for (const part of this.parts) {
      const value = takenAs(part, (given as Values)[part.name]);
      if (value === undefined) return undefined;
      content[part.name] = value;
    }
    let isPlain = true;
    const fault = () => {
      isPlain = false;
    };
    for (const span of this.spans) checkOrder(span, content, { addIssue: fault });
    return isPlain ? content : undefined;
  }
}

function takenAs({ schema, otherwise, mayBeSaid, taken, plainly }: Part, value: unknown): unknown {
  if (value === undefined || (mayBeSaid && value === otherwise)) return copied(otherwise);
  const before = taken?.get(value) ?? plainly?.(value);
  if (before !== undefined) return before;
  const parsed = schema.safeParse(value);
  if (!parsed.success) return undefined;
  if (taken && typeof value === 'string' && taken.size < remembered) taken.set(value, parsed.data);
  return parsed.data;
}

/** Control characters, halves of characters, and what nobody sees: a text without them is taken as it is. */
const unusual = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\p{Cf}\u115f\u1160\u2800\u3164\uffa0]/u;
const readable = /[\p{L}\p{N}]/u;

const isPlainText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length <= max && !unusual.test(value) && value.trim() === value;

function plainlyOf({ sort, max, required }: FieldTraits): Part['plainly'] {
  if (sort === 'contact') return plainContact;
  if (sort !== 'text' && sort !== 'longText') return undefined;
  const isRight = (value: string) => !required || (sort === 'text' ? readable.test(value) : value !== '');
  return (value) => (isPlainText(value, max) && isRight(value) ? value : undefined);
}

function plainContact(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 3) return undefined;
  const { name, phone, email } = value as Partial<Contact>;
  const isPlain =
    isPlainText(name, contactParts.name.max) &&
    isPlainText(phone, contactParts.phone.max) &&
    isPlainText(email, contactParts.email.max);
  return isPlain ? { name, phone, email } : undefined;
}

/** Nobody gets the list that another content has. */
function copied(value: unknown): unknown {
  if (Array.isArray(value) && value.length === 0) return [];
  return typeof value === 'object' && value !== null ? structuredClone(value) : value;
}
