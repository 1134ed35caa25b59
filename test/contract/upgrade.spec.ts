import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sha256 } from '#kernel';
import { processFile, projectRoot, readMigrations } from '#platform';
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, upgradedDatabase } from '../support/database.js';
import { password } from '../support/people.js';

const folder = join(projectRoot, 'test/upgrade');
const releases = readdirSync(folder).filter((name) => name.endsWith('.sql'));

/** What the changelog tells an operator to do once after an update: a release folds its sums in its own way. */
async function recount(url: string): Promise<string> {
  const command = [processFile('duijie'), 'recount', '--repair', '--rebuild'];
  const { stdout } = await promisify(execFile)(process.execPath, command, {
    env: { PATH: process.env['PATH'], DATABASE_URL: url, LOG_LEVEL: 'error' },
  });
  return stdout;
}

/** What a release's people left in its database is all there for today's, who go on with it. */
describe.each(releases)('the database that release %s filled', (file) => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let folded = '';
  const who = {} as Record<'city' | 'operator' | 'hospital' | 'firm' | 'colleague', Visitor>;

  beforeAll(async () => {
    suite = await upgradedDatabase(readFileSync(join(folder, file), 'utf8'));
    folded = await recount(suite.url);
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    for (const login of ['city', 'operator', 'hospital', 'firm', 'colleague'] as const)
      who[login] = await app.visitor().signIn(login, password);
  }, 180_000);
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  /** The only one of a list that has these members. */
  async function only(visitor: Visitor, path: string, members: Readonly<Record<string, unknown>> = {}) {
    const { body } = await visitor.get(path);
    const found = (body.items ?? []).filter((item: Record<string, unknown>) =>
      Object.entries(members).every(([key, value]) => JSON.stringify(item[key]) === JSON.stringify(value)),
    );
    if (found.length !== 1) throw new Error(`${path}: ${found.length} of ${JSON.stringify(body)}`);
    return found[0];
  }

  it('is at the newest migration, and each file is what was applied', async () => {
    const applied = await suite.db.query('SELECT name, sha256 FROM schema_migrations ORDER BY name');
    expect(applied).toEqual(readMigrations().map(({ name, sql }) => ({ name, sha256: sha256(sql) })));
  });

  it('has its organisations, people, applications and changes', async () => {
    const { body: me } = await who.colleague.get('/me');
    expect(me).toMatchObject({ organisation: { name: '示例医云软件股份有限公司', role: 'editor' } });
    const firm = await only(who.city, '/organisations', { name: '示例医云软件股份有限公司' });
    expect((await who.city.get(`/controllers/${firm.uscc}`)).body.chain).toHaveLength(2);
    expect(await only(who.city, '/organisation-changes')).toMatchObject({
      state: 'approved',
      reason: '公司更名',
    });
    expect(await only(who.city, '/applications?state=approved', { organisationId: firm.id })).toBeDefined();
    expect((await who.city.get('/audit?action=application.approved')).body.items).toHaveLength(2);
  });

  it('has its listings with their contents, contacts and history', async () => {
    const { items } = (await who.hospital.get('/scenarios')).body;
    expect(
      items.map(({ state, content }: Record<string, { title: string }>) => [content?.title, state]),
    ).toEqual(
      expect.arrayContaining([
        ['门诊病历智能质控', 'published'],
        ['智能导诊', 'draft'],
        ['影像辅助诊断', 'published'],
      ]),
    );
    const first = items.find(
      ({ content }: { content: { title: string } }) => content.title === '门诊病历智能质控',
    );
    const { body } = await who.hospital.get(`/scenarios/${first.id}`);
    expect(body.content).toMatchObject({ fields: ['healthcare', 'ai'], budgetMax: '1200000.00' });
    expect(body.content.contact.name).toBe('王主任');
    expect((await who.city.get(`/scenarios/${first.id}/history`)).body.items).toHaveLength(4);
    expect((await app.visitor().get(`///scenarios/${first.number}`)).body).toContain('门诊病历智能质控');
    const chains = (await who.hospital.get('/dictionaries/chains')).body.items;
    expect(chains).toContainEqual(expect.objectContaining({ code: 'ai', label: '人工智能产业链' }));
  });

  it('finds and matches them', async () => {
    const found = (await who.firm.get('/search/scenarios?q=病历质控')).body;
    expect(found.total).toBeGreaterThan(0);
    const scenario = found.items[0].id;
    const [match] = (await who.hospital.get(`/scenarios/${scenario}/matches`)).body.items;
    expect(match.supply.title).toContain('电子病历智能质控系统');
    const sum = match.reasons.reduce((s: number, r: { points: number }) => s + r.points, 0);
    expect(sum).toBeCloseTo(match.score, 5);
    expect(await only(who.city, '/match-decisions')).toMatchObject({ kind: 'pin', reason: '示范项目' });
    expect((await only(who.city, '/match-weights', { active: true })).note).toBe('更重首版次');
    expect((await who.city.get('/match-synonyms')).body.groups).toEqual([['病历', '病案']]);
  });

  it('has its lists, to the byte', async () => {
    for (const path of ['scenarios', 'capabilities']) {
      const { body } = await app.visitor().get(`///lists/${path}/410100-1.json`);
      const [kept] = await suite.db.query<{ document: string }>(
        'SELECT document FROM edition_revisions WHERE sha256 = $1',
        [body.sha256],
      );
      expect(sha256(kept?.document ?? '')).toBe(body.sha256);
      expect((await app.visitor().get(`///lists/${path}/410100-1`)).body).toContain('示例清单第一批');
    }
    expect(await only(who.city, '/editions', { state: 'scheduled' })).toMatchObject({
      title: '示例清单第二批',
    });
  });

  it('has its ledger unbroken, and counts on', async () => {
    expect(folded.trim().split('\n').at(-1)).toBe('一致');
    const recount = async () => (await who.city.post('/statistics/recount')).body;
    expect(await recount()).toMatchObject({ entries: 5, differences: [] });
    expect((await who.city.get('/statistics/matches?period=2026')).body.total.count).toBe(1);
    const contract = await who.city.get('/statistics/matches?period=2026&level=4');
    expect(contract.body.total).toEqual({ count: 1, amount: '800000.00' });
    const periods = (await who.city.get('/periods?year=2026')).body.items;
    expect(periods).toContainEqual(expect.objectContaining({ code: '2026-10', frozen: true }));
    const { items } = (await who.city.get('/engagements')).body;
    const waiting = items.find(({ level }: { level: number }) => level === 1);
    const { body } = await who.city.get(`/engagements/${waiting.id}`);
    const claim = body.claims.find(({ state }: { state: string }) => state === 'confirmed');
    expect((await who.city.post(`/claims/${claim.id}/verify`, {}, body.version)).status).toBe(200);
    expect(await eventually(recount, ({ entries }) => entries === 6)).toMatchObject({ differences: [] });
  });
});
