import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform';
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { publish } from '../support/market.js';
import { password, staff, uscc } from '../support/people.js';
import { dump } from './dump.js';

// Once a release: `npm test -- --testMatch '**/test/upgrade/fill.long.ts'` fills a database as people do, and writes
// its rows to <version>.sql beside this file. upgrade.spec.ts brings them to the present for ever after.

const newcomers = {
  hospital: {
    uscc: uscc(1),
    kinds: ['user'],
    profile: { name: '示例市第一人民医院', area: '410105', department: 'wjw', ownerKind: 'hospital' },
  },
  firm: {
    uscc: uscc(2),
    kinds: ['firm'],
    profile: { name: '示例医云软件有限公司', area: '410172', size: 'small' },
  },
};
const scenario = {
  title: '门诊病历智能质控',
  fields: ['healthcare', 'ai'],
  chains: ['ai'],
  needs: '门诊病历质控依赖人工抽查，需要对病历文书进行实时智能质控，自动发现缺项、逻辑错误和诊断不一致。',
  budgetMin: '500000',
  budgetMax: '1200000',
  prefersFirstVersion: true,
  requiredPlatforms: ['kylin'],
  contact: { name: '王主任', phone: '0371-00000000', email: 'his@example.com' },
};
const capability = {
  product: '电子病历智能质控系统',
  version: 'V3.0',
  productClass: 'application-medical',
  fields: ['healthcare'],
  chains: ['ai'],
  functions: '对门诊和住院病历文书进行实时智能质控，自动发现缺项、逻辑错误、诊断与用药不一致，规则可配置。',
  adaptedPlatforms: ['kylin', 'kunpeng'],
  referencePrice: '800000',
};

interface Claim {
  readonly level: number;
  readonly note: string;
  readonly amount?: string;
  readonly contractNumber?: string;
}

describe('the database of a release', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  const who = {} as Record<'city' | 'city2' | 'area' | 'operator' | keyof typeof newcomers, Visitor>;
  const ids = { scenario: '', second: '', capability: '', hospital: '', firm: '' };

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    for (const login of ['city', 'city2', 'area', 'operator'] as const)
      who[login] = await app.visitor().signIn(login, password);
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  /** @returns the body of an answer that is no refusal. */
  async function done(answer: ReturnType<Visitor['post']>) {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(JSON.stringify(body));
    return body;
  }
  const finished = (id: string) =>
    eventually(
      () => who.operator.get(`/jobs/${id}`),
      ({ body }) => body.state === 'completed',
    );

  it('has organisations, their applications, people, changes and controllers', async () => {
    for (const [login, content] of Object.entries(newcomers) as [keyof typeof newcomers, object][]) {
      await done(app.visitor().post('/people', { login, name: '经办人', password }));
      who[login] = await app.visitor().signIn(login, password);
      const { id } = await done(who[login].post('/applications', content));
      await done(who[login].upload(`/applications/${id}/proof`, {}, '授权书.pdf', '%PDF-1.7 示例授权书'));
      await done(who[login].post(`/applications/${id}/submit`));
      ids[login] = (await done(who.city.post(`/applications/${id}/approve`))).organisationId;
    }
    const { token } = await done(who.firm.post(`/organisations/${ids.firm}/invitations`, { role: 'editor' }));
    const taker = { token, person: { login: 'colleague', name: '同事', password } };
    await done(app.visitor().post(`/invitations/accept`, taker));
    await done(who.firm.post(`/organisations/${ids.firm}/invitations`, { role: 'viewer' }));
    const proposed = { name: '示例医云软件股份有限公司' };
    const change = await done(
      who.firm.post(`/organisations/${ids.firm}/changes`, { proposed, reason: '公司更名' }),
    );
    await done(who.city.post(`/organisation-changes/${change.id}/approve`, {}, change.version));
    const controller = { controllerUscc: uscc(9), reason: '工商登记' };
    await done(who.city.put(`/controllers/${uscc(2)}`, controller));
    await done(app.visitor().post('/people', { login: 'waiting', name: '申请人', password }));
    const waiting = await app.visitor().signIn('waiting', password);
    await done(waiting.post('/applications', { ...newcomers.firm, uscc: uscc(3) }));
  });

  it('has listings of every way, imported rows and dictionary entries of the city', async () => {
    ids.scenario = await publish('scenarios', scenario, who.hospital, who.city);
    ids.capability = await publish('capabilities', capability, who.firm, who.city);
    await done(who.hospital.post('/scenarios', { content: { ...scenario, title: '智能导诊' } }));
    const file =
      '需求名称,需求内容\n影像辅助诊断,需要对胸部影像进行辅助诊断，自动提示结节位置和大小\n,没有名称的一行';
    const fields = { kind: 'scenario', organisationId: ids.hospital };
    const staged = await done(who.city.upload('/imports', fields, '需求.csv', file));
    const { job } = await done(who.city.post(`/imports/${staged.id}/commit`, { publish: true }));
    await finished(job.id);
    await done(who.city.put('/dictionaries/chains/ai', { label: '人工智能产业链' }));
    const [second] = (await done(who.hospital.get('/scenarios?limit=100'))).items.filter(
      (item: { content: { title: string } }) => item.content.title === '影像辅助诊断',
    );
    ids.second = second.id;
  });

  it('has matches, decisions, weights and synonyms', async () => {
    await eventually(
      () => who.hospital.get(`/scenarios/${ids.scenario}/matches`),
      ({ body }) => body.items?.length > 0,
    );
    const pair = { demandListingId: ids.second, supplyListingId: ids.capability };
    const until = new Date(Date.now() + 86_400_000 * 300).toISOString().slice(0, 10);
    await done(who.city.post('/match-decisions', { ...pair, kind: 'pin', reason: '示范项目', until }));
    const most = {
      text: 60,
      field: 10,
      chain: 6,
      area: 4,
      budget: 3,
      platforms: 4,
      advancement: 3,
      firstVersion: 10,
    };
    const { version } = await done(who.city.post('/match-weights', { most, note: '更重首版次' }));
    const { job } = await done(who.city.post(`/match-weights/${version}/adopt`, { reason: '年度调整' }));
    await finished(job.id);
    const groups = [['病历', '病案']];
    const synonyms = await done(who.city.post('/match-synonyms', { groups, note: '医疗用语' }, 0));
    await finished(synonyms.job.id);
  });

  it('has lists, one published, amended by a struck row, one planned', async () => {
    for (const kind of ['scenario', 'capability']) {
      const draft = await done(who.city.post('/editions', { kind, title: '示例清单第一批' }));
      await done(who.city.post(`/editions/${draft.id}/publish`, {}, draft.version));
    }
    const planned = await done(who.city.post('/editions', { kind: 'capability', title: '示例清单第二批' }));
    const at = '2099-12-31T00:00:00.000Z';
    await done(who.city.post(`/editions/${planned.id}/schedule`, { at }, planned.version));
  });

  it('has an engagement with a verified contract, one with a reversed step, and a frozen month', async () => {
    const first = await engaged(ids.scenario);
    await verified(first, { level: 2, note: '到院交流' });
    await verified(first, { level: 4, note: '签订合同', amount: '800000', contractNumber: 'HT-2026-001' });
    const second = await engaged(ids.second);
    const claim = await verified(second, { level: 2, note: '线上演示' });
    const { version } = await done(who.city.get(`/engagements/${second}`));
    await done(who.city.post(`/claims/${claim}/reverse`, { reason: '核查不实' }, version));
    await claimed(second, { level: 2, note: '再次演示' });
    await eventually(
      () => who.city.post('/statistics/recount'),
      ({ body }) => body.entries === 5 && body.differences.length === 0,
    );
    await done(who.city.post('/periods/2026-10/freeze'));
  });

  it('is written beside the other releases', async () => {
    await eventually(
      () =>
        suite.db.query(
          "SELECT 1 FROM follower_positions WHERE place < (SELECT place FROM fact_head) UNION ALL SELECT 1 FROM jobs WHERE state IN ('waiting', 'delayed', 'active')",
        ),
      (behind) => behind.length === 0,
    );
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    writeFileSync(join(projectRoot, `test/upgrade/${version}.sql`), await dump(suite.owner, version));
  });

  /** Both sides want it. @returns its id. */
  async function engaged(demandListingId: string): Promise<string> {
    const pair = { demandListingId, supplyListingId: ids.capability };
    const { id } = await done(who.firm.post('/engagements', pair));
    await done(who.hospital.post('/engagements', pair));
    return id;
  }

  /** Claimed by the firm and confirmed by the hospital. @returns the claim's id. */
  async function claimed(engagement: string, claim: Claim): Promise<string> {
    const after = await done(who.firm.post(`/engagements/${engagement}/claims`, claim));
    const made = after.claims.find(
      (c: { level: number; state: string }) => c.level === claim.level && c.state === 'claimed',
    );
    await done(who.hospital.post(`/claims/${made.id}/confirm`, {}, after.version));
    return made.id;
  }

  async function verified(engagement: string, claim: Claim): Promise<string> {
    const made = await claimed(engagement, claim);
    const { version } = await done(who.city.get(`/engagements/${engagement}`));
    await done(who.city.post(`/claims/${made}/verify`, {}, version));
    return made;
  }
});
