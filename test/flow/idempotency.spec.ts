import { Database, IdempotencyKeys, rows } from '#platform';
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { settle } from '../support/market.js';
import { password, staff } from '../support/people.js';

const content = {
  title: '门诊病历质控',
  needs: '门诊病历质控依赖人工抽查，需要对病历文书实时质控，自动发现缺项。',
  fields: ['healthcare'],
  chains: [],
};

describe('a request with an Idempotency-Key', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let demand: Visitor;
  let made = 0;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    await settle(suite.db, 911, { login: 'demand', kind: 'user', area: '410105' });
    app = new RunningApp({ DATABASE_URL: suite.url });
    app.base = String(await app.launch('api'));
    demand = await app.visitor().signIn('demand', password);
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const create = (key: string, title = content.title) =>
    demand.post('/scenarios', { content: { ...content, title } }, undefined, { 'idempotency-key': key });
  const titled = async (title: string) =>
    Number(
      (
        await suite.db.query<{ n: string }>('SELECT count(*) AS n FROM listing_revisions WHERE title = $1', [
          title,
        ])
      )[0]?.n,
    );
  /** Runs what waits in the database until it is killed there. */
  const holdUp = (table: string) =>
    suite.owner.query(
      `CREATE OR REPLACE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(4); RETURN NEW; END $$;
       CREATE TRIGGER tr_hold_up BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION hold_up()`,
    );
  const letGo = () => suite.owner.query('DROP FUNCTION IF EXISTS hold_up CASCADE');
  const heldUp = () =>
    eventually(
      () => suite.db.query("SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"),
      (found) => found.length > 0,
    );
  async function killed(): Promise<void> {
    await app.kill('api');
    await suite.db.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = $1',
      ['PgSleep'],
    );
    await letGo();
    app.base = String(await app.launch('api'));
    demand = await app.visitor().signIn('demand', password);
  }

  it.each([
    ['before its effect is written', 'listing_revisions'],
    ['between its effect and its answer', 'idempotency_keys'],
  ])('has one effect when the process is killed %s and it is sent again', async (_when, table) => {
    const [key, title] = [`killed-${++made}`, `质控${made}`];
    await holdUp(table);
    const lost = create(key, title).catch(() => 'no answer');
    await heldUp();
    await killed();
    expect(await lost).toBe('no answer');
    expect(await titled(title)).toBe(0);
    const answers = [await create(key, title), await create(key, title)];
    expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(answers[1]?.headers.get('idempotent-replayed')).toBe('true');
    expect(await titled(title)).toBe(1);
  });

  it('has one effect when its answer is lost on the way and it is sent again', async () => {
    const [key, title] = [`lost-${++made}`, `质控${made}`];
    const first = await create(key, title); // whoever sent it never reads this
    await app.kill('api');
    app.base = String(await app.launch('api'));
    demand = await app.visitor().signIn('demand', password);
    expect((await create(key, title)).body).toEqual(first.body);
    expect(await titled(title)).toBe(1);
  });

  it('is told to come again while the first is at work, and has its answer then', async () => {
    const [key, title] = [`twice-${++made}`, `质控${made}`];
    await holdUp('idempotency_keys');
    const first = create(key, title);
    await heldUp();
    const second = await create(key, title);
    expect([second.status, second.body.code, second.headers.get('retry-after')]).toEqual([
      409,
      'idempotency.in_progress',
      '1',
    ]);
    await letGo().catch(() => undefined);
    expect((await create(key, title)).body).toEqual((await first).body);
    expect(await titled(title)).toBe(1);
  });

  it('has one effect however many send it at once', async () => {
    const [key, title] = [`many-${++made}`, `质控${made}`];
    const answers = await Promise.all(Array.from({ length: 8 }, () => create(key, title)));
    for (const { status, body } of answers)
      expect(status === 201 || body.code === 'idempotency.in_progress').toBe(true);
    expect((await create(key, title)).status).toBe(201);
    expect(await titled(title)).toBe(1);
  });

  it('leaves its key free when it was refused, and refuses the key for anything else', async () => {
    const key = `refused-${++made}`;
    const refused = await create(key, '');
    expect(refused.status).toBe(422);
    expect((await create(key)).status).toBe(201);
    expect((await create(key, '别的')).body.code).toBe('idempotency.key_reused');
    const odd = await demand.send('POST', '/scenarios', '{"content": {"budgetMin": 1e400}}', {
      'content-type': 'application/json',
      'idempotency-key': `odd-${made}`,
    });
    expect(odd.status).toBeGreaterThanOrEqual(400);
    expect(odd.status).toBeLessThan(500);
  });

  it('remembers nothing of a password', async () => {
    const before = await suite.db.query('SELECT count(*) FROM idempotency_keys');
    for (const word of [password, 'wrong'])
      await app
        .visitor()
        .post('/sessions', { login: 'demand', password: word }, undefined, { 'idempotency-key': 'secret' });
    expect(await suite.db.query('SELECT count(*) FROM idempotency_keys')).toEqual(before);
  });

  it('takes back all that its services committed when a later part fails', async () => {
    const keys = new IdempotencyKeys(suite.db);
    const db: Database = suite.db;
    const request = {
      actor: 'a',
      key: `parts-${++made}`,
      route: 'POST /x',
      body: { n: Number.POSITIVE_INFINITY },
    };
    const count = (name: string) =>
      db.transaction((tx) =>
        rows(tx, 'INSERT INTO counters (name, value) VALUES ($1, 1) RETURNING value', [name]),
      );
    const parts = async (fails: boolean) => {
      await Promise.all([count('part-1'), count('part-2')]);
      await expect(count('part-1')).rejects.toThrow('pk_counters'); // a part alone falls back
      const seen = await db.query("SELECT name FROM counters WHERE name LIKE 'part-%'");
      if (fails) throw new Error('killed');
      return { status: 201, body: { seen: seen.length } };
    };
    await expect(keys.once(request, () => parts(true))).rejects.toThrow('killed');
    expect(await db.query("SELECT name FROM counters WHERE name LIKE 'part-%'")).toEqual([]);
    expect(await keys.once(request, () => parts(false))).toEqual({
      status: 201,
      body: { seen: 2 },
      repeated: false,
    });
    expect((await keys.once(request, () => parts(true))).repeated).toBe(true);
  });
});
