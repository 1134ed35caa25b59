import { z } from 'zod';
import * as api from '../index.js';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly query?: z.ZodType;
  readonly answer?: z.ZodType;
}

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

  it('has a maximum', () => {
    expect(lists.length).toBeGreaterThan(25);
    expect(lists.filter((route) => mostItems(route) === undefined).map(({ path }) => path)).toEqual([]);
  });

  it('gives a page of at most 200 where it has pages', () => {
    for (const { query } of lists) {
      const limit = query && propertiesOf(query, 'input')['limit'];
      if (limit) expect(limit.maximum).toBeLessThanOrEqual(200);
    }
  });
});
