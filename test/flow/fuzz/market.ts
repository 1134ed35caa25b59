import { newId } from '#kernel';
import type { RunningApp, Visitor } from '../../support/app.js';
import type { SuiteDatabase } from '../../support/database.js';
import { staged } from '../../support/imports.js';
import { publish } from '../../support/market.js';
import { apply, found, invite, password, staff, uscc } from '../../support/people.js';
import type { Things } from './values.js';

export interface FuzzMarket {
  readonly visitors: ReadonlyMap<string, Visitor>;
  readonly things: Things;
}

/** People of every role, before the processes start. */
export async function settleAll({ db }: SuiteDatabase): Promise<string> {
  await staff(db);
  const organisationId = await found(db, { login: 'owner', uscc: uscc(981), kinds: ['user', 'firm'] });
  await invite(db, organisationId, { login: 'editor', role: 'editor' });
  await invite(db, organisationId, { login: 'viewer', role: 'viewer' });
  await found(db, { login: 'firm', uscc: uscc(982), kinds: ['firm'] });
  await apply(db, { login: 'applicant', uscc: uscc(983), kinds: ['user'] });
  return organisationId;
}

/** One thing of each kind, so that requests meet more than 404. */
export async function furnish(
  app: RunningApp,
  suite: SuiteDatabase,
  organisationId: string,
): Promise<FuzzMarket> {
  const visitors = new Map<string, Visitor>([['anyone', app.visitor()]]);
  for (const login of ['applicant', 'viewer', 'editor', 'owner', 'firm', 'area', 'city', 'operator'])
    visitors.set(login, await app.visitor().signIn(login, password));
  const of = (login: string) => visitors.get(login) as Visitor;
  const [owner, firm, city] = [of('owner'), of('firm'), of('city')];
  const scenario = await publish('scenarios', { title: '病历质控', needs: '实时质控' }, owner, city);
  const capability = await publish(
    'capabilities',
    { product: '质控软件', functions: '实时质控' },
    firm,
    city,
  );
  const need = await publish('technology-needs', { title: '涂层剥落', needs: '高速切削时剥落' }, firm, city);
  const result = await publish(
    'technology-results',
    { title: '纳米涂层', introduction: '结合力高' },
    owner,
    city,
  );
  const engagement = await firm.post('/engagements', {
    demandListingId: scenario,
    supplyListingId: capability,
  });
  await owner.post('/engagements', { demandListingId: scenario, supplyListingId: capability });
  await firm.post(`/engagements/${engagement.body.id}/claims`, { level: 2 });
  const edition = await city.post('/editions', { kind: 'scenario', title: '第一批' });
  const file = await staged(
    city,
    { kind: 'scenario', organisationId },
    'a.csv',
    '需求名称,需求内容\n预约,挂号\n',
  );
  const run = await city.post('/match-runs');
  const idsOf = async (table: string) =>
    (await suite.owner.query<{ id: string }>(`SELECT id FROM ${table} LIMIT 5`)).map(({ id }) => id);
  return {
    visitors,
    things: {
      scenarios: [scenario],
      capabilities: [capability],
      'technology-needs': [need],
      'technology-results': [result],
      engagements: [engagement.body.id],
      editions: [edition.body.id],
      imports: [file.body.id],
      'match-runs': [run.body.run.id],
      jobs: [run.body.job.id],
      claims: await idsOf('claims'),
      organisations: [organisationId],
      bodies: await idsOf('bodies'),
      applications: await idsOf('applications'),
      people: await idsOf('people'),
      none: [newId()],
    },
  };
}
