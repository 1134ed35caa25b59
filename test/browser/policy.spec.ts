import type { Page } from 'playwright-core';
import { RunningApp } from '../support/app.js';
import { Chromium, chromiumPath } from '../support/browser.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { settle } from '../support/market.js';
import { password, staff } from '../support/people.js';
import { Walking } from '../support/walking.js';

const client =
  `/ /scenarios /scenarios/new /capabilities /engagements /editions /imports /import-headers /match/explain /gaps /match-weights
  /match-synonyms /match-decisions /match-runs /search /application /applications /organisations /members /statistics /periods /schemes /reviews /jobs`.split(
    /\s+/,
  );
const open = [
  '/app/login',
  '/app/register',
  '/',
  '/lists/scenarios',
  '/lists/capabilities',
  '/statistics',
  '/api/docs',
  '/nothing',
];

(chromiumPath ? describe : describe.skip)('the content security policy, in a Chromium', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  const chromium = new Chromium();

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    await settle(suite.db, 951, { login: 'owner', kind: 'user', area: '410105' });
    app = new RunningApp({ DATABASE_URL: suite.url });
    app.base = String(await app.launch('api'));
  }, 120_000);
  afterAll(async () => {
    await chromium.close();
    await app.stop();
    await suite.drop();
  });

  /** What the browser refused to apply, with the page on which it did. */
  async function watched(page: Page): Promise<string[]> {
    const refused: string[] = [];
    await page.exposeFunction('refusedByPolicy', (what: string) => refused.push(what));
    await page.addInitScript(() => {
      const tell = (globalThis as unknown as { refusedByPolicy: (what: string) => void }).refusedByPolicy;
      document.addEventListener('securitypolicyviolation', (event) =>
        tell(`${location.pathname}: ${event.violatedDirective} ${event.sample} ${event.blockedURI}`),
      );
    });
    return refused;
  }

  it.each(['city', 'owner', 'operator'])(
    'refuses nothing of what the pages of %s need',
    async (login) => {
      const { page, errors } = await chromium.signIn(app.base, login, password);
      const refused = await watched(page);
      const walking = new Walking(page);
      await page.goto(`${app.base}/app/`);
      const restless: string[] = [];
      for (const path of client) if (!(await walking.go(path))) restless.push(path);
      expect([refused, errors, restless]).toEqual([[], [], []]);
      await page.close();
    },
    180_000,
  );

  it('lets the styles apply that are written at run time, of what opens as well', async () => {
    const { page } = await chromium.signIn(app.base, 'owner', password);
    const refused = await watched(page);
    await page.goto(`${app.base}/app/scenarios/new`);
    const button = page.locator('button.ant-btn-primary').first();
    await button.waitFor();
    expect(await button.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
      'rgb(21, 84, 173)',
    );
    const select = page.locator('.ant-select').first();
    await select.click();
    const list = page.locator('.ant-select-dropdown').first();
    await list.waitFor();
    expect(await list.evaluate((element) => getComputedStyle(element).position)).toBe('absolute');
    await page.keyboard.press('Escape');
    expect(refused).toEqual([]);
    await page.close();
  }, 60_000);

  it('refuses nothing of the pages that are open to all, nor their styles', async () => {
    const page = await (await chromium.start()).newPage();
    const refused = await watched(page);
    for (const path of open) {
      await page.goto(`${app.base}${path}`);
      await page.waitForLoadState('networkidle');
    }
    await page.goto(`${app.base}/`);
    const header = page.locator('header.site');
    expect(await header.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
      'rgb(11, 79, 158)',
    );
    expect(refused).toEqual([]);
    await page.close();
  }, 60_000);
});
