import { once } from 'node:events';
import { connect } from 'node:net';
import { kinds, sheetColumnsOf } from '#contracts';
import { newId } from '#kernel';
import { importsAtOnce, rows as query } from '#platform';
import { type Answer, eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { read, staged } from '../support/imports.js';
import { found, password, staff, uscc } from '../support/people.js';

const header = ['序号', '需求名称', '需求内容'];
const table = (name: string, rows: number) =>
  [header, ...Array.from({ length: rows }, (_, i) => [i + 1, `${name}${i}`, `需要${name}第${i}项`])].join(
    '\n',
  );

interface Told {
  readonly state: string;
  readonly progress: number;
  readonly doing: string | null;
  readonly result?: unknown;
}

describe('an import, from its upload to its end', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let city: Visitor;
  let organisationId: string;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    const profile = { name: '示例医院' };
    organisationId = await found(suite.db, { login: 'hospital', uscc: uscc(701), kinds: ['user'], profile });
    await suite.db.query(
      `INSERT INTO organisations (id, uscc, name, kinds, state) VALUES ($1, $2, '示例二院', '{user}', 'approved')`,
      [newId(), uscc(703)],
    );
    await found(suite.db, { login: 'firm', uscc: uscc(702), kinds: ['firm'], profile: { name: '示例软件' } });
    app = new RunningApp({ DATABASE_URL: suite.url });
    app.base = String(await app.launch('api'));
    city = await app.visitor().signIn('city', password);
  }, 60_000);
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const upload = (name: string, content: string) =>
    city.upload('/imports', { kind: 'scenario', organisationId }, name, content);
  /** What a page is told of a job until it ends. */
  async function told(job: string): Promise<Told[]> {
    const { body } = await city.get(`/jobs/${job}/events`);
    return [...String(body).matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
  }
  async function ended({ body }: Answer): Promise<Told> {
    const { job } = body as { job?: { id: string } };
    return (await told(job?.id ?? '')).at(-1) as Told;
  }
  const stateOf = async (id: string) => (await city.get(`/imports/${id}`)).body.state;

  it('waits where no worker runs, is cancelled, and is not read by the worker that comes', async () => {
    const { body } = await upload('不要了.csv', table('不要', 3));
    expect(body).toMatchObject({ state: 'reading', total: 0 });
    expect((await city.post(`/imports/${body.id}/cancel`)).body).toMatchObject({ state: 'cancelled' });
    await app.launch('worker');
    expect((await told(body.job.id)).at(-1)).toMatchObject({
      state: 'completed',
      result: { state: 'cancelled', total: 0 },
    });
    const again = await city.post(`/imports/${body.id}/cancel`);
    expect([again.status, again.body.code]).toEqual([409, 'import.under_way']);
  });

  it('tells how far it is, from the upload to the result', async () => {
    const { body } = await upload('三千行.csv', table('进度', 3000));
    const reading = await told(body.job.id);
    expect(reading.some(({ doing }) => /^已读取 \d+ 行$/.test(doing ?? ''))).toBe(true);
    expect(reading.at(-1)).toMatchObject({ state: 'completed', progress: 1, result: { valid: 3000 } });
    const begun = await city.post(`/imports/${body.id}/commit`, {});
    const writing = await told(begun.body.job.id);
    expect(writing.some(({ doing }) => /^已写入 \d+ \/ 3000 行$/.test(doing ?? ''))).toBe(true);
    expect(writing.at(-1)).toMatchObject({ state: 'completed', result: { created: 3000, refused: 0 } });
    const far = [...reading, ...writing].map(({ progress }) => progress);
    expect(far.every((one) => one >= 0 && one <= 1)).toBe(true);
  }, 30_000);

  it('goes on where the tab was closed after the upload, and stands in the list of imports', async () => {
    const { port } = new URL(app.base);
    const mark = 'xxDUIJIExx';
    const part = (name: string, value: string, more = '') =>
      `--${mark}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
    const content = [
      part('kind', 'scenario'),
      part('organisationId', organisationId),
      part('file', table('关页', 5), '; filename="closed.csv"'),
      `--${mark}--\r\n`,
    ].join('');
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    await suite.owner.transaction(async (tx) => {
      // The file has come as a whole, and is about to be entered.
      await query(tx, 'LOCK TABLE imports IN EXCLUSIVE MODE');
      socket.write(
        `POST /api/v1/imports HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${city.cookie}\r\nContent-Type: multipart/form-data; boundary=${mark}\r\nContent-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`,
      );
      await eventually(
        () =>
          suite.db.query(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO %imports%'",
          ),
        (found) => found.length === 1,
      );
      socket.destroy();
      await once(socket, 'close');
    });
    const { body } = await eventually(
      () => city.get('/imports?limit=5'),
      (answer) =>
        answer.body.items.some(
          (one: { fileName: string; state: string }) =>
            one.fileName === 'closed.csv' && one.state === 'previewed',
        ),
    );
    expect(body.items[0]).toMatchObject({ fileName: 'closed.csv', total: 5, createdBy: '市级协调员' });
  });

  it('is cancelled while it asks for its header and while it waits, and leaves nothing behind', async () => {
    const unclear = (await staged(city, { kind: 'scenario', organisationId }, '无表头.csv', '甲,乙\n丙,丁'))
      .body;
    const waiting = (await staged(city, { kind: 'scenario', organisationId }, '等.csv', table('等', 2))).body;
    expect([unclear.state, waiting.state]).toEqual(['header', 'previewed']);
    for (const { id } of [unclear, waiting]) {
      expect((await city.post(`/imports/${id}/cancel`)).status).toBe(200);
      expect(await stateOf(id)).toBe('cancelled');
      expect((await city.get(`/imports/${id}`)).body.rows).toEqual([]);
      expect((await city.post(`/imports/${id}/commit`, {})).status).toBe(409);
    }
  });

  it('is stopped while it is written: what was written stays, and the rest is written when it is asked again', async () => {
    const [rows, later] = [2100, 1000];
    const lines = Array.from({ length: rows }, (_, i) => `停${i},需要停,${i < later ? '' : '示例二院'}`);
    const content = ['需求名称,需求内容,需求单位', ...lines].join('\n');
    const { id } = (await staged(city, { kind: 'scenario', organisationId }, '停.csv', content)).body;
    let begun: Answer | undefined;
    await suite.db.transaction(async (tx) => {
      // A later piece of the writing waits for this organisation.
      await query(tx, 'SELECT id FROM organisations WHERE uscc = $1 FOR UPDATE', [uscc(703)]);
      begun = await city.post(`/imports/${id}/commit`, {});
      await eventually(
        () => suite.db.query<{ created: number }>('SELECT created FROM imports WHERE id = $1', [id]),
        ([one]) => Number(one?.created) > 0,
      );
      expect((await city.post(`/imports/${id}/cancel`)).body).toMatchObject({ state: 'stopped' });
    });
    await ended(begun as Answer);
    const stopped = (await city.get(`/imports/${id}`)).body;
    expect(stopped).toMatchObject({ state: 'stopped' });
    expect(stopped.created).toBeGreaterThan(0);
    expect(stopped.created).toBeLessThan(rows);
    const again = await ended(await city.post(`/imports/${id}/commit`, {}));
    expect(again).toMatchObject({ state: 'completed', result: { created: rows } });
    expect(await stateOf(id)).toBe('committed');
    expect((await city.post(`/imports/${id}/cancel`)).status).toBe(409);
  }, 30_000);

  it('waits its turn beside eleven others: the machine works on as many as it bears, the rest say how many come before', async () => {
    const held: string[] = [];
    await suite.owner.transaction(async (tx) => {
      // Whoever reads a file waits here for its first row.
      await query(tx, 'LOCK TABLE import_rows IN EXCLUSIVE MODE');
      for (let n = 0; n < 12; n++) {
        const { body } = await upload(`同时${n}.csv`, table(`同时${n}之`, 2));
        held.push(body.id);
      }
      const jobs = () =>
        suite.db.query<{ state: string; n: string }>(
          "SELECT state, count(*) AS n FROM jobs WHERE queue = 'imports' AND state IN ('active', 'waiting') GROUP BY 1 ORDER BY 1",
        );
      const seen = await eventually(
        jobs,
        (found) => Number(found.find((one) => one.state === 'active')?.n) >= importsAtOnce,
      );
      expect(seen).toEqual([
        { state: 'active', n: String(importsAtOnce) },
        { state: 'waiting', n: String(12 - importsAtOnce) },
      ]);
      const views = await Promise.all(held.map((id) => city.get(`/imports/${id}`)));
      expect(views.map(({ body }) => [body.state, body.ahead])).toEqual(
        held.map((_, n) => ['reading', n < importsAtOnce ? 0 : n]),
      );
      // People who read do not wait with them.
      const others = await Promise.all(
        ['/me', '/scenarios?limit=5', '/imports?limit=5'].map((path) => city.get(path)),
      );
      expect(others.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await jobs()).toEqual(seen);
    });
    for (const id of held)
      expect((await read(city, id)).body).toMatchObject({ state: 'previewed', total: 2 });
  }, 60_000);

  it('of a published list of capabilities finds everything as it is, in both its forms', async () => {
    const columns = sheetColumnsOf(kinds.capability).filter(({ inTemplate }) => inTemplate);
    const row = (n: number) =>
      columns.map(({ key, reads, example }) => {
        if (key === 'organisation') return '示例软件';
        if (key === 'uscc') return uscc(702);
        return reads === 'serial'
          ? String(n)
          : key === kinds.capability.definition.title
            ? `示例产品${n}`
            : example;
      });
    const cells = [columns.map(({ label }) => label), row(1), row(2)];
    const csv = cells
      .map((line) => line.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(','))
      .join('\n');
    const file = (await staged(city, { kind: 'capability' }, '能力.csv', csv)).body;
    expect(file).toMatchObject({ state: 'previewed', valid: 2, refused: 0, questions: 0 });
    expect(await ended(await city.post(`/imports/${file.id}/commit`, { publish: true }))).toMatchObject({
      result: { created: 2, published: 2 },
    });
    const draft = await city.post('/editions', { kind: 'capability', title: '示例市企业能力清单' });
    const { body } = await city.post(`/editions/${draft.body.id}/publish`, {}, draft.body.version);
    for (const format of ['xlsx', 'csv']) {
      const list = await fetch(`${app.base}/lists/capabilities/${body.slug}.${format}`);
      const content = new Uint8Array(await list.arrayBuffer());
      const again = (await staged(city, { kind: 'capability' }, `清单.${format}`, content)).body;
      expect([format, again.state, again.refused, again.questions, again.changes, again.unchanged]).toEqual([
        ...[format, 'previewed', 0, 0, 0, 2],
      ]);
    }
  }, 30_000);
});
