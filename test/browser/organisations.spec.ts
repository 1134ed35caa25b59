import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { RunningApp, type Visitor } from '../support/app.js';
import { Chromium, chromiumPath } from '../support/browser.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { publish, settle } from '../support/market.js';
import { password, staff, uscc } from '../support/people.js';

const describeWithChromium = chromiumPath ? describe : describe.skip;
const widths = [1280, 390] as const;
/** A folder for pictures of each page at both widths, for whoever wants to look. */
const pictures = process.env['TEST_PICTURES'];

describeWithChromium('an organisation’s record, in a real browser (needs chromium)', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let city: Visitor;
  let id = '';
  const chromium = new Chromium();

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    id = await settle(suite.db, 801, { login: 'demand', kind: 'user', area: '410105' });
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    city = await app.visitor().signIn('city', password);
    const owner = await app.visitor().signIn('demand', password);
    await publish('scenarios', { title: '病历质控', needs: '实时质控', fields: ['healthcare'] }, owner, city);
  }, 120_000);
  afterAll(async () => {
    await chromium.close();
    await app?.stop();
    await suite?.drop();
  });

  /** Nothing stands out of the page at either width. */
  async function fits(page: Page, name: string): Promise<void> {
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForLoadState('networkidle');
      // Tables become cards in a later frame than the one that has the new width.
      await page
        .waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth, null, {
          timeout: 3_000,
        })
        .catch(() => undefined);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([name, width, over <= 0]).toEqual([name, width, true]);
      if (pictures) await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  }

  async function confirm(page: Page, label: string, reason: string, name: string): Promise<void> {
    await page.getByRole('button', { name: label, exact: true }).click();
    await page.getByRole('textbox', { name: '理由' }).fill(reason);
    await fits(page, name);
    await page.getByRole('dialog').getByRole('button', { name: '确 认' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }

  it('is asked to change, decided with old and new, given a controller, suspended and restored', async () => {
    const owner = await chromium.signIn(app.base, 'demand', password);
    await owner.page.goto(`${app.base}/app/organisation`);
    await owner.page.getByRole('button', { name: '申请变更' }).click();
    await owner.page.getByLabel('单位名称').fill('示例市人民医院');
    await owner.page.getByLabel('变更理由').fill('更名批复〔2026〕1号');
    await fits(owner.page, 'change-form');
    await owner.page.getByRole('button', { name: '提交审核' }).click();
    await owner.page.getByText('待审核').waitFor();
    await fits(owner.page, 'change-own');

    const official = await chromium.signIn(app.base, 'city', password);
    const { page } = official;
    await page.goto(`${app.base}/app/organisation-changes`);
    await page.getByRole('link', { name: '示例单位801' }).waitFor();
    await fits(page, 'changes');
    await page.getByRole('link', { name: '示例单位801' }).click();
    await page.getByText('在列应用场景').waitFor();
    await fits(page, 'change');
    await confirm(page, '通 过', '', 'change-approve');
    await page.getByRole('link', { name: '示例市人民医院' }).click();

    await page.getByRole('button', { name: '登记控制人' }).click();
    await page.getByLabel('控制人的统一社会信用代码').fill(uscc(802));
    await page.getByLabel('理由', { exact: true }).fill('股权登记');
    await page.getByRole('dialog').getByRole('button', { name: '确 认' }).click();
    await page.getByText('未入驻平台的单位').waitFor();
    await fits(page, 'organisation');
    await confirm(page, '停 用', '资质存疑', 'suspend');
    await page.getByText('该单位已停用').waitFor();
    await fits(page, 'suspended');

    const halted = await chromium.signIn(app.base, 'demand', password);
    await halted.page.getByText('停用理由：资质存疑').waitFor();
    await fits(halted.page, 'suspended-own');
    await confirm(page, '恢 复', '已核清', 'restore');
    await page.getByText('已通过').first().waitFor();
    expect((await city.get(`/organisations/${id}`)).body).toMatchObject({
      name: '示例市人民医院',
      state: 'approved',
      controllerUscc: uscc(802),
    });
    expect([...owner.errors, ...official.errors, ...halted.errors]).toEqual([]);
  }, 120_000);

  it('keeps what was typed where a step is refused', async () => {
    const { page } = await chromium.signIn(app.base, 'city', password);
    await page.goto(`${app.base}/app/organisations/${id}`);
    await page.route('**/suspend', (route) => route.abort(), { times: 1 });
    await page.getByRole('button', { name: '停 用', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: '理由' }).fill('年审未过');
    await dialog.getByRole('button', { name: '确 认' }).click();
    await page.getByText('无法连接服务器').waitFor();
    expect(await dialog.getByRole('textbox', { name: '理由' }).inputValue()).toBe('年审未过');
    await dialog.getByRole('button', { name: '确 认' }).click();
    await page.getByText('该单位已停用').waitFor();
  }, 60_000);
});
