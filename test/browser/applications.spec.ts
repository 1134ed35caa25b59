import type { Page } from 'playwright-core';
import { RunningApp } from '../support/app.js';
import { Chromium, chromiumPath } from '../support/browser.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { password, proofFile, staff, uscc } from '../support/people.js';

const describeWithChromium = chromiumPath ? describe : describe.skip;

describeWithChromium('coming in, in a real browser (needs chromium)', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  const chromium = new Chromium();

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
  }, 120_000);
  afterAll(async () => {
    await chromium.close();
    await app?.stop();
    await suite?.drop();
  });

  async function opened(address: string, width: number): Promise<{ page: Page; errors: string[] }> {
    const browser = await chromium.start();
    const page = await browser.newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(address);
    return { page, errors };
  }

  async function fillPerson(page: Page, login: string): Promise<void> {
    await page.getByLabel('姓名').fill('王工');
    await page.getByLabel('登录名').fill(login);
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByLabel('再次输入密码').fill(password);
    await page.click('button[type=submit]');
  }

  async function submit(page: Page): Promise<void> {
    const file = { name: '授权书.pdf', mimeType: 'application/pdf', buffer: proofFile };
    await page.getByLabel('证明材料').setInputFiles(file);
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('正在等待协调部门审核').waitFor();
  }

  it('leads from an account through a refused and a granted application to a colleague’s invitation', async () => {
    const { page, errors } = await opened(`${app.base}/app/register`, 390);
    await fillPerson(page, 'wang');
    await page.getByLabel('统一社会信用代码').fill(uscc(1));
    await page.getByLabel('单位名称').fill('示例医院');
    await page.getByText('应用单位（提出场景）').click();
    await page.getByLabel('统计区域').click();
    await page.keyboard.type('金水');
    await page.keyboard.press('Enter');
    await submit(page);

    const city = (await chromium.signIn(app.base, 'city', password)).page;
    const decide = async (step: string, reason: string) => {
      await city.goto(`${app.base}/app/applications?state=submitted`);
      await city.getByRole('link', { name: '示例医院' }).click();
      await city.getByText('该信用代码尚无单位').waitFor();
      await city.getByRole('button', { name: step, exact: true }).click();
      await city.getByLabel('理由').fill(reason);
      await city.getByRole('button', { name: '确 认' }).click();
      await city.locator('.ant-modal').waitFor({ state: 'hidden' });
    };
    await decide('不予通过', '授权书未加盖公章');
    await page.reload();
    await page.getByRole('button', { name: '重新申请' }).click();
    await page.getByText('授权书未加盖公章').waitFor();
    expect(await page.getByLabel('单位名称').inputValue()).toBe('示例医院');
    await submit(page);
    await decide('通 过', '');

    await page.goto(`${app.base}/app/members`);
    await page.getByRole('button', { name: '邀请成员' }).click();
    await page.getByRole('button', { name: '生成邀请链接' }).click();
    const link = await page.locator('.ant-modal-body .ant-typography').textContent();
    const guest = await opened((link ?? '').trim(), 1280);
    await guest.page.getByText('加入“示例医院”').waitFor();
    await fillPerson(guest.page, 'colleague');
    await guest.page.getByRole('menuitem', { name: '应用场景', exact: true }).waitFor();
    const late = await opened((link ?? '').trim(), 1280);
    await late.page.getByText('邀请已被使用').waitFor();
    expect([...errors, ...guest.errors, ...late.errors]).toEqual([]);
  }, 120_000);
});
