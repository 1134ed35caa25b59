import type { Page } from 'playwright-core';
import { kindCodes, kinds } from '#contracts';
import { type FuzzMarket, furnish, settleAll } from '../flow/fuzz/market.js';
import { RunningApp, type Visitor } from '../support/app.js';
import { Chromium, chromiumPath } from '../support/browser.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { publish } from '../support/market.js';
import { rankScheme } from '../support/reviewed.js';
import { Walking } from '../support/walking.js';

const roles = ['applicant', 'owner', 'area', 'city', 'operator'];
/** As long as a title may be, and without a place to break. */
const long = 'Long-term-unbreakable_title/0123456789'.repeat(3).slice(0, 100);
/** What a program calls things: `claim.verified`. Names of files and domains are none. */
const codes = /\b[a-z]+\.[a-z][a-z_A-Z]*\b/g;
const noCodes = /\.(?:csv|json|ods|ofd|pdf|xls|xlsx|com)$/;
/** The web client's own menu; its imports are written for its bundler, which types of the server do not follow. */
const menuFile: string = '../../apps/web/src/routes/menu';
interface Entry {
  readonly key: string;
}
type MenuOf = (may: (action: string) => boolean) => {
  readonly first: readonly Entry[];
  readonly groups: readonly { readonly entries: readonly Entry[] }[];
};

/** Where forms are, below the lists that lead to them. */
const forms = [
  ...kindCodes.map((kind) => ({ action: 'listing.create', path: `/${kinds[kind].definition.path}/new` })),
  { action: 'application.create', path: '/application/new' },
];

/** Pages of single things, which the lists lead to. */
const records = [
  '/engagements/:id',
  '/imports/:id',
  '/samples/:id',
  '/organisation-changes/:id',
  '/applications/:id',
  '/scenarios/:id',
  '/editions/:id',
];

interface Seen {
  readonly over: number;
  readonly headings: readonly string[];
  readonly title: string;
  readonly text: string;
  readonly links: readonly string[];
}

(chromiumPath ? describe : describe.skip)(
  'every page on a phone, 390 pixels wide (needs Chromium: apt-get install chromium)',
  () => {
    const chromium = new Chromium();
    let suite: SuiteDatabase;
    let app: RunningApp;
    let market: FuzzMarket;
    const of = (login: string) => market.visitors.get(login) as Visitor;

    beforeAll(async () => {
      suite = await suiteDatabase();
      const organisation = await settleAll(suite);
      app = await new RunningApp({ DATABASE_URL: suite.url }).start();
      market = await furnish(app, suite, organisation);
      await fill(organisation);
    }, 300_000);
    afterAll(async () => {
      await chromium.close();
      await app?.stop();
      await suite?.drop();
    });

    async function done(by: Visitor, path: string, body: unknown, version?: number) {
      const answer = await by.post(path, body, version);
      if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    }

    /** What an official has to work on: each list has something in it. */
    async function fill(organisation: string): Promise<void> {
      const [owner, firm, city] = [of('owner'), of('firm'), of('city')];
      const scenario = { title: long, needs: `实时质控 ${long}`, visibility: 'public' };
      await publish('scenarios', scenario, owner, city);
      await done(owner, '/scenarios', { content: { title: '草稿', needs: '待补充' } });
      const [id] = market.things['engagements'] ?? [];
      const engagement = (await owner.get(`/engagements/${id}`)).body;
      const [claim] = engagement.claims;
      const confirmed = await done(owner, `/claims/${claim.id}/confirm`, {}, engagement.version);
      await done(city, `/claims/${claim.id}/verify`, {}, confirmed.version);
      const agreed = await done(firm, `/engagements/${id}/claims`, { level: 3, contractNumber: 'XY-1' });
      const disputed = agreed.claims.at(-1).id;
      await done(owner, `/claims/${disputed}/dispute`, { reason: '协议并未签订' }, agreed.version);
      const period = String(new Date().getFullYear());
      await done(city, '/verification-samples', { period, percent: 100 });
      await suite.owner.query(
        `INSERT INTO claim_flags (id, claim_id, rule, evidence, parameters)
         VALUES (gen_random_uuid(), $1, 'noContract', '{"verifiedOn":"2026-01-01","days":200}', '{}')`,
        [claim.id],
      );
      await done(city, '/periods/2020-01/freeze', {});
      await done(city, '/schemes', rankScheme);
      const proposed = { name: `${long}医院` };
      await done(owner, `/organisations/${organisation}/changes`, { proposed, reason: '更名' });
      await done(owner, `/organisations/${organisation}/invitations`, { role: 'viewer', note: '' });
    }

    async function phone(login?: string): Promise<{ page: Page; errors: string[] }> {
      const browser = await chromium.start();
      const context = await browser.newContext({
        viewport: { width: 390, height: 844 },
        reducedMotion: 'reduce',
      });
      const [name = '', value = ''] = of(login ?? 'anyone').cookie.split('=');
      if (value) await context.addCookies([{ name, value, url: app.base }]);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
      return { page, errors };
    }

    const look = (page: Page): Promise<Seen> =>
      page.evaluate(() => ({
        over: document.documentElement.scrollWidth - window.innerWidth,
        headings: [...document.querySelectorAll('h1')].map((one) => one.textContent ?? ''),
        title: document.title,
        // As it is shown: without what is folded away.
        // biome-ignore lint/performance/useDomNodeTextContent: that is what the test is about
        text: document.body.innerText,
        links: [...document.querySelectorAll('#content a[href^="/app/"]')].map((one) =>
          (one as HTMLAnchorElement).pathname.slice('/app'.length),
        ),
      }));

    /** What is wrong with a page, in words; nothing where nothing is. */
    function faults(path: string, { over, headings, title, text }: Seen): string[] {
      const named = headings.length === 1 && title.includes(' · ') && title.split(' · ')[0] !== '';
      const found = (text.match(codes) ?? []).filter((code) => !noCodes.test(code));
      return [
        ...(over > 0 ? [`${path} is ${over} pixels too wide`] : []),
        ...(named ? [] : [`${path} has the headings ${headings} and the title ${title}`]),
        ...found.map((code) => `${path} shows ${code}`),
        ...(/\d{4}-\d\d-\d\dT\d\d/.test(text) ? [`${path} shows an instant as programs write it`] : []),
        ...(/[0-9a-f]{8}-[0-9a-f]{4}-7/.test(text) ? [`${path} shows an id`] : []),
      ];
    }

    /** Addresses of one kind look alike but for the id. */
    const kindOf = (path: string) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id');

    it.each(roles)(
      'fits, is named and speaks Chinese, whichever %s opens',
      async (login) => {
        const { page, errors } = await phone(login);
        const { body } = await of(login).get('/me');
        const may = (action: string) => body.actions.includes(action);
        const { menuOf }: { menuOf: MenuOf } = await import(menuFile);
        const { first, groups } = menuOf(may);
        const waiting = [
          ...first.map(({ key }) => key),
          ...groups.flatMap(({ entries }) => entries.map(({ key }) => key)),
          ...forms.filter(({ action }) => may(action)).map(({ path }) => path),
        ];
        const walking = new Walking(page);
        await page.goto(`${app.base}/app/`);
        const seen = new Set(waiting.map(kindOf));
        const found: string[] = [];
        // Each page leads to further ones: the first of each kind is opened too.
        for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
          if (!(await walking.go(path))) found.push(`${kindOf(path)} never comes to rest`);
          const shown = await look(page);
          found.push(...faults(kindOf(path), shown), ...errors.splice(0).map((error) => `${path}: ${error}`));
          for (const link of shown.links)
            if (!seen.has(kindOf(link))) {
              seen.add(kindOf(link));
              waiting.push(link);
            }
        }
        expect(found).toEqual([]);
        if (login === 'city') expect(records.filter((path) => !seen.has(path))).toEqual([]);
        await page.context().close();
      },
      120_000,
    );

    it('is the same of what anyone may read', async () => {
      const { page, errors } = await phone();
      const [scenario] = market.things['scenarios'] ?? [];
      const { body } = await of('city').get(`/scenarios/${scenario}`);
      const found: string[] = [];
      for (const path of [
        '/',
        '/statistics',
        '/verify',
        '/app/login',
        '/app/register',
        '/app/invitation',
        ...kindCodes.map((kind) => `/lists/${kinds[kind].definition.path}`),
        `/scenarios/${body.number}`,
      ]) {
        await page.goto(`${app.base}${path}`);
        await page.waitForSelector('h1');
        const shown = await look(page);
        found.push(...faults(path, shown), ...errors.splice(0).map((error) => `${path}: ${error}`));
      }
      // Who is not signed in yet asks who he is, and is told so with 401.
      expect(found.filter((fault) => !/^\/app\/.*401/.test(fault))).toEqual([]);
      const missing = await page.goto(`${app.base}/nowhere`);
      expect([missing?.status(), faults('/nowhere', await look(page))]).toEqual([404, []]);
      await page.context().close();
    });
  },
);
