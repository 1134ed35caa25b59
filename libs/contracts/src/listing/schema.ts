import { z } from 'zod';
import { code, day, nameText, text } from '../api/common.js';
import { fenOf, money } from './amounts.js';
import { contact } from './contact.js';
import { type Entries, Field, type FieldTraits, SpanField } from './field.js';

/** What a kind says of itself besides shapes: it becomes a sentence of the API's document. */
function about<T extends z.ZodType>(schema: T, traits: FieldTraits): T {
  const { label, help, dictionary } = traits;
  const words = [
    `${label.zh} / ${label.en}`,
    help && `${help.zh} / ${help.en}`,
    dictionary && `字典 ${dictionary} 的代码，见 /api/v1/dictionaries/${dictionary}`,
  ];
  return schema.meta({ title: label.zh, description: words.filter(Boolean).join('。') }) as T;
}

/** Of one value that is there; whether it may be absent is said by `schemaOf`. */
function present(traits: FieldTraits): z.ZodType {
  const { max, min } = traits;
  switch (traits.sort) {
    case 'text':
      return traits.required ? nameText(max) : text(max, 0);
    case 'longText':
      return text(max, traits.required ? 1 : 0);
    case 'code':
      return code;
    case 'codes':
      return z
        .array(code)
        .overwrite((all) => [...new Set(all)])
        .min(traits.required ? 1 : 0, { error: '至少选一项' })
        .max(max, { error: `最多${max}项` });
    case 'money':
      return money;
    case 'day':
      return day;
    case 'count':
      return z
        .int({ error: '应为整数' })
        .min(min, { error: `不应小于${min}` })
        .max(max, { error: `不应大于${max}` });
    case 'year':
      return z
        .int({ error: '应为整数年份，形如 2026' })
        .min(min, { error: `年份应在${min}至${max}之间` })
        .max(max, { error: `年份应在${min}至${max}之间` });
    case 'switch':
      return z.boolean({ error: '应为是或否' });
    case 'contact':
      return contact;
    case 'group':
      return objectOf(traits.members ?? {});
  }
}

/** Empty values of the sorts that are never null. */
const empty: Partial<Record<FieldTraits['sort'], unknown>> = {
  text: '',
  longText: '',
  codes: [],
  count: 0,
  switch: false,
  contact: { name: '', phone: '', email: '' },
};

export function schemaOf(traits: FieldTraits): z.ZodType {
  const schema = present(traits);
  const otherwise = traits.otherwise ?? empty[traits.sort];
  if (traits.required) return about(schema, traits);
  if (otherwise !== undefined) return about(schema.default(otherwise as never), traits);
  return about(schema.nullable().default(null), traits);
}

/** Fields by the names that they have in a content, spans opened. */
export function fieldsOf(entries: Entries): Record<string, Field> {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, entry]): [string, Field][] => {
      if (entry instanceof Field) return [[name, entry]];
      return entry instanceof SpanField ? Object.entries(entry.members) : [];
    }),
  );
}

/** Without the rules across fields: what an answer looks like. */
export function shapeOf(entries: Entries): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(fieldsOf(entries)).map(([name, field]) => [name, schemaOf(field.traits)]),
    ),
  );
}

/** As the database keeps it: personal data lies apart, and a field that is no longer defined is passed over. */
export function storedOf(fields: Readonly<Record<string, Field>>): z.ZodObject {
  const kept = Object.entries(keptOf(fields));
  return z.object(Object.fromEntries(kept.map(([name, { traits }]) => [name, schemaOf(traits)])));
}

/** The fields of a stored document. */
export function keptOf(fields: Readonly<Record<string, Field>>): Record<string, Field> {
  return Object.fromEntries(Object.entries(fields).filter(([, { traits }]) => traits.audience !== 'parties'));
}

/** With the order of every span. */
export function objectOf(entries: Entries): z.ZodType {
  const spans = Object.values(entries).filter((entry) => entry instanceof SpanField);
  return shapeOf(entries).superRefine((content, context) => {
    for (const span of spans) checkOrder(span, content, context);
  });
}

export function checkOrder(
  span: SpanField,
  content: Record<string, unknown>,
  context: Pick<z.RefinementCtx, 'addIssue'>,
): void {
  const [low, high] = Object.entries(span.members);
  if (!low || !high) return;
  const [from, to] = [content[low[0]], content[high[0]]];
  if (typeof from !== 'string' || typeof to !== 'string') return;
  const isMoney = low[1].traits.sort === 'money';
  const reversed = from !== to && (isMoney ? (fenOf(from) ?? 0n) > (fenOf(to) ?? 0n) : from > to);
  if (!reversed) return;
  const [first, last] = [low[1], high[1]].map((field) => field.traits.label.zh);
  const message = isMoney ? `${last}不应小于${first}（${from}元）` : `${last}不应早于${first}（${from}）`;
  context.addIssue({ code: 'custom', path: [high[0]], message, input: to });
}
