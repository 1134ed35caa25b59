import fc from 'fast-check';
import type { z } from 'zod';
import { z as zod } from 'zod';

/** A JSON schema as zod writes it; only what ours use. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
}

/** Written into a body as the number `1e400`, which JSON.stringify cannot write. */
export const endless = '\u0001endless\u0001';

/** What people who mean harm, and programs that are broken, put in a field. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    'x\udc00y',
    '\u202e\u200b',
    '__proto__',
    'constructor',
    'toString',
    "'; DROP TABLE people; --",
    '%00',
    '../../etc/passwd',
    '<script>alert(1)</script>',
    '{{7*7}}',
    'NaN',
    'Infinity',
    '9'.repeat(400),
    '9999-12-31',
    '0000-00-00',
    '2026-02-30T25:61:61Z',
    endless,
    -1,
    0,
    1.5,
    2 ** 31,
    2 ** 53,
    -(2 ** 63),
    1e308,
    null,
    true,
    [],
    {},
    [[[[]]]],
    { toString: 1 },
    { length: 1e9 },
    { $ne: null },
    { constructor: { name: 'x' } },
    { nested: { nested: { nested: {} } } },
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constant('长'.repeat(20_000)),
  fc.constant(Array.from({ length: 3000 }, (_, i) => i)),
  fc.anything({ maxDepth: 3, withNullPrototype: false }).filter((value) => value !== undefined),
);

const chinese = fc.string({
  unit: fc.constantFrom(...'对接平台应用场景企业能力数据智能检测病历质控系统服务 ABCxyz019，。（）-'),
  minLength: 1,
  maxLength: 40,
});

/** Ids of things that exist, by the first part of their path: `scenarios`. */
export type Things = Readonly<Record<string, readonly string[]>>;

/** Values that the schema lets through, mostly. @param path of the endpoint: its `:id` is that of such a thing, mostly. */
export function fitting(schema: z.ZodType, things: Things, path: string): fc.Arbitrary<unknown> {
  const own = things[path.split('/')[1] ?? ''] ?? [];
  const ids = [...Object.values(things).flat(), ...Array.from({ length: 40 }, () => own).flat()];
  return of(zod.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema, ids);
}

function of(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices) return fc.oneof(...choices.map((choice) => of(choice, ids)));
  switch (schema.type) {
    case 'string':
      return text(schema, ids);
    case 'integer':
    case 'number': {
      const [min, max] = [Math.max(schema.minimum ?? 0, -1e6), Math.min(schema.maximum ?? 100, 1e6)];
      return schema.type === 'integer' ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(of(schema.items ?? {}, ids), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, Math.max(3, schema.minItems ?? 0)),
      });
    case 'object':
      return object(schema, ids);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function object({ properties, required, additionalProperties }: Schema, ids: readonly string[]) {
  if (!properties)
    return fc.dictionary(
      chinese,
      of(typeof additionalProperties === 'object' ? additionalProperties : {}, ids),
      {
        maxKeys: 3,
      },
    );
  const members = Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => name !== 'cursor' || required?.includes(name)) // only a page gives one that fits
      .map(([name, member]) => [name, of(member, ids)]),
  );
  return fc.record(members, { requiredKeys: [...(required ?? [])], noNullPrototype: true });
}

function text({ format, pattern, minLength = 0, maxLength = 60 }: Schema, ids: readonly string[]) {
  if (format === 'uuid') return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...ids) }, fc.uuid());
  if (format === 'date')
    return fc
      .date({ min: new Date('2000-01-01'), max: new Date('2200-12-30'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
  if (format === 'date-time')
    return fc
      .date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((d) => d.toISOString());
  const words = chinese.map((found) =>
    found.padEnd(Math.min(minLength, 60), '字').slice(0, Math.min(maxLength, 200)),
  );
  if (pattern === undefined) return words;
  return fc.oneof(
    words,
    fc.constantFrom(
      '410105',
      '2026',
      '2026-Q3',
      '100.00',
      'healthcare',
      'ai',
      'public',
      'someone',
      'a@b.cn',
      'true',
      'CJ-2026-000001',
      '91410100MA0000981' + 'X',
    ),
  );
}

/** The same value with one member somewhere made hostile. */
export function spoilt(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(value, hostile, fc.nat(1000)).map(([whole, harm, at]) => replaced(whole, harm, at));
}

function replaced(whole: unknown, harm: unknown, at: number): unknown {
  const places: [unknown, string | number][] = [];
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push([value, key]);
      visit((value as Record<string, unknown>)[key]);
    }
  };
  const copy = structuredClone(whole);
  visit(copy);
  const place = places[at % Math.max(1, places.length)];
  if (!place || at % 17 === 0) return harm;
  (place[0] as Record<string | number, unknown>)[place[1]] = harm;
  return copy;
}
