import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { RunningApp } from '../support/app.js';
import { Chromium, chromiumPath } from '../support/browser.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { settle } from '../support/market.js';
import { password, staff } from '../support/people.js';

const describeWithChromium = chromiumPath ? describe : describe.skip;
/** A folder for pictures of each page at both widths, for whoever wants to look. */
const pictures = process.env['TEST_PICTURES'];
const wide = { width: 1280, height: 900 };
const narrow = { width: 390, height: 844 };

/** A preview has its beginning alone. */
const long = '需要按症状推荐科室，并给出依据'.repeat(40);
const records = [
  ['1', '门诊病历质控', '需要对门诊病历文书实时质控', '50万元', '2027-12-31', '金水区'],
  ['2', '影像归档', '需要把影像归档到云上', '五十万左右吧', '2027-12-31', '金水区'],
  ['3', '智能导诊', long, '约80万', '2027年12月', '中原区'],
];
const file = [
  ['示例单位831应用场景需求汇总表', '', '', '', '', ''],
  ['序号', '场景名称', '痛点与需求', '项目预算', '有效期', '实施地区域'],
  ...records,
  ['', '合计', '', '180万元', '', ''],
]
  .map((cells) => cells.join(','))
  .join('\n');

describeWithChromium('a file on its way into the platform, in a real browser (needs chromium)', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  const chromium = new Chromium();

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    await settle(suite.db, 831, { login: 'clinic', kind: 'user', area: '410105' });
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
  }, 120_000);
  afterAll(async () => {
    await chromium.close();
    await app?.stop();
    await suite?.drop();
  });

  /** Nothing stands out of the page, as wide as it is. */
  async function fits(page: Page, name: string): Promise<void> {
    await page.waitForLoadState('networkidle');
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect([name, over <= 0]).toEqual([name, true]);
    if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  /** @param at the size of the window; `login` may publish where it is a coordinator's. */
  async function importFile(login: string, at: typeof wide, name: string, step: string): Promise<void> {
    const { page, errors } = await chromium.signIn(app.base, login, password);
    await page.setViewportSize(at);
    await page.goto(`${app.base}/app/imports`);
    await page.getByLabel('文件', { exact: true }).setInputFiles({
      name: `${name}.csv`,
      mimeType: 'text/csv',
      buffer: Buffer.from(
        login === 'city' ? file.replace('序号', '需求单位').replace(/\n\d,/g, '\n示例单位831,') : file,
      ),
    });
    await fits(page, `${name}-upload`);
    await page.getByRole('button', { name: '上传并预览' }).click();
    await page.getByText('是“实施区域”吗？').waitFor();
    // Shown at once: what is wrong. All rows are a filter away.
    await page.getByText('应为金额').first().waitFor();
    await fits(page, `${name}-preview`);
    await page.getByLabel('筛选行').click();
    await page.getByTitle('全部行').click();
    await page.getByText('合计、小计行，不是内容').waitFor();
    await fits(page, `${name}-all`);
    const toCorrect = (row: number) => page.getByRole('button', { name: `第${row}行痛点与需求：` }).count();
    await page.getByText(long.slice(0, 300), { exact: true }).waitFor();
    expect([await toCorrect(4), await toCorrect(5)]).toEqual([1, 1]);
    // A correction takes the whole cell's place: of a long one all of it is there to be corrected.
    await page.getByRole('button', { name: '第5行痛点与需求：' }).click();
    const whole = page.getByLabel(/^改正第5行痛点与需求/);
    await whole.waitFor();
    expect(await whole.inputValue()).toBe(long);
    await fits(page, `${name}-long`);
    await whole.fill(`${long}。改`);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^保\s?存$/ })
      .click();
    await page.getByText('已改正').first().waitFor();

    await page.getByRole('button', { name: '是', exact: true }).click();
    await page.getByText('已由人确认').first().waitFor();
    await page.getByRole('button', { name: /项目预算：五十万左右吧/ }).click();
    await page.getByLabel(/^改正第4行项目预算/).fill('50-60万元');
    await page.keyboard.press('Enter');
    await page.getByText('有错误 0 行').waitFor();
    await fits(page, `${name}-corrected`);

    await page.getByRole('button', { name: /^写\s?入$/ }).click();
    await page.getByRole('dialog').getByText('将新增 3 项').waitFor();
    await fits(page, `${name}-confirm`);
    await page.getByRole('dialog').getByRole('button').last().click();
    await page.getByText('写入完成：新增 3 项').waitFor();
    await page.getByRole('button', { name: step }).click();
    await page.getByRole('dialog').waitFor();
    await fits(page, `${name}-bulk`);
    await page.getByRole('dialog').getByRole('button').last().click();
    await page
      .getByText(step === '全部审核发布' ? '已发布 3 项' : '已提交 3 项')
      .first()
      .waitFor();
    await fits(page, `${name}-done`);
    await page.goto(`${app.base}/app/imports`);
    await page.getByRole('link', { name: `${name}.csv` }).waitFor();
    await fits(page, `${name}-list`);
    expect(errors).toEqual([]);
    await page.close();
  }

  it('is previewed, answered, corrected in place, written and published by a coordinator at his desk', async () => {
    await importFile('city', wide, 'desk', '全部审核发布');
    const found = await suite.db.query<{
      title: string;
      ending: string;
      low: string;
      high: string;
      area: string;
    }>(
      `SELECT title, right(content->>'needs', 2) AS ending, content->>'budgetMin' AS low, content->>'budgetMax' AS high, area FROM listing_revisions
       WHERE state = 'published' ORDER BY title`,
    );
    expect(found).toEqual([
      { title: '影像归档', ending: '云上', low: '500000.00', high: '600000.00', area: '410105' },
      { title: '智能导诊', ending: '。改', low: '800000.00', high: '800000.00', area: '410102' },
      { title: '门诊病历质控', ending: '质控', low: '500000.00', high: '500000.00', area: '410105' },
    ]);
    await suite.db.query('UPDATE listings SET import_key = NULL, list_number = NULL');
    await suite.db.query("UPDATE listing_revisions SET title = title || '（一期）'");
  }, 60_000);

  it('the same by a person of the organisation on a phone, up to its review', async () => {
    await importFile('clinic', narrow, 'phone', '全部提交审核');
    const [row] = await suite.db.query<{ n: string }>(
      "SELECT count(*) AS n FROM listing_revisions WHERE state = 'submitted'",
    );
    expect(row?.n).toBe('3');
  }, 60_000);
});
