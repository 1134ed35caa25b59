import { RunningApp } from '../support/app.js';
import { Chromium, chromiumPath } from '../support/browser.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { found, password, staff, uscc } from '../support/people.js';

(chromiumPath ? describe : describe.skip)('in a browser (needs Chromium: apt-get install chromium)', () => {
  const chromium = new Chromium();
  let suite: SuiteDatabase;
  let app: RunningApp;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    const profile = { name: '示例医院' };
    await found(suite.db, { login: 'clinic', uscc: uscc(601), kinds: ['user'], profile });
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    const demand = await app.visitor().signIn('clinic', password);
    const draft = await demand.post('/scenarios', {
      content: { title: '病历智能质控', needs: '需要对门诊病历实时质控', fields: ['healthcare'] },
    });
    await demand.post(`/scenarios/${draft.body.id}/submit`, {}, draft.body.version);
  }, 120_000);
  afterAll(async () => {
    await chromium.close();
    await app?.stop();
    await suite?.drop();
  });

  it('a coordinator signs in, finds what waits, and approves it', async () => {
    const { page, errors } = await chromium.signIn(app.base, 'city', password);
    await page.goto(`${app.base}/app/scenarios`);
    await page.getByRole('link', { name: '病历智能质控' }).click();
    await page.getByRole('button', { name: /通过/ }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button').last().click();
    await page.getByText('已发布').first().waitFor();
    expect(errors).toEqual([]);
    const [row] = await suite.db.query<{ published_revision: number }>(
      'SELECT published_revision FROM listings',
    );
    expect(row?.published_revision).toBe(1);
    await page.close();
  }, 60_000);

  it('who finds nothing sees what was chosen, and takes it back', async () => {
    const { page, errors } = await chromium.signIn(app.base, 'city', password);
    await page.goto(
      `${app.base}/app/search?kind=scenario&field=healthcare&q=${encodeURIComponent('盾构机')}`,
    );
    await page.getByText('没有找到相关内容').waitFor();
    expect(await page.getByText('区域：').count()).toBe(0);
    await page.getByText('（0）').click();
    await page.waitForURL((url) => !url.searchParams.has('field'));
    expect(new URL(page.url()).searchParams.get('q')).toBe('盾构机');
    expect(errors).toEqual([]);
    await page.close();
  }, 60_000);

  it('the public pages need no script and fit a phone', async () => {
    const context = await (await chromium.start()).newContext({
      reducedMotion: 'reduce',
      viewport: { width: 390, height: 844 },
      javaScriptEnabled: false,
    });
    const page = await context.newPage();
    for (const path of ['/', '/lists/scenarios', '/statistics', '/scenarios/CJ-2026-000001', '/nowhere']) {
      const answer = await page.goto(`${app.base}${path}`);
      expect(answer?.status()).toBe(path === '/nowhere' ? 404 : 200);
      expect(await page.locator('html').evaluate((e) => e.scrollWidth)).toBeLessThanOrEqual(390);
    }
    await context.close();
  }, 60_000);
});
