import { readXlsx } from 'hucre/xlsx';
import { newId } from '#kernel';
import { type Answer, eventually, RunningApp, type Visitor } from '../../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../../support/database.js';
import { staged } from '../../support/imports.js';
import { publish, settle } from '../../support/market.js';
import { accounts, password, staff, uscc } from '../../support/people.js';

/** `anyone` has not signed in; `applicant` speaks for nobody; `others`: an area, a firm and a user organisation that have no part. */
export const callers = [
  'anyone',
  'applicant',
  'demand',
  'supply',
  'otherUser',
  'otherFirm',
  'area',
  'otherArea',
  'city',
  'operator',
] as const;
export type Caller = (typeof callers)[number];

const listingStates = [
  'draft',
  'submitted',
  'public',
  'members',
  'invited',
  'invitedSupply',
  'withdrawn',
  'edited',
] as const;
export type ListingState = (typeof listingStates)[number];

/** A thing of some kind in some state. */
export interface Thing {
  readonly id: string;
  readonly number: string;
  /** Stands in it, and nowhere else: whoever is answered with it has seen the thing. Empty where all its words are public. */
  readonly word: string;
}

export interface Heard {
  readonly caller: Caller;
  readonly path: string;
  readonly text: string;
}

const area = '410105';
const elsewhere = '410103';
const organisations = [
  ['demand', 'user', area],
  ['supply', 'firm', elsewhere],
  ['otherUser', 'user', elsewhere],
  ['otherFirm', 'firm', elsewhere],
] as const;

/** One of every kind in every state, of one owner in one area, and everybody who may ask for it. */
export class SightMarket {
  readonly scenarios = new Map<ListingState, Thing>();
  readonly capabilities = new Map<ListingState, Thing>();
  readonly needs = new Map<ListingState, Thing>();
  readonly results = new Map<ListingState, Thing>();
  readonly others = new Map<string, Thing>();
  readonly organisationIds = new Map<string, string>();
  /** All that anybody was answered. */
  readonly heard: Heard[] = [];
  private readonly visitors = new Map<Caller, Visitor>();

  private constructor(
    readonly suite: SuiteDatabase,
    private readonly app: RunningApp,
  ) {}

  static async open(): Promise<SightMarket> {
    const suite = await suiteDatabase();
    await staff(suite.db);
    const { people } = accounts(suite.db);
    const body = await people.createBody('二七区工业和信息化局', elsewhere);
    await people.addCoordinator(body.id, { login: 'otherarea', name: '他区协调员', password });
    const app = await new RunningApp({ DATABASE_URL: suite.url, MATCH_MIN: '100' }).start();
    const market = new SightMarket(suite, app);
    await market.fill();
    return market;
  }

  async close(): Promise<void> {
    await this.app.stop();
    await this.suite.drop();
  }

  as(caller: Caller): Visitor {
    return this.visitors.get(caller) as Visitor;
  }

  /** Asks, and keeps what was answered. */
  async ask(caller: Caller, path: string): Promise<Answer<Body> & { readonly text: string }> {
    const answer = await this.as(caller).get(path);
    const text = await textOf(answer.body);
    this.heard.push({ caller, path, text });
    return { ...answer, text };
  }

  get documents(): Promise<Answer<Body>> {
    return this.app.visitor().get('///api/openapi.json');
  }

  private async fill(): Promise<void> {
    const { db } = this.suite;
    for (const [n, [login, kind, of]] of organisations.entries())
      this.organisationIds.set(
        login,
        await settle(db, 901 + n, { login: login.toLowerCase(), kind, area: of }),
      );
    await this.app.visitor().post('/people', { login: 'applicant', name: '申请人', password });
    this.visitors.set('anyone', this.app.visitor());
    for (const caller of callers.slice(1))
      this.visitors.set(caller, await this.app.visitor().signIn(caller.toLowerCase(), password));
    await this.apply();
    await this.listings('scenarios', 'demand');
    await this.listings('capabilities', 'supply');
    await this.listings('technology-needs', 'demand');
    await this.listings('technology-results', 'supply');
    await this.engage();
    await this.issue();
    await this.invite();
    await this.upload();
    await this.decide();
    await this.review();
    await this.settled();
  }

  private async apply(): Promise<void> {
    const [applicant, word] = [this.as('applicant'), 'applicationword'];
    const profile = { name: `申请单位${word}`, area };
    const { body } = await applicant.post('/applications', { uscc: uscc(955), kinds: ['user'], profile });
    await applicant.upload(`/applications/${body.id}/proof`, {}, 'proof.pdf', proof);
    const submitted = await applicant.post(`/applications/${body.id}/submit`);
    if (submitted.body.state !== 'submitted') throw new Error(JSON.stringify(submitted.body));
    this.others.set('application', { id: body.id, number: '', word });
  }

  private async listings(path: ListingPath, owner: Caller): Promise<void> {
    const into = this.thingsAt(path);
    const [own, city] = [this.as(owner), this.as('city')];
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

  private thingsAt(path: ListingPath): Map<ListingState, Thing> {
    return {
      scenarios: this.scenarios,
      capabilities: this.capabilities,
      'technology-needs': this.needs,
      'technology-results': this.results,
    }[path];
  }

  /** The two owners turn to each other's `invitedSupply` listings, and have a claim on the public ones. */
  private async engage(): Promise<void> {
    const [demand, supply] = [this.as('demand'), this.as('supply')];
    const pair = (of: ListingState) => ({
      demandListingId: this.scenarios.get(of)?.id,
      supplyListingId: this.capabilities.get('public')?.id,
    });
    await demand.post('/engagements', pair('invitedSupply'));
    // Of the same scenario and firm there is one engagement: the firm's invited product needs another scenario.
    const members = this.scenarios.get('members')?.id;
    const capability = this.capabilities.get('invitedSupply')?.id;
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
    this.others.set('engagement', { id, number, word });
    this.others.set('claim', { id: claim.id, number: '', word });
    this.others.set('evidence', { id: attached.body.id, number: '', word: 'attachedword' });
    this.others.set('unattached', { id: evidence.body.id, number: '', word: 'unattachedword' });
  }

  private async issue(): Promise<void> {
    const issue = async (name: string, by: Caller, then: 'draft' | 'published' | 'withdrawn') => {
      const word = `${name.toLowerCase()}word`;
      const draft = await this.as(by).post('/editions', { kind: 'scenario', title: word });
      const { id, version } = draft.body;
      let number = '';
      if (then !== 'draft') {
        const { body } = await this.as(by).post(`/editions/${id}/publish`, {}, version);
        number = body.slug;
        if (then === 'withdrawn')
          await this.as(by).post(`/editions/${id}/withdraw`, { reason: '误发' }, body.version);
      }
      this.others.set(name, { id, number, word });
    };
    await issue('areaDraft', 'area', 'draft');
    await issue('cityDraft', 'city', 'draft');
    await issue('areaPublished', 'area', 'published');
    await issue('areaWithdrawn', 'area', 'withdrawn');
  }

  /** Of the area's body, for the two owners' public listings. */
  private async invite(): Promise<void> {
    const area = this.as('area');
    const numbers = [this.scenarios, this.capabilities].map((of) => of.get('public')?.number);
    for (const name of ['meetingDraft', 'meeting']) {
      const word = `${name.toLowerCase()}word`;
      const times = { day: '2099-09-18', starts: '09:00', ends: '11:30' };
      const { body } = await area.post('/meetings', { title: word, place: '会展中心', ...times });
      const invited = await area.post(`/meetings/${body.id}/listings`, { numbers });
      if (name === 'meeting')
        await area.post(`/meetings/${body.id}/move`, { to: 'announced' }, invited.body.version);
      this.others.set(name, { id: body.id, number: '', word });
    }
  }

  private async upload(): Promise<void> {
    for (const [name, by] of [
      ['ownImport', 'demand'],
      ['areaImport', 'area'],
    ] as const) {
      const word = `${name.toLowerCase()}fileword`;
      const csv = `场景名称,需求内容,单位名称\n${word},替代人工抽查,示例单位901\n`;
      const fields: Record<string, string> = { kind: 'scenario' };
      if (by === 'area') fields['organisationId'] = this.organisationIds.get('demand') ?? '';
      const { body } = await staged(this.as(by), fields, `${word}.csv`, csv);
      if (!body.id) throw new Error(`import of ${by}: ${JSON.stringify(body)}`);
      this.others.set(name, { id: body.id, number: '', word });
    }
    const { body } = await this.as('operator').post('/search/reindex');
    this.others.set('job', { id: body.job.id, number: '', word: '' });
    const run = await this.as('city').post('/match-runs');
    this.others.set('runJob', { id: run.body.job.id, number: '', word: '' });
  }

  private async decide(): Promise<void> {
    const until = new Date(Date.now() + 5 * 24 * 3600 * 1000).toISOString().slice(0, 10);
    const { body } = await this.as('city').post('/match-decisions', {
      kind: 'block',
      demandListingId: this.scenarios.get('edited')?.id,
      supplyListingId: this.capabilities.get('edited')?.id,
      reason: 'decisionword',
      until,
    });
    this.others.set('decision', { id: body.id, number: '', word: 'decisionword' });
    const organisation = this.organisationIds.get('demand');
    const change = await this.as('demand').post(`/organisations/${organisation}/changes`, {
      proposed: { name: 'changeword' },
      reason: '更名',
    });
    this.others.set('change', { id: change.body.id, number: '', word: 'changeword' });
    this.others.set('organisation', {
      id: this.organisationIds.get('demand') ?? '',
      number: '',
      word: '',
    });
  }

  /** A review of one area that is under way, with a file of its own. */
  private async review(): Promise<void> {
    const city = this.as('city');
    await city.post('/periods/2025/freeze');
    const indicator = { measure: 'reached2', direction: 'more', weight: '100', fullMark: { kind: 'rank' } };
    const scheme = (await city.post('/schemes', { name: '方案', units: 'area', indicators: [indicator] }))
      .body;
    await city.post(`/schemes/${scheme.id}/adopt`, {}, scheme.revision);
    const draft = { name: 'reviewword', scheme: scheme.id, period: '2025', units: [area] };
    const { id, revision } = (await city.post('/reviews', draft)).body;
    await city.post(`/reviews/${id}/advance`, { to: 'self_assessment', due: '2100-01-01' }, revision);
    this.others.set('review', { id, number: '', word: 'reviewword' });
    const file = await this.as('area').upload(
      `/reviews/${id}/units/${area}/files`,
      {},
      'reviewfileword.pdf',
      proof,
    );
    this.others.set('reviewFile', { id: file.body.id, number: '', word: 'reviewfileword' });
  }

  /** Waits for the index and the matching; then has every pair matched, whatever it is kept to. */
  private async settled(): Promise<void> {
    const { db } = this.suite;
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
    const job = this.others.get('runJob')?.id;
    await eventually(
      () => this.as('city').get(`/jobs/${job}`),
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
}

const proof = '%PDF-1.7 示例';

// biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire
type Body = any;

function visibilityOf(state: ListingState): string {
  if (state === 'members') return 'members';
  return state === 'invited' || state === 'invitedSupply' ? 'invited' : 'public';
}

const textsOf = {
  scenarios: ['title', 'needs'],
  capabilities: ['product', 'functions'],
  'technology-needs': ['title', 'needs'],
  'technology-results': ['title', 'introduction'],
} as const;
export type ListingPath = keyof typeof textsOf;

function listing(path: ListingPath, word: string, visibility: string): Record<string, unknown> {
  const common = {
    visibility,
    fields: ['ai'],
    contact: { name: `contact-${word}`, phone: '', email: '' },
  };
  const [name, body] = textsOf[path];
  return { ...common, [name]: `${word} 名称`, [body]: `${word} 自动抽查。` };
}

async function textOf(body: unknown): Promise<string> {
  if (!Buffer.isBuffer(body)) return typeof body === 'string' ? body : JSON.stringify(body);
  if (body.subarray(0, 2).toString() !== 'PK') return body.toString();
  const { sheets } = await readXlsx(body);
  return JSON.stringify(sheets.map(({ rows }) => rows));
}

/** An id that nothing has. */
export const nobodys = newId();
