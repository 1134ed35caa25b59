import { readXlsx } from 'hucre/xlsx';
import { columnsOf, formOf, headingOf, kindNamed } from '#contracts';
import { canonicalJson, dayOf, sha256 as hash } from '#kernel';
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { staged } from '../support/imports.js';
import { found, password, staff, uscc } from '../support/people.js';

const [old, renamed] = ['人工智能', '智能应用与大模型'];
const content = {
  scenario: {
    title: '门诊病历智能质控',
    fields: ['ai'],
    needs: '门诊病历质控依赖人工抽查，覆盖率不足百分之五，需要对病历文书实时智能质控。',
    contact: { name: '信息科', phone: '0371-00000000', email: '' },
  },
  capability: {
    product: '电子病历智能质控系统',
    version: 'V1.0',
    productClass: 'application-medical',
    fields: ['ai'],
    functions: '对门诊和住院病历文书实时质控，自动发现缺项、逻辑错误和诊断不一致。',
    contact: { name: '市场部', phone: '0371-00000000', email: '' },
  },
};

describe('a label that the city renames', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let city: Visitor;
  const visitors = new Map<string, Visitor>();
  const made = new Map<string, { readonly id: string; readonly number: string }>();

  const text = async (path: string): Promise<string> => String((await app.visitor().get(`//${path}`)).body);
  const cells = async (body: Buffer): Promise<string> => {
    const { sheets } = await readXlsx(body);
    return JSON.stringify(sheets.map((sheet) => sheet.rows));
  };

  /** Makes, submits and approves a listing; its public number. */
  async function publish(kind: 'scenario' | 'capability', who: Visitor): Promise<void> {
    const path = kind === 'scenario' ? 'scenarios' : 'capabilities';
    const draft = await who.post(`/${path}`, { content: content[kind] });
    const submitted = await who.post(`/${path}/${draft.body.id}/submit`, {}, draft.body.version);
    const approved = await city.post(`/${path}/${draft.body.id}/approve`, {}, submitted.body.version);
    made.set(kind, { id: draft.body.id, number: approved.body.number });
  }

  async function issue(title: string): Promise<string> {
    const draft = await city.post('/editions', { kind: 'scenario', title });
    return (await city.post(`/editions/${draft.body.id}/publish`, {}, draft.body.version)).body.slug;
  }

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    for (const [n, login, kind] of [
      [1, 'demand', 'user'],
      [2, 'supply', 'firm'],
    ] as const) {
      await found(suite.db, { login, uscc: uscc(n), kinds: [kind], profile: { name: `示例${login}` } });
    }
    app = await new RunningApp({ DATABASE_URL: suite.url, MATCH_MIN: '5' }).start();
    city = await app.visitor().signIn('city', password);
    for (const login of ['demand', 'supply'])
      visitors.set(login, await app.visitor().signIn(login, password));
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  it('shows on public pages, in workbooks made afterwards and in the figures; a published edition keeps its own', async () => {
    const [demand, supply] = ['demand', 'supply'].map((login) => visitors.get(login) as Visitor) as [
      Visitor,
      Visitor,
    ];
    await publish('scenario', demand);
    await publish('capability', supply);
    const pair = { demandListingId: made.get('scenario')?.id, supplyListingId: made.get('capability')?.id };
    const { id: engagement } = (await supply.post('/engagements', pair)).body;
    await demand.post('/engagements', pair);
    const claimed = await supply.post(`/engagements/${engagement}/claims`, { level: 2, note: '现场交流' });
    const claim = claimed.body.claims.find((c: { level: number }) => c.level === 2).id;
    const confirmed = await demand.post(`/claims/${claim}/confirm`, {}, claimed.body.version);
    expect((await city.post(`/claims/${claim}/verify`, {}, confirmed.body.version)).status).toBe(200);
    const first = await issue('第一批');
    const listing = `/scenarios/${made.get('scenario')?.number}`;
    expect(await text(listing)).toContain(old);

    const put = await city.put('/dictionaries/fields/ai', { label: renamed });
    expect(put.status).toBe(200);

    expect(await text(listing)).toContain(renamed);
    const second = await issue('第二批');
    for (const [label, slug] of [
      [old, first],
      [renamed, second],
    ] as const) {
      const other = label === old ? renamed : old;
      const base = `/lists/scenarios/${slug}`;
      const book = await cells((await app.visitor().get(`//${base}.xlsx`)).body);
      for (const shown of [await text(base), await text(`${base}.csv`), book]) {
        expect(shown).toContain(label);
        expect(shown).not.toContain(other);
      }
      const json = (await app.visitor().get(`//${base}.json`)).body;
      expect(json.document.labels.fields).toEqual({ ai: label });
    }

    const matched = await eventually(
      () => demand.get(`/scenarios/${pair.demandListingId}/matches`),
      ({ body }) => body.items.length > 0,
    );
    const explained = await city.get(
      `/matches/explain?demand=${pair.demandListingId}&supply=${pair.supplyListingId}`,
    );
    for (const { reasons } of [matched.body.items[0], explained.body])
      expect(reasons.find((of: { rule: string }) => of.rule === 'field').text).toContain(renamed);

    const figures = await eventually(
      () => city.get('/statistics/matches?by=field'),
      (a) => a.body.total?.count > 0,
    );
    expect(figures.body.items).toEqual([expect.objectContaining({ key: 'ai', label: renamed, count: 1 })]);
    for (const path of ['/statistics', '/statistics.csv']) expect(await text(path)).toContain(renamed);
    const figuresBook = await cells((await app.visitor().get('///statistics.xlsx')).body);
    expect(figuresBook).toContain(renamed);
    const year = dayOf(new Date()).slice(0, 4);
    const workbook = await cells((await city.get(`/statistics/workbook.xlsx?year=${year}`)).body);
    expect(workbook).toContain(renamed);
    expect(workbook).not.toContain(old);
  });

  it('may be that of a field: form, template, import, comparison, editions, public page and matches call it so', async () => {
    const [demand, supply] = ['demand', 'supply'].map((login) => visitors.get(login) as Visitor) as [
      Visitor,
      Visitor,
    ];
    const [before, after] = ['核心功能', '服务能力描述'];
    const put = (code: string, label: string, more = {}) =>
      city.put(`/dictionaries/fieldNames/${code}`, { label, ...more });
    const issued = async (title: string) => {
      const draft = await city.post('/editions', { kind: 'capability', title });
      return (await city.post(`/editions/${draft.body.id}/publish`, {}, draft.body.version)).body.slug;
    };
    const first = await issued('改名前');
    expect((await put('capability.functions', after)).body).toMatchObject({ label: after, note: '企业能力' });
    expect((await put('capability.referencePrice', '起步报价')).status).toBe(200);
    // No two columns of one kind by one name, nor more fields than there are.
    const refused = await Promise.all([
      put('capability.cases', '产品名称'),
      put('capability.cases', '软件名称'),
      put('capability.wishes', '愿望'),
      put('capability.cases', '案例', { retired: true }),
      city.put('/dictionaries/fieldNames', { codes: ['capability.cases'] }),
    ]);
    expect(refused.map(({ body }) => body.errors?.[0]?.code)).toEqual([
      'dictionary.label_taken',
      'dictionary.label_taken',
      'dictionary.unknown_code',
      'dictionary.fixed',
      'dictionary.fixed',
    ]);

    // What pages put together: the form and the record.
    const { fieldNames } = (await supply.get('/dictionaries')).body;
    const names = new Map<string, string>(
      fieldNames.map((one: { code: string; label: string }) => [one.code, one.label]),
    );
    const named = kindNamed('capability', (dictionary, code) =>
      dictionary === 'fieldNames' ? (names.get(code ?? '') ?? code ?? '') : (code ?? ''),
    );
    const form = formOf(named).flatMap(({ controls }) => controls.map(({ label }) => label.zh));
    const record = columnsOf(named).map(headingOf);
    for (const shown of [form, record]) {
      expect(shown).toContain(after);
      expect(shown).not.toContain(before);
    }
    expect(record).toContain('起步报价（万元）');

    // What refuses a range that runs backwards.
    await put('scenario.budgetMax', '最多投入');
    const backwards = { ...content.scenario, budgetMin: '20.00', budgetMax: '10.00' };
    const { body: refusal } = await demand.post('/scenarios', { content: backwards });
    expect(refusal.errors).toEqual([
      expect.objectContaining({
        pointer: '/content/budgetMax',
        detail: '最多投入不应小于预算下限（20.00元）',
      }),
    ]);

    const template = await readXlsx((await supply.get('/imports/templates/capability.xlsx')).body);
    expect(template.sheets[0]?.rows[0]).toEqual(expect.arrayContaining([`${after}*`, '起步报价（万元）']));

    const { product } = content.capability;
    const file = (header: string, price: string) =>
      `序号,产品名称,${header},起步报价\n1,${product},${content.capability.functions}另有统计分析,${price}\n`;
    const read = await staged(supply, { kind: 'capability' }, '能力.csv', file(after, '很多'));
    expect(read.body.mapping.map((one: { field: string; how: string }) => [one.field, one.how])).toEqual(
      ['serial', 'product', 'functions', 'referencePrice'].map((field) => [field, 'name']),
    );
    const [row] = (await supply.get(`/imports/${read.body.id}?rows=data`)).body.rows;
    expect(row.errors.map((one: { field: string }) => one.field)).toEqual(['起步报价（万元）']);
    // Sheets may go on with the name before.
    const again = await staged(supply, { kind: 'capability' }, '能力2.csv', file(before, '30'));
    const [changed] = (await supply.get(`/imports/${again.body.id}?rows=data`)).body.rows;
    expect(changed.changes.map((one: { label: string }) => one.label)).toEqual([after, '起步报价（万元）']);

    const second = await issued('改名后');
    for (const [label, slug] of [
      [before, first],
      [after, second],
    ] as const) {
      const other = label === before ? after : before;
      const base = `/lists/capabilities/${slug}`;
      const book = await cells((await app.visitor().get(`//${base}.xlsx`)).body);
      for (const shown of [await text(`${base}.csv`), book]) {
        expect(shown).toContain(label);
        expect(shown).not.toContain(other);
      }
      const { document, sha256 } = (await app.visitor().get(`//${base}.json`)).body;
      expect(document.labels.fieldNames).toEqual(
        label === after
          ? { 'capability.functions': after, 'capability.referencePrice': '起步报价' }
          : undefined,
      );
      expect(hash(canonicalJson(document))).toBe(sha256);
    }
    expect(await text(`/capabilities/${made.get('capability')?.number}`)).toContain(`<dt>${after}</dt>`);

    const pair = `demand=${made.get('scenario')?.id}&supply=${made.get('capability')?.id}`;
    const explained = (await city.get(`/matches/explain?${pair}`)).body;
    const told = (of: readonly { field: string; label: string }[]) =>
      of.find(({ field }) => field === 'functions')?.label;
    expect([told(explained.texts.supply), told(explained.fields)]).toEqual([after, after]);
    const matched = (await demand.get(`/scenarios/${made.get('scenario')?.id}/matches`)).body;
    const evidence = matched.items[0].asks.flatMap(
      (ask: { evidence: { field: string; label: string } | null }) => (ask.evidence ? [ask.evidence] : []),
    );
    expect(told(evidence)).toBe(after);
  });
});
