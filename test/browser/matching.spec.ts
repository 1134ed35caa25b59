import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { eventually, RunningApp } from '../support/app.js';
import { Chromium, chromiumPath } from '../support/browser.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { matchedMarket } from '../support/matched.js';
import { password, staff } from '../support/people.js';

const menu = [
  '/match/explain',
  '/gaps',
  '/match-runs',
  '/match-weights',
  '/match-synonyms',
  '/match-decisions',
];

(chromiumPath ? describe : describe.skip)(
  'matches in a browser (needs Chromium: apt-get install chromium)',
  () => {
    const chromium = new Chromium();
    let suite: SuiteDatabase;
    let app: RunningApp;
    let page: Page;
    let errors: string[];

    beforeAll(async () => {
      suite = await suiteDatabase();
      await staff(suite.db);
      app = await new RunningApp({ DATABASE_URL: suite.url }).start();
      const city = await app.visitor().signIn('city', password);
      await matchedMarket(suite.db, city);
      ({ page, errors } = await chromium.signIn(app.base, 'city', password));
    }, 120_000);
    afterAll(async () => {
      await chromium.close();
      await app?.stop();
      await suite?.drop();
    });

    async function open(entry: string): Promise<void> {
      const item = page.getByRole('menuitem', { name: entry, exact: true });
      const group = entry === '应用场景' ? '供需' : '匹配';
      if (!(await item.isVisible())) await page.getByRole('menuitem', { name: group, exact: true }).click();
      await item.click();
    }
    const cards = () => page.locator('article.match');
    const names = () => cards().locator('.match-title a').allInnerTexts();

    async function openScenario(title: string): Promise<void> {
      await open('应用场景');
      await page.getByRole('link', { name: title }).click();
      await cards().first().waitFor();
    }

    /** Takes the reason and another last day than the one proposed. @returns that day. */
    async function decide(button: Locator, reason: string): Promise<string> {
      await button.click();
      const dialog = page.getByRole('dialog').filter({ has: page.getByLabel('理由') });
      await dialog.getByRole('button', { name: /确\s*认/ }).click();
      await dialog.getByText('请填写理由').waitFor();
      await dialog.getByLabel('理由').fill(reason);
      await dialog.getByLabel('截止日期').click();
      const day = page.locator('.ant-picker-dropdown td.ant-picker-cell-in-view').first();
      const until = (await day.getAttribute('title')) ?? '';
      await day.click();
      await eventually(
        () => dialog.getByLabel('截止日期').inputValue(),
        (value) => value === until,
      );
      await dialog.getByRole('button', { name: /确\s*认/ }).click();
      await dialog.waitFor({ state: 'hidden' });
      return until;
    }

    /** Types into a field that searches, and takes what it found. */
    async function pick(label: string, title: string): Promise<void> {
      await page.getByRole('combobox', { name: label }).fill(title);
      await page.locator('.ant-select-item-option').filter({ hasText: title }).click();
    }

    it('gives reasons whose points add up to the score', async () => {
      await openScenario('病历智能质控');
      expect(await cards().count()).toBe(3);
      expect(await names()).toContain('电子病历质控系统');
      for (const card of await cards().all()) {
        const points = (await card.locator('.points').allInnerTexts()).map(Number.parseFloat);
        const score = Number(await card.getByRole('progressbar').first().textContent());
        expect(points.reduce((sum, one) => sum + one, 0)).toBeCloseTo(score, 6);
      }
    });

    it('marks the words of the reasons in both texts', async () => {
      await cards()
        .first()
        .getByRole('button', { name: /对\s*照/ })
        .click();
      const drawer = page.getByRole('dialog', { name: '供需对照' });
      await drawer.getByText('列推荐名单第1位').waitFor();
      const words = await drawer.getByRole('row', { name: '文字相近' }).locator('.ant-tag').allInnerTexts();
      expect(words).toContain('病历');
      for (const side of ['场景需求', '企业能力']) {
        const text = drawer.locator('.ant-card').filter({ has: page.getByText(side, { exact: true }) });
        const marked = (await text.last().locator('mark').allInnerTexts()).join(' ');
        for (const word of words) expect(marked).toContain(word);
      }
      await drawer.getByRole('button', { name: /Close|关闭/ }).click();
      await drawer.waitFor({ state: 'hidden' });
    });

    it('puts a match first with a reason and a last day', async () => {
      const last = cards().last();
      const name = (await names()).at(-1);
      const until = await decide(last.getByRole('button', { name: /置\s*顶/ }), '已在本区试用');
      await cards().first().getByText(`置顶至 ${until}，理由：已在本区试用`).waitFor();
      expect((await names())[0]).toBe(name);
    });

    it('takes a match off the list, and says why where the two are compared', async () => {
      const name = (await names())[1] ?? '';
      const card = cards().filter({ has: page.getByRole('link', { name }) });
      const until = await decide(card.getByRole('button', { name: /屏\s*蔽/ }), '产品已停止维护');
      await card.waitFor({ state: 'detached' });
      expect(await names()).toHaveLength(2);
      await open('供需对照');
      await pick('应用场景', '病历智能质控');
      await pick('企业能力', name);
      await page
        .getByRole('alert')
        .filter({ hasText: `经审核人员屏蔽（产品已停止维护），至${until}止不列入推荐。` })
        .waitFor();
      await open('置顶与屏蔽');
      await page.getByRole('row').filter({ hasText: name }).getByText('产品已停止维护').waitFor();
      await page.getByRole('row').filter({ hasText: '已在本区试用' }).getByText('生效中').waitFor();
    });

    it('lists the gaps, filters them and gives them as a workbook', async () => {
      await open('缺口清单');
      const gaps = () => page.locator('.ant-card-head-title a').allInnerTexts();
      await page.getByText('蜜蜂授粉声学监测').waitFor();
      expect((await gaps()).sort()).toEqual(['古籍量子保密备份', '景区分时预约', '蜜蜂授粉声学监测']);
      const tickets = page.locator('.ant-card', { has: page.getByRole('link', { name: '景区分时预约' }) });
      await tickets.getByText('不能推荐：未适配场景要求的平台：麒麟、统信。').first().waitFor();
      await page.getByRole('button', { name: /网络安全/ }).click();
      await page.getByText('蜜蜂授粉声学监测').waitFor({ state: 'detached' });
      await page.getByText('古籍量子保密备份').waitFor();
      expect(await gaps()).toEqual(['古籍量子保密备份']);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: '下载缺口清单' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
      const parts = Object.values(unzipSync(readFileSync(await download.path())));
      const inside = parts.map((part) => Buffer.from(part).toString('utf8')).join('');
      expect(inside).toContain('古籍量子保密备份');
      expect(inside).not.toContain('蜜蜂授粉声学监测');
    });

    it('matches all anew, and says what came of it without jargon', async () => {
      await open('匹配任务');
      await page.getByRole('button', { name: '全部重新匹配' }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /确\s*认/ })
        .click();
      await page.getByText('已完成', { exact: true }).waitFor();
      const figures = page.locator('.ant-descriptions');
      await figures.getByText('对场景与企业（仅为推荐，不计入对接数量）').waitFor();
      await figures.getByText('按文字比对').waitFor();
      expect(await figures.textContent()).not.toMatch(/层级|全量|NDCG|向量/);
    });

    it('shows the versions of the weights, and from how many points a match is suitable', async () => {
      await open('匹配规则');
      await page.getByText('得分达到 40 分的计为“适合”').waitFor();
      await page.getByRole('button', { name: '提出新版本' }).click();
      const offer = page.getByRole('button', { name: /^提\s*出$/ });
      await page.getByLabel('文字相近').fill('60');
      await page.getByText('合计 95 分，应为 100 分，尚差 5 分').waitFor();
      expect(await offer.isDisabled()).toBe(true);
      await page.getByLabel('领域一致').fill('15');
      await page.getByLabel('调整说明').fill('更看重领域');
      await offer.click();
      const versions = page.locator('.version');
      await versions.filter({ hasText: '第 2 版' }).getByText('更看重领域').waitFor();
      await versions.filter({ hasText: '第 1 版' }).getByText('启用中').waitFor();
      expect(await versions.count()).toBe(2);
    });

    it('offers intent once, and afterwards a link to what came of it, to both sides', async () => {
      const card = (of: Page, name: string) =>
        of.locator('article.match', { has: of.getByRole('link', { name, exact: true }) });
      const listed = async (login: string, path: string, title: string) => {
        const { page: own } = await chromium.signIn(app.base, login, password);
        await own.goto(`${app.base}/app${path}`);
        await own.getByRole('link', { name: title }).click();
        await own.locator('article.match').first().waitFor();
        return own;
      };
      const demand = await listed('m-700', '/scenarios', '病历智能质控');
      const product = (await demand.locator('.match-title a').first().textContent()) ?? '';
      await card(demand, product).getByRole('button', { name: '表达意向' }).click();
      await demand
        .getByRole('dialog')
        .getByRole('button', { name: /确\s*认/ })
        .click();
      const title = (await demand.getByRole('heading', { name: /^对接 DJ-/ }).textContent()) ?? '';
      await demand.getByText('需求方（某人）').waitFor();
      await demand.goBack();
      await card(demand, product).getByText('本产品进展：意向').waitFor();
      expect(await card(demand, product).getByRole('button', { name: '表达意向' }).count()).toBe(0);
      await card(demand, product)
        .getByRole('link', { name: `查看${title}` })
        .click();
      await demand.getByRole('heading', { name: title }).waitFor();

      const [firm] = await suite.db.query<{ login: string }>(
        `SELECT p.login FROM people p JOIN engagements e ON e.firm_id = p.organisation_id`,
      );
      const supply = await listed(firm?.login ?? '', '/capabilities', product);
      await card(supply, '病历智能质控').getByText('对方已表达意向，待回应').waitFor();
      expect(await card(supply, '病历智能质控').getByRole('button', { name: '表达意向' }).count()).toBe(0);
      await card(supply, '病历智能质控')
        .getByRole('link', { name: `查看${title}` })
        .click();
      await supply.getByRole('button', { name: '回应意向' }).waitFor();
    });

    it('drafts synonyms, puts them in force with a reason, and goes back', async () => {
      const confirm = async (button: string, reason: string) => {
        await page.getByRole('button', { name: button }).click();
        const dialog = page.getByRole('dialog', { name: button });
        await dialog.getByText('对全部场景重新匹配').waitFor();
        await dialog.getByLabel('理由').fill(reason);
        await dialog.getByRole('button', { name: /确\s*认/ }).click();
        await dialog.waitFor({ state: 'hidden' });
      };
      await open('同义词');
      await page.getByText('现行同义词：平台内置').waitFor();
      await page.getByRole('button', { name: '新增同义词' }).click();
      const form = page.getByRole('dialog', { name: '新增同义词' });
      const lines = form.getByLabel('同义词', { exact: true });
      await lines.fill('蜂群，Ｂee Colony\nMES、执行系统');
      await form.getByText('第 2 行“mes”已在序号 4 的一组').waitFor();
      expect(await form.getByRole('button', { name: '加入草稿' }).isDisabled()).toBe(true);
      await lines.fill('蜂群，Ｂee Colony');
      await form.getByRole('button', { name: '加入草稿' }).click();
      await page.getByRole('button', { name: '删除 vr、虚拟现实' }).click();
      await page.getByText('草稿：新增 1 组、删除 1 组，尚未生效').waitFor();
      // A draft outlives a look at another page.
      await open('匹配规则');
      await open('同义词');
      await confirm('保存为新版本', '养蜂行业用语');
      await page.getByText('现行同义词：第 1 版').waitFor();
      await page.getByLabel('查找词语').fill('BEE');
      expect(await page.locator('.group').allInnerTexts()).toEqual([
        expect.stringMatching(/蜂群\s*bee colony/),
      ]);
      const versions = page.locator('.version');
      await versions.filter({ hasText: '第 1 版' }).getByText('养蜂行业用语').waitFor();
      await confirm('恢复此版本', '试用结束');
      await page.getByText('现行同义词：第 2 版').waitFor();
      await page.getByText('没有含“BEE”的同义词').waitFor();
      expect(await versions.count()).toBe(3);
    });

    it('fits a phone on every page of matching', async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`${app.base}/app/scenarios`);
      const link = page.getByRole('link', { name: '病历智能质控' });
      const scenario = await link.getAttribute('href');
      for (const path of [scenario?.replace(/^\/app/, '') ?? '', ...menu, '/engagements']) {
        await page.goto(`${app.base}/app${path}`);
        await page.waitForLoadState('networkidle');
        await page.getByRole('heading', { level: 1 }).waitFor();
        const width = await page.evaluate('document.scrollingElement.scrollWidth');
        expect({ path, width }).toEqual({ path, width: 390 });
      }
      await page.locator('.ant-card').getByText('病历智能质控').waitFor();
      expect(await page.locator('.ant-table').count()).toBe(0);
      expect(errors).toEqual([]);
    });
  },
);
