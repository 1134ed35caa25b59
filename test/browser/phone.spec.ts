import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '#platform';
import { type FuzzMarket, furnish, settleAll } from '../flow/fuzz/market.js';
import { RunningApp } from '../support/app.js';
import { Chromium, chromiumPath } from '../support/browser.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { publish } from '../support/market.js';

const roles = ['applicant', 'owner', 'area', 'city', 'operator'];
const publicPages = ['/', '/statistics', '/lists/scenarios', '/lists/capabilities', '/api/docs'];
/** As long as a title may be, and without a place to break. */
const long = 'Long-term-unbreakable_title/0123456789'.repeat(3).slice(0, 100);

/** Every address of the client, as its table of routes has them; `:id` is written out by what it is an id of. */
function routes(things: FuzzMarket['things']): string[] {
  const table = readFileSync(join(projectRoot, 'apps/web/src/routing.tsx'), 'utf8');
  const paths = Array.from(table.matchAll(/ path="([^"*]+)"/g), ([, path]) => path as string);
  const nested = paths.filter((path) => !path.startsWith('/'));
  const kinds = ['/scenarios', '/capabilities'];
  return [
    '/',
    ...paths.filter((path) => path.startsWith('/')),
    ...kinds,
    ...kinds.flatMap((kind) => nested.map((path) => `${kind}/${path}`)),
  ].map((path) =>
    path.replace(/^\/([\w-]+)\/:id/, (_, kind: string) => {
      const of = kind === 'application' ? 'applications' : kind;
      return `/${kind}/${things[of]?.at(-1) ?? things['none']?.[0]}`;
    }),
  );
}

(chromiumPath ? describe : describe.skip)(
  'every page on a phone, 390 pixels wide (needs Chromium: apt-get install chromium)',
  () => {
    const chromium = new Chromium();
    let suite: SuiteDatabase;
    let app: RunningApp;
    let market: FuzzMarket;
    let things: FuzzMarket['things'];

    beforeAll(async () => {
      suite = await suiteDatabase();
      const organisation = await settleAll(suite);
      app = await new RunningApp({ DATABASE_URL: suite.url }).start();
      market = await furnish(app, suite, organisation);
      const of = (login: string) => {
        const visitor = market.visitors.get(login);
        if (!visitor) throw new Error(`nobody is ${login}`);
        return visitor;
      };
      const scenario = { title: long, needs: `实时质控 ${long}`, visibility: 'public' };
      const scenarios = [await publish('scenarios', scenario, of('owner'), of('city'))];
      things = { ...market.things, scenarios };
    }, 120_000);
    afterAll(async () => {
      await chromium.close();
      await app?.stop();
      await suite?.drop();
    });

    async function phone(login?: string): Promise<Page> {
      const browser = await chromium.start();
      const context = await browser.newContext({
        viewport: { width: 390, height: 844 },
        reducedMotion: 'reduce',
      });
      const [name = '', value = ''] = market.visitors.get(login ?? '')?.cookie.split('=') ?? [];
      if (value) await context.addCookies([{ name, value, url: app.base }]);
      return context.newPage();
    }
    /** Pixels that the page is wider than the phone. */
    const excess = (page: Page) =>
      page.evaluate<number>('document.scrollingElement.scrollWidth - window.innerWidth');

    it.each(roles)(
      'fits, whichever %s opens',
      async (login) => {
        const page = await phone(login);
        await page.goto(`${app.base}/app/`);
        const wide: string[] = [];
        for (const path of routes(things)) {
          // As a link within the client goes there.
          await page.evaluate(
            `history.pushState({}, '', ${JSON.stringify(`/app${path}`)}); dispatchEvent(new PopStateEvent('popstate', { state: {} }))`,
          );
          await page.waitForFunction(
            "!document.querySelector('.ant-spin-spinning, .ant-skeleton') && document.querySelector('#root')?.textContent.length > 0",
          );
          const pixels = await excess(page);
          if (pixels > 0) wide.push(`${path}: ${pixels}`);
        }
        expect(wide).toEqual([]);
        await page.context().close();
      },
      120_000,
    );

    it('fits of what anyone may read', async () => {
      const page = await phone();
      const wide: string[] = [];
      const { body } =
        (await market.visitors.get('city')?.get(`/scenarios/${things['scenarios']?.[0]}`)) ?? {};
      for (const path of [...publicPages, `/scenarios/${body.number}`]) {
        await page.goto(`${app.base}${path}`);
        const pixels = await excess(page);
        if (pixels > 0) wide.push(`${path}: ${pixels}`);
      }
      expect(wide).toEqual([]);
    });
  },
);
