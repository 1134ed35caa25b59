import { readXlsx } from 'hucre/xlsx';
import { type GapFigures, type GapView, labelOf } from '#contracts';
import { addDays, dayOf } from '#kernel';
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { publish, settle } from '../support/market.js';
import { paper, paperOf } from '../support/paper.js';
import { password, staff } from '../support/people.js';

const people = [
  ['hospital', 'user', '410105'],
  ['scenic', 'user', '410172'],
  ['firm', 'firm', '410172'],
] as const;
const records = {
  title: '门诊病历智能质控',
  fields: ['healthcare', 'ai'],
  chains: ['ai'],
  department: 'wjw',
  needs: '门诊病历质控依赖人工抽查，需要对病历文书实时智能质控，自动发现缺项、逻辑错误和诊断不一致。',
};
const tickets = { fields: ['smart-tourism'], needs: '景区门票预约、检票、结算，分时限流。' };
const flooding = '城市道路积水点水位监测、预警。';
/** In the order of their publication. */
const scenarios = [
  ['hospital', records],
  ['hospital', { title: '水厂加药控制', needs: '根据浊度自动调节投加量。', chains: ['environment'] }],
  ['scenic', { title: '景区票务管理', ...tickets, requiredPlatforms: ['kylin'] }],
  ['scenic', { title: '道路积水预警', needs: flooding, fields: ['smart-transport'] }],
  ['scenic', { title: '文物库房巡查', needs: '库房温湿度巡查。', visibility: 'invited' }],
] as const;
const capabilities = [
  { product: '病案管理', functions: '病案归档、借阅。', fields: ['healthcare'] },
  { product: '景区票务软件', functions: tickets.needs, fields: tickets.fields },
  { product: '道路积水预警平台', functions: flooding, fields: ['smart-transport'] },
  { product: '会议纪要助手', functions: '会议录音转写、纪要整理。' },
];

describe('the gap list', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  const visitors = new Map<string, Visitor>();
  const as = (login: string): Visitor => visitors.get(login) as Visitor;
  const demandListingIds = new Map<string, string>();
  let fitting = '';

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    for (const [i, [login, kind, area]] of people.entries())
      await settle(suite.db, 801 + i, { login, kind, area });
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    for (const login of ['city', 'area', 'operator', ...people.map(([of]) => of)])
      visitors.set(login, await app.visitor().signIn(login, password));
    for (const content of capabilities) await publish('capabilities', content, as('firm'), as('city'));
    for (const [owner, content] of scenarios)
      demandListingIds.set(content.title, await publish('scenarios', content, as(owner), as('city')));
    await eventually(figures, ({ demands: n, unmatched }) => n === scenarios.length && unmatched === 0);
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const gaps = async (query = '', login = 'city'): Promise<GapView[]> =>
    (await as(login).get(`/match-gaps?${query}`)).body.items;
  const titles = async (query = '', login = 'city') =>
    (await gaps(query, login)).map(({ demand }) => demand.title);
  async function figures(login = 'city'): Promise<GapFigures> {
    return (await as(login).get('/match-gaps/figures')).body;
  }
  const sheets = async () => {
    const answer = await as('city').get('/match-gaps.xlsx');
    expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent('缺口清单'));
    return (await readXlsx(answer.body, { readStyles: true })).sheets;
  };

  it('names scenarios that nothing suitable answers, newest first, with what the nearest lack', async () => {
    const all = await gaps();
    expect(all.map(({ demand }) => demand.title)).toEqual([
      '文物库房巡查',
      '景区票务管理',
      '水厂加药控制',
      records.title,
    ]);
    const [hidden, excluded, , weak] = all as [GapView, GapView, GapView, GapView];
    expect(weak).toMatchObject({ fields: records.fields, chains: records.chains, department: 'wjw' });
    expect(weak.best).toBeLessThan(40);
    expect(weak.nearest.map(({ score }) => score)).toEqual([
      weak.best,
      ...weak.nearest.slice(1).map(({ score }) => score),
    ]);
    expect(weak.nearest).toHaveLength(3);
    const [nearest] = weak.nearest;
    expect(nearest).toMatchObject({ supply: { title: '病案管理' }, excluded: null });
    expect(nearest?.lacking).toContain('质控');
    for (const word of nearest?.lacking ?? []) {
      expect(`${records.title}${records.needs}`).toContain(word);
      expect(JSON.stringify(capabilities[0])).not.toContain(word);
    }
    // Near enough by points, but it may not be proposed.
    expect(excluded.best).toBeNull();
    expect(excluded.nearest[0]).toMatchObject({
      supply: { title: '景区票务软件' },
      excluded: { code: 'platforms', text: '未适配场景要求的平台：麒麟' },
    });
    expect(excluded.nearest[0]?.score).toBeGreaterThan(40);
    expect(hidden.nearest.map(({ excluded }) => excluded)).toEqual(
      hidden.nearest.map(() => ({ code: 'invited_only', text: '场景仅限受邀单位对接' })),
    );
  });

  it('stands on the page of a scenario for which nothing is proposed: what is nearest and what it lacks', async () => {
    const all = await gaps();
    const shown = await Promise.all(
      all.map(async ({ demand }) => (await as('city').get(`/scenarios/${demand.id}/matches`)).body),
    );
    expect(shown.filter(({ items }) => items.length === 0).length).toBeGreaterThan(0);
    for (const [i, { items, nearest }] of shown.entries())
      expect(nearest).toEqual(items.length === 0 ? all[i]?.nearest : []);
  });

  it('is read a page at a time', async () => {
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await as('city').get(`/match-gaps?limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...body.items.map((of: GapView) => of.demand.title));
      cursor = body.next;
    }
    expect(paged).toEqual(await titles());
  });

  it('has figures by chain, field and area that its own lines add up to', async () => {
    for (const login of ['city', 'area']) {
      const all = await gaps('', login);
      const counted = await figures(login);
      expect(counted).toMatchObject({ suitable: 40, gaps: all.length, unmatched: 0 });
      for (const [by, keysOf] of [
        ['byChain', (of: GapView) => of.chains],
        ['byField', (of: GapView) => of.fields],
        ['byArea', (of: GapView) => [of.demand.area ?? '']],
      ] as const)
        for (const { key, gaps: n, demands: among } of counted[by]) {
          const lines = all.filter((of) => (key === '' ? keysOf(of).length === 0 : keysOf(of).includes(key)));
          expect([by, key, n]).toEqual([by, key, lines.length]);
          expect(among).toBeGreaterThanOrEqual(n);
          const filter = { byChain: 'chain', byField: 'field', byArea: 'area' }[by];
          if (key !== '')
            expect(await titles(`${filter}=${key}`, login)).toEqual(lines.map(({ demand }) => demand.title));
        }
    }
    const { byArea } = await figures();
    expect(new Map(byArea.map((of) => [of.label, [of.gaps, of.demands]]))).toEqual(
      new Map([
        ['金水区', [2, 2]],
        ['高新区', [2, 3]],
      ]),
    );
  });

  it('keeps what is for invited firms from other areas, and itself from firms', async () => {
    expect(await titles('', 'area')).toEqual(['景区票务管理', '水厂加药控制', records.title]);
    expect((await figures('area')).byArea).toContainEqual(
      expect.objectContaining({ key: '410172', gaps: 1, demands: 2 }),
    );
    for (const login of ['firm', 'hospital', 'operator'])
      for (const path of ['/match-gaps', '/match-gaps/figures', '/match-gaps.xlsx'])
        expect((await as(login).get(path)).status).toBe(403);
  });

  it('is filed as a workbook of the same lines and figures', async () => {
    const [lines, summary] = await sheets();
    const all = await gaps();
    expect([lines?.name, summary?.name]).toEqual(['缺口清单', '汇总']);
    for (const [sheet, first] of [
      [lines, lines?.rows[2]?.[0]],
      [summary, summary?.rows[2]?.[0]],
    ] as const)
      expect(paperOf(sheet, String(first))).toEqual({ ...paper, head: 2 });
    // Below title, who made it and header; above the line for signatures.
    expect(lines?.rows.slice(3, 3 + all.length).map((row) => row.slice(0, 14))).toEqual(
      all.map(({ demand, nearest: [first], ...of }) => [
        demand.number,
        demand.title,
        demand.organisation,
        of.fields.map((code) => labelOf('fields', code)).join('、'),
        of.chains.map((code) => labelOf('chains', code)).join('、'),
        labelOf('areas', demand.area ?? ''),
        of.department === null ? '' : labelOf('departments', of.department),
        new Date(`${dayOf(new Date(of.publishedAt))}T00:00:00.000Z`),
        of.best,
        first?.supply.organisation,
        first?.supply.title,
        first?.score,
        first?.excluded?.text ?? null,
        first?.lacking.join('、'),
      ]),
    );
    expect(JSON.stringify(lines?.rows)).toContain('未适配场景要求的平台：麒麟');
    const { demands: n, gaps: count, byChain, byField, byArea } = await figures();
    expect(lines?.rows[1]?.[1]).toMatch(/^制表单位：.+制表日期：\d{4}-\d\d-\d\d$/);
    expect(summary?.rows.slice(3, -3)).toEqual([
      ['合计', null, n, count],
      ...byChain.map((of) => ['按产业链', of.label, of.demands, of.gaps]),
      ...byField.map((of) => ['按领域', of.label, of.demands, of.gaps]),
      ...byArea.map((of) => ['按区域', of.label, of.demands, of.gaps]),
    ]);
  });

  it('loses a scenario to the first suitable capability, and has it again when that is kept apart', async () => {
    const functions = '对门诊病历文书实时智能质控，自动发现缺项、逻辑错误和诊断不一致。';
    const { fields, chains } = records;
    const content = { product: '病历质控系统', functions, fields, chains };
    fitting = await publish('capabilities', content, as('firm'), as('city'));
    await eventually(titles, (now) => !now.includes(records.title));
    expect(await figures()).toMatchObject({ demands: 5, gaps: 3 });
    const { job, run } = (await as('city').post('/match-runs')).body;
    await eventually(
      () => as('city').get(`/jobs/${job.id}`),
      ({ body }) => body.state === 'completed',
    );
    expect((await as('city').get(`/match-runs/${run.id}`)).body).toMatchObject({ demands: 5, gaps: 3 });

    const block = {
      kind: 'block',
      demandListingId: demandListingIds.get(records.title),
      supplyListingId: fitting,
      reason: '正在核查资质',
      until: addDays(dayOf(new Date()), 7),
    };
    expect((await as('area').post('/match-decisions', block)).status).toBe(201);
    const again = await eventually(gaps, (now) => now.some((of) => of.demand.title === records.title));
    const [near] = again.find((of) => of.demand.title === records.title)?.nearest ?? [];
    expect(near).toMatchObject({
      supply: { id: fitting },
      excluded: { code: 'blocked', text: '经审核人员屏蔽' },
    });
  });

  it('counts apart what no matching has looked at yet', async () => {
    await app.kill('worker');
    const late = { title: '公交排班', needs: '公交车辆与驾驶员自动排班。' };
    await publish('scenarios', late, as('scenic'), as('city'));
    expect(await figures()).toMatchObject({ demands: 6, gaps: 4, unmatched: 1 });
    expect(await titles()).not.toContain(late.title);
    await app.launch('worker');
    await eventually(titles, (now) => now[0] === late.title);
    expect(await figures()).toMatchObject({ demands: 6, gaps: 5, unmatched: 0 });
  });
});
