import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { staged } from '../support/imports.js';
import { found, password, staff, uscc } from '../support/people.js';

const imports = 16;

describe('an import that is to be published', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let city: Visitor;
  let organisationId: string;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    const profile = { name: '示例医院' };
    organisationId = await found(suite.db, { login: 'hospital', uscc: uscc(801), kinds: ['user'], profile });
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    city = await app.visitor().signIn('city', password);
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  async function imported(n: number): Promise<unknown> {
    const csv = `需求名称,需求内容\n病历质控${n},需要对病历文书实时质控`;
    const file = await staged(city, { kind: 'scenario', organisationId }, `${n}.csv`, csv);
    const { body } = await city.post(`/imports/${file.body.id}/commit`, { publish: true });
    const job = await eventually(
      () => city.get(`/jobs/${body.job.id}`),
      (answer) => answer.body.state === 'completed',
    );
    return job.body.result;
  }

  it('is written and published by who asks again, when the process that took the request died', async () => {
    const csv = '需求名称,需求内容\n导诊,需要智能导诊';
    const { id } = (await staged(city, { kind: 'scenario', organisationId }, 'a.csv', csv)).body;
    await suite.db.query("UPDATE imports SET state = 'committing', publish = true WHERE id = $1", [id]);
    const { body } = await city.post(`/imports/${id}/commit`, { publish: false });
    const job = await eventually(
      () => city.get(`/jobs/${body.job.id}`),
      (answer) => answer.body.state === 'completed',
    );
    expect(job.body.result).toEqual({ created: 1, revised: 0, known: 0, refused: 0, left: 0, published: 1 });
  });

  it('is published whole, however soon its job begins', async () => {
    const results: unknown[] = [];
    for (let n = 0; n < imports; n++) results.push(await imported(n));
    expect(results).toEqual(
      Array(imports).fill({ created: 1, revised: 0, known: 0, refused: 0, left: 0, published: 1 }),
    );
    const [row] = await suite.db.query<{ n: string }>(
      'SELECT count(*) AS n FROM listings WHERE published_revision IS NOT NULL',
    );
    expect(Number(row?.n)).toBe(imports + 1);
  });
});
