import { downloadEvidence, live, problem, recountLedger, watchJob } from '#contracts';
import { openApiDocument } from './document.js';

interface Operation {
  readonly description: string;
  readonly security: readonly unknown[];
  readonly 'x-roles': Readonly<Record<string, string>>;
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { schema: unknown }>> }>
  >;
}

describe('the OpenAPI document', () => {
  const { paths, components } = openApiDocument(
    [live, recountLedger, downloadEvidence, watchJob],
    '1',
  ) as unknown as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: { Problem: { properties: object; additionalProperties: unknown } } };
  };
  const of = (path: string, method: string) => paths[`/api/v1${path}`]?.[method] as Operation;

  it('says of each operation who may call it, and which need no session', () => {
    const recount = of('/statistics/recount', 'post');
    expect(recount['x-roles']).toEqual({
      city_coordinator: 'any',
      operator: 'any',
    });
    expect(recount.description).toContain('市级协调人员');
    expect(recount.description).toContain("Callable by the city's coordinators; operators.");
    expect(recount.security).toEqual([{ session: [] }]);
    expect(of('/health/live', 'get').security).toEqual([]);
  });

  it('describes files, streams and refusals too', () => {
    const file = of('/evidence/{id}', 'get').responses['200']?.content['application/octet-stream'];
    expect(file?.schema).toEqual({ type: 'string', format: 'binary' });
    expect(
      of('/jobs/{id}/events', 'get').responses['200']?.content['text/event-stream']?.schema,
    ).toMatchObject({
      type: 'string',
    });
    expect(of('/evidence/{id}', 'get').responses['414']?.content).toHaveProperty([
      'application/problem+json',
    ]);
    expect(Object.keys(components.schemas.Problem.properties)).toEqual(Object.keys(problem.shape));
    // Members of single codes: retryAfterSeconds, allowed, reason …
    expect(components.schemas.Problem.additionalProperties).toEqual({});
  });
});
