import { z } from 'zod';
import * as contracts from '../index.js';
import { type Endpoint, takesKey } from './endpoint.js';

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'action' in value && 'path' in value && 'method' in value;
const endpoints = Object.values(contracts)
  .flatMap((value) => (isEndpoint(value) ? [value] : Object.values(value as object).filter(isEndpoint)))
  .filter((value, index, all) => all.indexOf(value) === index);

/** Names of all members, at any depth. */
function members(schema: z.ZodType | undefined, io: 'input' | 'output'): string[] {
  if (!schema) return [];
  const json = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
  return [...json.matchAll(/"([A-Za-z]+)":\{/g)].map((found) => found[1] ?? '');
}

const isSecret = (name: string) => /password|token|secret/i.test(name);

describe('endpoints with a secret', () => {
  it('say so, and take no Idempotency-Key: nothing of a password or token is remembered', () => {
    const silent = endpoints.filter(
      (endpoint) =>
        takesKey(endpoint) &&
        [...members(endpoint.body, 'input'), ...members(endpoint.answer, 'output')].some(isSecret),
    );
    expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(endpoints.filter(({ secret }) => secret).map(({ path }) => path)).toContain('/sessions');
  });
});
