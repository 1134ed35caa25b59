import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import * as contracts from '#contracts';
import { type Endpoint, problem } from '#contracts';
import { RunningApp, type Visitor } from '../../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../../support/database.js';
import { type FuzzMarket, furnish, settleAll } from './market.js';
import { requestsTo, type Shot } from './requests.js';

/** `FUZZ_RUNS=100 FUZZ_SEED=7 FUZZ_SECONDS=3600 npm test -- fuzz` looks longer and elsewhere. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 2);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_127);
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 45);
const sideBySide = 6;
/** A file that gets how often each endpoint answered which status. */
const report = process.env['FUZZ_REPORT'];

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'action' in value;

/** What ends sessions or takes rights away comes last, when everything else has been asked with them. */
const ending = /session|password|suspend|reject|remove|withdraw|member/;

/** Those who may do much are asked as more often. */
const roles = [
  'city',
  'owner',
  'operator',
  'firm',
  'editor',
  'city',
  'area',
  'owner',
  'applicant',
  'viewer',
  'anyone',
];

interface Asked extends Shot {
  readonly endpoint: Endpoint;
  readonly role: string;
}

/** Every endpoint as every role, in rounds; the same for the same seed. */
function plan(endpoints: readonly Endpoint[], { things }: FuzzMarket): Asked[] {
  const shots = endpoints.map((endpoint, i) =>
    fc.sample(requestsTo(endpoint, things), { numRuns: roles.length * runs, seed: seed + i }),
  );
  const last = (endpoint: Endpoint) => Number(ending.test(`${endpoint.action} ${endpoint.path}`));
  return Array.from({ length: roles.length * runs }, (_, round) =>
    endpoints.map(
      (endpoint, i): Asked => ({
        ...(shots[i]?.[round] as Shot),
        endpoint,
        role: roles[(round + i) % roles.length] as string,
      }),
    ),
  )
    .flat()
    .sort((a, b) => last(a.endpoint) - last(b.endpoint));
}

describe('whatever comes over HTTP', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let market: FuzzMarket;
  /** How often each endpoint answered which status. */
  const answers = new Map<string, Map<number, number>>();
  const documented = new Map<string, readonly string[]>();

  beforeAll(async () => {
    suite = await suiteDatabase();
    const organisationId = await settleAll(suite);
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    market = await furnish(app, suite, organisationId);
    const { paths } = (await app.visitor().get('///api/openapi.json')).body as {
      paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
    };
    for (const [path, methods] of Object.entries(paths))
      for (const [method, { responses }] of Object.entries(methods))
        documented.set(`${method.toUpperCase()} ${path}`, Object.keys(responses));
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  /** What is wrong with the answer, in one line; undefined where nothing is. */
  async function fault({ endpoint, role, method, path, headers, body }: Asked): Promise<string | undefined> {
    const answer = await ask(market.visitors.get(role) as Visitor, app.base, { method, path, headers, body });
    const name = `${method} /api/v1${endpoint.path.replace(/:(\w+)/g, '{$1}')}`;
    const tell = (what: string) =>
      `${name} as ${role}: ${answer.status} ${what}\n  ${path.slice(0, 300)} ${String(body).slice(0, 300)}`;
    const counts = answers.get(name) ?? new Map<number, number>();
    answers.set(name, counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1));
    if (answer.status >= 500) return tell(JSON.stringify(answer.body));
    if (!documented.get(name)?.includes(String(answer.status))) return tell('is not documented');
    if (answer.status >= 400) {
      if (!answer.type.startsWith('application/problem+json')) return tell(`is ${answer.type}`);
      const read = problem.safeParse(answer.body);
      return read.success ? undefined : tell(read.error.message);
    }
    if (answer.status === 204) return undefined;
    if (endpoint.produces)
      return answer.type.startsWith(endpoint.produces) || endpoint.produces.endsWith('octet-stream')
        ? undefined
        : tell(answer.type);
    const read = endpoint.answer?.safeParse(answer.body);
    return read?.success === false ? tell(read.error.message.slice(0, 600)) : undefined;
  }

  it(
    'is answered as documented, never with a fault of ours',
    async () => {
      const endpoints = Object.values(contracts as Record<string, unknown>).filter(isEndpoint);
      expect(endpoints.length).toBeGreaterThan(70);
      const asked = plan(endpoints, market);
      const end = Date.now() + seconds * 1000;
      const faults: string[] = [];
      let next = 0;
      const walk = async () => {
        for (let one = asked[next++]; one && Date.now() < end && faults.length < 40; one = asked[next++]) {
          const wrong = await fault(one).catch(
            (error: Error) => `${one.method} ${one.path}: ${error.message}`,
          );
          if (wrong !== undefined) faults.push(wrong);
        }
      };
      await Promise.all(Array.from({ length: sideBySide }, walk));
      if (report)
        writeFileSync(
          report,
          JSON.stringify(
            [...answers].map(([name, counts]) => [name, ...counts]),
            null,
            1,
          ),
        );
      expect(faults).toEqual([]);
      // A machine that is too slow to ask of everything at least once proves too little.
      expect(next).toBeGreaterThan(endpoints.length);
      // Refusals alone would prove little as well: many requests must fit and be carried out.
      const carriedOut = [...answers.values()].filter((counts) =>
        [...counts.keys()].some((status) => status < 300),
      );
      expect(carriedOut.length).toBeGreaterThan(endpoints.length / 3);
    },
    (seconds + 60) * 1000,
  );

  it('of public pages too', async () => {
    const names = fc.oneof(
      fc.constantFrom(
        'scenarios',
        'capabilities',
        '__proto__',
        'constructor',
        '410100-1',
        '410100-1.json',
        'x.csv',
        '%00',
        '%ff',
        '..%2f',
        '~',
      ),
      fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
    );
    const pages = fc
      .tuple(
        fc.constantFrom('lists', 'scenarios', 'capabilities', 'statistics', 'api', 'app', ''),
        names,
        names,
        fc.constantFrom('', '?cursor=x', '?revision=1e9', '?revision=-1', '?cursor=W10', '?cursor[]=1'),
      )
      .map(
        ([first, second, third, query]) =>
          `/${[first, second, third].filter((part) => part !== '~').join('/')}${query}`,
      );
    const faults: string[] = [];
    for (const path of fc.sample(pages, { numRuns: 60 * runs, seed })) {
      const { status } = await fetch(`${app.base}${path}`, {
        redirect: 'manual',
        signal: AbortSignal.timeout(20_000),
      });
      if (status >= 500) faults.push(`${status} ${path}`);
    }
    expect(faults).toEqual([]);
  });

  it('leaves the server at its work', async () => {
    const visitor = app.visitor();
    expect((await visitor.get('/health/live')).body).toEqual({ status: 'ok' });
    expect((await visitor.get('/health/ready')).body.database.ok).toBe(true);
  });
});

async function ask(visitor: Visitor, base: string, { method, path, headers, body }: Shot) {
  const { cookie } = visitor as unknown as { cookie: string };
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(30_000),
    headers: { ...headers, ...(cookie ? { cookie } : {}) },
    ...(body === undefined ? {} : { body }),
  });
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('text/event-stream')) {
    await response.body?.cancel();
    return { status: response.status, type, body: undefined };
  }
  const text = await response.text();
  return {
    status: response.status,
    type,
    body: type.includes('json') ? (JSON.parse(text) as unknown) : text,
  };
}
