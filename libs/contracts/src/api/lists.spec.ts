import { z } from 'zod';
import * as api from './index.js';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly query?: z.ZodType;
  readonly answer?: z.ZodType;
}

/** Lists without a maximum of their own, and what bounds them. One that has a maximum now has to go from here. */
const boundedOtherwise: Readonly<Record<string, string>> = {
  '/dictionaries/:name': 'forms choose from a whole dictionary',
  '/statistics/figures': 'the entries of the dictionary that is split by',
  '/statistics/matches': 'the entries of the dictionary that is split by',
};

/** Routes stand alone, or together under a kind of listing. */
function routesIn(value: unknown): Route[] {
  if (typeof value !== 'object' || value === null || value instanceof z.ZodType) return [];
  if ('method' in value && 'path' in value) return [value as Route];
  return Object.getPrototypeOf(value) === Object.prototype ? Object.values(value).flatMap(routesIn) : [];
}

const routes = Object.values(api).flatMap(routesIn);

/** The greatest number of items that an answer can have; undefined where nothing says it, null where it is no list. */
function mostItems({ method, query, answer }: Route): number | undefined | null {
  if (method !== 'GET' || !answer) return null;
  const { items } = propertiesOf(answer, 'output');
  if (items?.type !== 'array') return null;
  return items.maxItems ?? (query && propertiesOf(query, 'input')['limit']?.maximum);
}

interface Property {
  readonly type?: string;
  readonly maxItems?: number;
  readonly maximum?: number;
}

function propertiesOf(schema: z.ZodType, io: 'input' | 'output'): Readonly<Record<string, Property>> {
  const { properties = {} } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return properties as Record<string, Property>;
}

describe('every list of the API', () => {
  const lists = routes.filter((route) => mostItems(route) !== null);

  it('has a maximum, or something else that bounds it', () => {
    expect(lists.length).toBeGreaterThan(25);
    const open = lists.filter((route) => mostItems(route) === undefined).map(({ path }) => path);
    expect([...new Set(open)].sort()).toEqual(Object.keys(boundedOtherwise).sort());
  });

  it('gives a page of at most 200 where it has pages', () => {
    for (const { query } of lists) {
      const limit = query && propertiesOf(query, 'input')['limit'];
      if (limit) expect(limit.maximum).toBeLessThanOrEqual(200);
    }
  });
});
