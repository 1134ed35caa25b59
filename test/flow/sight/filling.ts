import { eventually, RunningApp } from '../../support/app.js';
import { suiteDatabase } from '../../support/database.js';
import { staged } from '../../support/imports.js';
import { publish, settle } from '../../support/market.js';
import { accounts, password, staff, uscc } from '../../support/people.js';
import {
  type Caller,
  callers,
  type ListingPath,
  type ListingState,
  listingStates,
  SightMarket,
} from './market.js';

const area = '410105';
const elsewhere = '410103';
const organisations = [
  ['demand', 'user', area],
  ['supply', 'firm', elsewhere],
  ['otherUser', 'user', elsewhere],
  ['otherFirm', 'firm', elsewhere],
] as const;

const proof = '%PDF-1.7 示例';

/** A market with one of every kind in every state, matched and indexed. */
export async function openSightMarket(): Promise<SightMarket> {
  const suite = await suiteDatabase();
  await staff(suite.db);
  const { people } = accounts(suite.db);
  const body = await people.createBody('二七区工业和信息化局', elsewhere);
  await people.addCoordinator(body.id, { login: 'otherarea', name: '他区协调员', password });
  const app = await new RunningApp({ DATABASE_URL: suite.url, MATCH_MIN: '100' }).start();
  const market = new SightMarket(suite, app);
  await fill(market);
  return market;
}

async function fill(market: SightMarket): Promise<void> {
  const { db } = market.suite;
  for (const [n, [login, kind, of]] of organisations.entries())
    market.organisationIds.set(
      login,
      await settle(db, 901 + n, { login: login.toLowerCase(), kind, area: of }),
    );
  await market.app.visitor().post('/people', { login: 'applicant', name: '申请人', password });
  market.visitors.set('anyone', market.app.visitor());
  for (const caller of callers.slice(1))
    market.visitors.set(caller, await market.app.visitor().signIn(caller.toLowerCase(), password));
  await apply(market);
  await listings(market, 'scenarios', 'demand');
  await listings(market, 'capabilities', 'supply');
  await listings(market, 'technology-needs', 'demand');
  await listings(market, 'technology-results', 'supply');
  await engage(market);
  await issue(market);
  await invite(market);
  await upload(market);
  await decide(market);
  await review(market);
  await settled(market);
}

async function apply(market: SightMarket): Promise<void> {
  const [applicant, word] = [market.as('applicant'), 'applicationword'];
  const profile = { name: `申请单位${word}`, area };
  const { body } = await applicant.post('/applications', { uscc: uscc(955), kinds: ['user'], profile });
  await applicant.upload(`/applications/${body.id}/proof`, {}, 'proof.pdf', proof);
  const submitted = await applicant.post(`/applications/${body.id}/submit`);
  if (submitted.body.state !== 'submitted') throw new Error(JSON.stringify(submitted.body));
  market.others.set('application', { id: body.id, number: '', word });
}

async function listings(market: SightMarket, path: ListingPath, owner: Caller): Promise<void> {
  const into = market.thingsAt(path);
  const [own, city] = [market.as(owner), market.as('city')];
  for (const state of listingStates) {
    const word = `${path.replace('technology-', '').slice(0, 3)}${state.toLowerCase()}word`;
    const content = listing(path, word, visibilityOf(state));
    const id =
      state === 'draft' || state === 'submitted'
        ? (await own.post(`/${path}`, { content })).body.id
        : await publish(path, content, own, city);
    const { body } = await own.get(`/${path}/${id}`);
    if (state === 'submitted') await own.post(`/${path}/${id}/submit`, {}, body.version);
    if (state === 'withdrawn')
      await own.post(`/${path}/${id}/withdraw`, { reason: '不再需要' }, body.version);
    if (state === 'edited')
      await own.send(
        'PUT',
        `/${path}/${id}`,
        JSON.stringify({ content: listing(path, `${word}new`, 'public') }),
        {
          'content-type': 'application/json',
          'if-match': `"${body.version}"`,
        },
      );
    into.set(state, { id, number: body.number, word });
  }
}

/** The two owners turn to each other's `invitedSupply` listings, and have a claim on the public ones. */
async function engage(market: SightMarket): Promise<void> {
  const [demand, supply] = [market.as('demand'), market.as('supply')];
  const pair = (of: ListingState) => ({
    demandListingId: market.scenarios.get(of)?.id,
    supplyListingId: market.capabilities.get('public')?.id,
  });
  await demand.post('/engagements', pair('invitedSupply'));
  // Of the same scenario and firm there is one engagement: the firm's invited product needs another scenario.
  const members = market.scenarios.get('members')?.id;
  const capability = market.capabilities.get('invitedSupply')?.id;
  await supply.post('/engagements', { demandListingId: members, supplyListingId: capability });
  const opened = await supply.post('/engagements', pair('public'));
  await demand.post('/engagements', pair('public'));
  const { id, number } = opened.body;
  const evidence = await supply.upload(`/engagements/${id}/evidence`, {}, 'unattachedword.pdf', proof);
  const attached = await supply.upload(`/engagements/${id}/evidence`, {}, 'attachedword.pdf', `${proof} 2`);
  const word = 'claimnoteword';
  const claimed = await supply.post(`/engagements/${id}/claims`, {
    level: 3,
    note: word,
    evidenceIds: [attached.body.id],
  });
  const claim = claimed.body.claims.find((of: { level: number }) => of.level === 3);
  market.others.set('engagement', { id, number, word });
  market.others.set('claim', { id: claim.id, number: '', word });
  market.others.set('evidence', { id: attached.body.id, number: '', word: 'attachedword' });
  market.others.set('unattached', { id: evidence.body.id, number: '', word: 'unattachedword' });
}

async function issue(market: SightMarket): Promise<void> {
  const issue = async (name: string, by: Caller, then: 'draft' | 'published' | 'withdrawn') => {
    const word = `${name.toLowerCase()}word`;
    const draft = await market.as(by).post('/editions', { kind: 'scenario', title: word });
    const { id, version } = draft.body;
    let number = '';
    if (then !== 'draft') {
      const { body } = await market.as(by).post(`/editions/${id}/publish`, {}, version);
      number = body.slug;
      if (then === 'withdrawn')
        await market.as(by).post(`/editions/${id}/withdraw`, { reason: '误发' }, body.version);
    }
    market.others.set(name, { id, number, word });
  };
  await issue('areaDraft', 'area', 'draft');
  await issue('cityDraft', 'city', 'draft');
  await issue('areaPublished', 'area', 'published');
  await issue('areaWithdrawn', 'area', 'withdrawn');
}

/** Of the area's body, for the two owners' public listings. */
async function invite(market: SightMarket): Promise<void> {
  const area = market.as('area');
  const numbers = [market.scenarios, market.capabilities].map((of) => of.get('public')?.number);
  for (const name of ['meetingDraft', 'meeting']) {
    const word = `${name.toLowerCase()}word`;
    const times = { day: '2099-09-18', starts: '09:00', ends: '11:30' };
    const { body } = await area.post('/meetings', { title: word, place: '会展中心', ...times });
    const invited = await area.post(`/meetings/${body.id}/listings`, { numbers });
    if (name === 'meeting')
      await area.post(`/meetings/${body.id}/move`, { to: 'announced' }, invited.body.version);
    market.others.set(name, { id: body.id, number: '', word });
  }
}

async function upload(market: SightMarket): Promise<void> {
  for (const [name, by] of [
    ['ownImport', 'demand'],
    ['areaImport', 'area'],
  ] as const) {
    const word = `${name.toLowerCase()}fileword`;
    const csv = `场景名称,需求内容,单位名称\n${word},替代人工抽查,示例单位901\n`;
    const fields: Record<string, string> = { kind: 'scenario' };
    if (by === 'area') fields['organisationId'] = market.organisationIds.get('demand') ?? '';
    const { body } = await staged(market.as(by), fields, `${word}.csv`, csv);
    if (!body.id) throw new Error(`import of ${by}: ${JSON.stringify(body)}`);
    market.others.set(name, { id: body.id, number: '', word });
  }
  const { body } = await market.as('operator').post('/search/reindex');
  market.others.set('job', { id: body.job.id, number: '', word: '' });
  const run = await market.as('city').post('/match-runs');
  market.others.set('runJob', { id: run.body.job.id, number: '', word: '' });
}

async function decide(market: SightMarket): Promise<void> {
  const until = new Date(Date.now() + 5 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  const { body } = await market.as('city').post('/match-decisions', {
    kind: 'block',
    demandListingId: market.scenarios.get('edited')?.id,
    supplyListingId: market.capabilities.get('edited')?.id,
    reason: 'decisionword',
    until,
  });
  market.others.set('decision', { id: body.id, number: '', word: 'decisionword' });
  const organisation = market.organisationIds.get('demand');
  const change = await market.as('demand').post(`/organisations/${organisation}/changes`, {
    proposed: { name: 'changeword' },
    reason: '更名',
  });
  market.others.set('change', { id: change.body.id, number: '', word: 'changeword' });
  market.others.set('organisation', {
    id: market.organisationIds.get('demand') ?? '',
    number: '',
    word: '',
  });
}

/** A review of one area that is under way, with a file of its own. */
async function review(market: SightMarket): Promise<void> {
  const city = market.as('city');
  await city.post('/periods/2025/freeze');
  const indicator = { measure: 'reached2', direction: 'more', weight: '100', fullMark: { kind: 'rank' } };
  const scheme = (await city.post('/schemes', { name: '方案', units: 'area', indicators: [indicator] })).body;
  await city.post(`/schemes/${scheme.id}/adopt`, {}, scheme.revision);
  const draft = { name: 'reviewword', scheme: scheme.id, period: '2025', units: [area] };
  const { id, revision } = (await city.post('/reviews', draft)).body;
  await city.post(`/reviews/${id}/advance`, { to: 'self_assessment', due: '2100-01-01' }, revision);
  market.others.set('review', { id, number: '', word: 'reviewword' });
  const file = await market
    .as('area')
    .upload(`/reviews/${id}/units/${area}/files`, {}, 'reviewfileword.pdf', proof);
  market.others.set('reviewFile', { id: file.body.id, number: '', word: 'reviewfileword' });
}

/** Waits for the index and the matching; then has every pair matched, whatever it is kept to. */
async function settled(market: SightMarket): Promise<void> {
  const { db } = market.suite;
  const inForce = listingStates.filter((of) => !['draft', 'submitted', 'withdrawn'].includes(of)).length;
  const count = async (table: string) =>
    Number((await db.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n);
  await eventually(
    () => count('search_documents'),
    (n) => n === 4 * inForce,
    60,
  );
  await eventually(
    () => count('match_summaries'),
    (n) => n === 2 * inForce,
    60,
  );
  const job = market.others.get('runJob')?.id;
  await eventually(
    () => market.as('city').get(`/jobs/${job}`),
    ({ body }) => body.state === 'completed',
    60,
  );
  await db.query(
    `INSERT INTO matches (demand_listing_id, supply_listing_id, firm_id, demand_revision, supply_revision, score, points)
     SELECT s.id, c.id, c.organisation_id, 1, 1, 50, '{500,0,0,0,0,0,0,0}' FROM listings s CROSS JOIN listings c
     WHERE (s.kind, c.kind) IN (('scenario', 'capability'), ('technology-need', 'technology-result'))
     ON CONFLICT DO NOTHING`,
  );
}

function visibilityOf(state: ListingState): string {
  if (state === 'members') return 'members';
  return state === 'invited' || state === 'invitedSupply' ? 'invited' : 'public';
}

const textsOf = {
  scenarios: ['title', 'needs'],
  capabilities: ['product', 'functions'],
  'technology-needs': ['title', 'needs'],
  'technology-results': ['title', 'introduction'],
} as const satisfies Record<ListingPath, readonly [string, string]>;

function listing(path: ListingPath, word: string, visibility: string): Record<string, unknown> {
  const common = {
    visibility,
    fields: ['ai'],
    contact: { name: `contact-${word}`, phone: '', email: '' },
  };
  const [name, body] = textsOf[path];
  return { ...common, [name]: `${word} 名称`, [body]: `${word} 自动抽查。` };
}
