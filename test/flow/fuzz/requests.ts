import fc from 'fast-check';
import type { Endpoint } from '#contracts';
import { endless, fitting, hostile, spoilt, type Things } from './values.js';

export interface Shot {
  readonly method: string;
  /** Below `/api/v1`, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData | undefined;
}

/** One part of a request, or none, gets something hostile; the others are as their schemas want them. */
const harmed = [
  'nothing',
  'nothing',
  'nothing',
  'params',
  'query',
  'body',
  'body',
  'version',
  'key',
  'kind',
  'text',
] as const;

/** Requests to an endpoint, a third of them as its schemas want them. */
export function requestsTo(endpoint: Endpoint, things: Things): fc.Arbitrary<Shot> {
  return fc.constantFrom(...harmed).chain((harm) => {
    const part = (name: 'params' | 'query' | 'body') => {
      const schema = endpoint[name];
      if (!schema) return name === 'body' && harm === 'body' ? hostile : fc.constant(undefined);
      const right = fitting(schema, things, endpoint.path);
      return harm === name ? fc.oneof({ weight: 4, arbitrary: spoilt(right) }, hostile) : right;
    };
    const odd = <T>(name: (typeof harmed)[number], right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>) =>
      harm === name ? wrong : right;
    return fc
      .record({
        params: part('params'),
        query: part('query'),
        body: part('body'),
        version: odd(
          'version',
          fc.integer({ min: 1, max: 4 }).map((n) => `"${n}"`),
          fc.constantFrom('*', 'W/"1"', '"x"', '"999999999999"', ''),
        ),
        key: odd(
          'key',
          fc.option(fc.uuid(), { freq: 4 }),
          fc.constantFrom('a', 'b', 'k'.repeat(200), 'k'.repeat(201), ' ', '"\''),
        ),
        kind: odd(
          'kind',
          fc.constant('application/json'),
          fc.constantFrom(
            'text/plain',
            'application/xml',
            'multipart/form-data',
            'application/json; charset=utf-16',
            'nonsense',
          ),
        ),
        broken: odd(
          'text',
          fc.constant<string | null>(null),
          fc.constantFrom(
            '{',
            '',
            '['.repeat(50_000),
            '\ufeff{}',
            '{"__proto__":{"a":1}}',
            'null',
            '"a"',
            '1e400',
          ),
        ),
        file: fc.record({ name: fileName, content: fileContent }),
      })
      .map((given) => shot(endpoint, given));
  });
}

const fileName = fc.oneof(
  fc.constantFrom('a.csv', 'a.xlsx', 'a.pdf', '..\\..\\a.csv', '场景.csv', ''),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
);
const fileContent = fc.oneof(
  fc.constantFrom(
    '%PDF-1.7 x',
    '需求名称,需求内容\n病历质控,实时质控\n',
    '产品名称,产品介绍\n软件,介绍',
    'PK\u0003\u0004',
    '',
    '\ufeff',
    'a,b\n\0,\0',
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

interface Given {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly version: string;
  readonly key: string | null;
  readonly kind: string;
  readonly broken: string | null;
  readonly file: { readonly name: string; readonly content: string };
}

function shot(endpoint: Endpoint, given: Given): Shot {
  const { method } = endpoint;
  const path = `${filled(endpoint.path, given.params)}${queryOf(given.query)}`;
  const headers: Record<string, string> = {};
  if (endpoint.versioned && given.version !== '') headers['if-match'] = given.version;
  if (method === 'GET' || method === 'DELETE') return { method, path, headers, body: undefined };
  if (given.key !== null) headers['idempotency-key'] = given.key;
  if (endpoint.multipart) return { method, path, headers, body: form(given) };
  headers['content-type'] = given.kind;
  return { method, path, headers, body: given.broken ?? written(given.body ?? {}) };
}

/** What is no object is asked for by its name, as a person types it into the address. */
function filled(path: string, params: unknown): string {
  const known = typeof params === 'object' && params !== null ? (params as Record<string, unknown>) : {};
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const value = Object.hasOwn(known, name) ? known[name] : params;
    return encodeURIComponent(plain(value)).slice(0, 600) || '%20';
  });
}

function queryOf(query: unknown): string {
  if (query === undefined) return '';
  if (typeof query !== 'object' || query === null)
    return `?${encodeURIComponent(plain(query)).slice(0, 2000)}`;
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value.slice(0, 60) : [value]).map(
      (item) => `${encodeURIComponent(plain(name))}=${encodeURIComponent(plain(item)).slice(0, 2000)}`,
    ),
  );
  return `?${pairs
    .join('&')
    .slice(0, 6000)
    .replace(/%[0-9A-F]?$/, '')}`;
}

const plain = (value: unknown): string =>
  (typeof value === 'string' ? value : (written(value) ?? '')).toWellFormed();

function written(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)?.replaceAll(JSON.stringify(endless), '1e400');
  } catch {
    return '{}'; // a bigint, or a circle
  }
}

function form({ body, file }: Given): FormData {
  const made = new FormData();
  if (typeof body === 'object' && body !== null)
    for (const [name, value] of Object.entries(body)) made.append(name.toWellFormed(), plain(value));
  made.append('file', new Blob([file.content]), file.name.toWellFormed());
  return made;
}
