import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rows } from '#platform';
import { type Answer, eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { settle } from '../support/market.js';
import { password, staff } from '../support/people.js';
import { type RedisServer, redisIsHere, startRedis } from '../support/redis.js';

const csv = '需求名称,需求内容\n病历质控,需要对病历文书实时质控\n';
const outcome = ({ status, headers, body }: Answer) => [status, body['code'], headers.get('retry-after')];

describe('what is slow, full or gone keeps nobody else waiting', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let city: Visitor;
  let operator: Visitor;
  let organisationId: string;
  const folder = mkdtempSync(join(tmpdir(), 'duijie-overload-'));

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    organisationId = await settle(suite.db, 951, { login: 'clinic', kind: 'user', area: '410105' });
    app = await new RunningApp({
      DATABASE_URL: suite.url,
      DATA_DIR: folder,
      DATABASE_POOL: '4',
      DATABASE_WAIT_SECONDS: '1',
      DATABASE_STATEMENT_SECONDS: '3',
      BODY_SECONDS: '2',
      WATCH_SESSION_SECONDS: '1',
    }).start();
    city = await app.visitor().signIn('city', password);
    operator = await app.visitor().signIn('operator', password);
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const upload = () => city.upload('/imports', { kind: 'scenario', organisationId }, 'a.csv', csv);
  /** Runs `work` while nobody else can touch a table. */
  const holding = <T>(table: string, work: () => Promise<T>) =>
    suite.owner.transaction(async (tx) => {
      await rows(tx, `LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      return work();
    });
  const blocked = (n: number) =>
    eventually(
      () =>
        suite.db.query(
          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        ),
      (found) => found.length >= n,
    );
  /** Whole and half. */
  const files = () =>
    existsSync(join(folder, 'files'))
      ? readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true }).filter((one) =>
          one.isFile(),
        )
      : [];

  it('a dozen imports that hang leave the readers their connections, and end when they can', async () => {
    const imports = await holding('imports', async () => {
      const started = Array.from({ length: 12 }, upload);
      await blocked(1);
      for (let i = 0; i < 10; i++) expect((await city.get('/me')).status).toBe(200);
      return { started };
    });
    for (const answer of await Promise.all(imports.started))
      if (answer.status !== 202) expect(outcome(answer)).toEqual([503, 'server.busy', '5']);
    expect((await upload()).status).toBe(202);
  });

  it('a request that finds no free connection is told to come again', async () => {
    await holding('editions', async () => {
      for (const answer of await Promise.all(Array.from({ length: 8 }, () => city.get('/editions'))))
        expect(outcome(answer)).toEqual([503, 'server.busy', '5']);
    });
    expect((await city.get('/editions')).status).toBe(200);
  });

  it('a statement that takes too long is stopped', async () => {
    await onBodies(suite, 'PERFORM pg_sleep(60);');
    expect(outcome(await operator.post('/bodies', { name: '慢', area: null }))).toEqual([
      503,
      'server.statement_timeout',
      '5',
    ]);
    await onBodies(suite);
    expect((await operator.post('/bodies', { name: '快', area: null })).status).toBe(201);
  });

  it('a full disk of the database is told as 507, and seen by /health/ready', async () => {
    await onBodies(suite, "RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file';");
    const answer = await operator.post('/bodies', { name: '满', area: null });
    expect([answer.status, answer.body.code]).toEqual([507, 'server.disk_full']);
    await onBodies(suite);
    const health = await city.get('/health/ready');
    expect(health).toMatchObject({ status: 200, body: { status: 'degraded', storage: { ok: false } } });
  });

  it('an upload that its sender gives up leaves no file', async () => {
    const before = files();
    const { socket } = await halfAnUpload(app.base, await cookieOf(city));
    await eventually(
      async () => files(),
      (now) => now.length === before.length + 1,
    );
    socket.destroy();
    await eventually(
      async () => files(),
      (now) => now.length === before.length,
    );
  });

  it('an upload that stops half-way is closed, and leaves no file', async () => {
    const before = files();
    const { closed } = await halfAnUpload(app.base, await cookieOf(city));
    expect(await closed).toContain('input.too_slow');
    await eventually(
      async () => files(),
      (now) => now.length === before.length,
    );
  });

  it('a body that comes a character at a time is closed', async () => {
    const { hostname, port } = new URL(app.base);
    const socket = connect(Number(port), hostname);
    socket.write(
      'POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n',
    );
    const drip = setInterval(() => socket.writable && socket.write(' '), 100);
    const answer = await read(socket);
    clearInterval(drip);
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain('application/problem+json');
  });

  describe('streams of progress', () => {
    let job: string;

    beforeAll(async () => {
      // A job that nobody works on: it waits for as long as the test does.
      await app.kill('worker');
      job = (await city.post('/match-runs')).body.job.id;
    });

    const watch = async (visitor: Visitor, base = app.base) => {
      const abort = new AbortController();
      const response = await fetch(`${base}/api/v1/jobs/${job}/events`, {
        headers: { cookie: await cookieOf(visitor) },
        signal: abort.signal,
      });
      return { status: response.status, response, abort, ended: response.text().catch(() => 'aborted') };
    };

    it('are five at most for a person, and a place is free again when one is closed', async () => {
      const open = await Promise.all(Array.from({ length: 5 }, () => watch(city)));
      expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
      expect((await city.get(`/jobs/${job}/events`)).body.code).toBe('job.too_many_watchers');
      const other = await app.visitor().signIn('city2', password);
      expect((await watch(other)).status).toBe(404); // nobody's who did not ask for it
      expect((await other.post('/match-runs')).body.job.id).toBe(job);
      const others = await watch(other);
      expect(others.status).toBe(200);
      for (const { abort } of [...open, others]) abort.abort();
      await eventually(
        async () => {
          const again = await watch(city);
          again.abort.abort();
          return again.status;
        },
        (status) => status === 200,
      );
    });

    it('are five in all the processes together, and those of one that has died are free again', async () => {
      const second = String(await app.launch('api', 'second api'));
      const open = await Promise.all(
        [app.base, second, app.base, second, second].map((base) => watch(city, base)),
      );
      expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
      for (const base of [app.base, second]) expect((await watch(city, base)).status).toBe(429);
      await app.kill('second api');
      const again = await eventually(
        () => Promise.all([watch(city), watch(city), watch(city)]),
        (three) => {
          const taken = three.every(({ status }) => status === 200);
          if (!taken) for (const { abort } of three) abort.abort();
          return taken;
        },
      );
      expect((await watch(city)).status).toBe(429); // those of the first process are kept on
      for (const { abort } of [...open, ...again]) abort.abort();
    });

    it('end when their person signs out here, and when the session ends elsewhere', async () => {
      const leaving = await app.visitor().signIn('city', password);
      const here = await watch(leaving);
      expect(here.status).toBe(200);
      await leaving.send('DELETE', '/sessions/current');
      expect(await here.ended).toContain('event: progress');

      const ended = await app.visitor().signIn('city', password);
      const elsewhere = await watch(ended);
      expect(elsewhere.status).toBe(200);
      await suite.db.query('DELETE FROM sessions'); // as another process of the API would
      expect(await elsewhere.ended).toContain('event: progress');
    });
  });
});

(redisIsHere ? describe : describe.skip)('with Redis that hangs (needs `redis-server` on the PATH)', () => {
  let suite: SuiteDatabase;
  let redis: RedisServer;
  let app: RunningApp;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    redis = await startRedis();
    app = await new RunningApp({ DATABASE_URL: suite.url, REDIS_URL: redis.url }).start();
  });
  afterAll(async () => {
    redis?.resume();
    await app?.stop();
    await redis?.stop();
    await suite?.drop();
  });

  it('jobs are taken all the same, who looks into a queue is told to come again, and all else goes on', async () => {
    const city = await app.visitor().signIn('city', password);
    const operator = await app.visitor().signIn('operator', password);
    redis.pause();
    const { status, body } = await city.post('/match-runs');
    expect([status, (await city.get(`/jobs/${body.job.id}`)).body.state]).toEqual([202, 'waiting']);
    expect(outcome(await operator.get('/jobs/housekeeping.nonsense'))).toEqual([503, 'queue.away', '5']);
    expect((await city.get('/me')).status).toBe(200);
    expect((await city.get('/health/ready')).body.queues.ok).toBe(false);
    redis.resume();
    await eventually(
      () => city.get('/health/ready'),
      ({ body: health }) => health.queues.ok,
    );
    await eventually(
      () => city.get(`/jobs/${body.job.id}`),
      (answer) => answer.body.state === 'completed',
    );
  });
});

/** Lets every new body run into `statement`, or into nothing. */
async function onBodies(suite: SuiteDatabase, statement = ''): Promise<void> {
  await suite.owner.query('DROP TRIGGER IF EXISTS tr_overload ON bodies');
  if (statement === '') return;
  await suite.owner.query(
    `CREATE OR REPLACE FUNCTION overload() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${statement} RETURN NEW; END $$`,
  );
  await suite.owner.query(
    'CREATE TRIGGER tr_overload BEFORE INSERT ON bodies FOR EACH ROW EXECUTE FUNCTION overload()',
  );
}

/** The beginning of a form with a file, and nothing more. */
async function halfAnUpload(base: string, cookie: string) {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  const part = `--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\nscenario\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${csv}`;
  socket.write(
    `POST /api/v1/imports HTTP/1.1\r\nHost: a\r\nCookie: ${cookie}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n${part}${'x'.repeat(200_000)}`,
  );
  return { socket, closed: read(socket) };
}

function read(socket: ReturnType<typeof connect>): Promise<string> {
  let answer = '';
  socket.setEncoding('utf8').on('data', (part) => (answer += part));
  return new Promise((resolve) =>
    socket.once('close', () => resolve(answer)).once('error', () => resolve(answer)),
  );
}

async function cookieOf(visitor: Visitor): Promise<string> {
  return (visitor as unknown as { cookie: string }).cookie;
}
