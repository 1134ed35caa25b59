import { synonyms as builtIn } from '#text';
import { eventually, type Visitor } from '../support/app.js';
import { duringRun, publish } from '../support/market.js';
import { RecordsMarket } from '../support/records.js';

const common = { fields: ['healthcare'], chains: ['ai'] };
/** Alike in all but the text: no character of the one stands in the other. */
const need = {
  title: '零信任接入',
  needs: '外勤同事随时随地以零信任方式接入内网。',
  ...common,
  budgetMax: '500000',
  requiredPlatforms: ['kylin'],
  prefersFirstVersion: true,
};
const product = {
  product: '软件定义边界',
  functions: '隐藏业务端口，先验证后放行。',
  ...common,
  referencePrice: '300000',
  adaptedPlatforms: ['kylin'],
  patents: 10,
  standards: 10,
  awards: 10,
  firstVersion: {
    level: 'provincial',
    year: 2026,
    documentNo: '示例〔2026〕2号',
    validFrom: '2026-01-01',
    validTo: '2099-12-31',
  },
};
const added = [...builtIn, ['零信任', '软件定义边界']];

describe('synonyms as the city edits them', () => {
  let market: RecordsMarket;
  let city: Visitor;
  let scenario: string;
  let capability: string;

  beforeAll(async () => {
    market = await RecordsMarket.open({ MATCH_MIN: '0' });
    city = market.visitor('city');
    scenario = await publish('scenarios', need, market.visitor('demand'), city);
    capability = await publish('capabilities', product, market.visitor('firm-1'), city);
    await eventually(
      () =>
        market.suite.db.query('SELECT 1 FROM matched_listings WHERE listing_id = ANY($1)', [
          [scenario, capability],
        ]),
      (found) => found.length === 2,
    );
  });
  afterAll(() => market?.close());

  const make = (who: Visitor, groups: unknown, base?: number) =>
    who.post('/match-synonyms', { groups, note: '企业多用此说法' }, base);
  const restore = (who: Visitor, version: number, reason = '改回原样') =>
    who.post(`/match-synonyms/versions/${version}/restore`, { reason });
  /** The pair as the scenario's list shows it. */
  const shown = async () =>
    (await city.get(`/scenarios/${scenario}/matches`)).body.items.find(
      (item: { supply: { id: string } }) => item.supply.id === capability,
    );
  const explained = async () =>
    (await city.get(`/matches/explain?demand=${scenario}&supply=${capability}`)).body;
  const rematched = async (answer: Awaited<ReturnType<typeof make>>, version: number) => {
    expect(answer.status).toBe(202);
    expect(answer.body.synonyms).toMatchObject({ version, inForce: true, madeBy: '市级协调员' });
    await market.ended(answer.body.job.id);
    const [run] = (await city.get('/match-runs?market=software&limit=1')).body.items;
    expect(run).toMatchObject({ state: 'completed', synonymsVersion: version, job: answer.body.job });
  };

  it('are those of the platform until the city makes its own', async () => {
    const { body, etag } = await market.visitor('firm-1').get('/match-synonyms');
    expect(body).toEqual({
      version: 0,
      groupCount: builtIn.length,
      wordCount: builtIn.flat().length,
      note: '平台内置',
      madeBy: null,
      madeAt: null,
      inForce: true,
      groups: builtIn,
    });
    expect(etag).toBe('"0"');
    expect(await shown()).toBeUndefined();
    const before = await explained();
    expect(before.proposed).toBe(false);
    expect(before.reasons.map(({ rule }: { rule: string }) => rule)).not.toContain('text');
  });

  it('are changed by the city alone, with the place and the word of every fault', async () => {
    for (const login of ['area', 'firm-1'])
      for (const refused of [
        await make(market.visitor(login), added, 0),
        await restore(market.visitor(login), 0),
      ])
        expect([refused.status, refused.body.code]).toEqual([403, 'access.forbidden']);
    const wrong = await make(city, [...added, ['ＯＡ', '自动办公'], ['单独']], 0);
    expect([wrong.status, wrong.body.code]).toEqual([422, 'input.invalid']);
    expect(wrong.body.errors).toEqual([
      {
        pointer: `/groups/${added.length}/0`,
        code: 'synonym.word_taken',
        detail: `第${added.length + 1}组的“oa”已在第2组，一个词只能在一组，请合并两组或删去其一`,
        value: 'ＯＡ',
      },
      {
        pointer: `/groups/${added.length + 1}`,
        code: 'synonym.group_size',
        detail: `第${added.length + 2}组（单独）有1个词，每组应有2至20个`,
        value: 1,
      },
    ]);
    expect((await make(city, 'oa、办公自动化', 0)).status).toBe(422);
    expect((await city.post('/match-synonyms', { groups: added, note: ' ' }, 0)).status).toBe(422);
    expect((await make(city, added)).body.code).toBe('conflict.version_wanted');
    expect((await make(city, builtIn, 0)).body.code).toBe('match.synonyms_unchanged');
    expect((await restore(city, 0)).body.code).toBe('match.synonyms_unchanged');
    expect((await restore(city, 7)).status).toBe(404);
    expect((await city.get('/match-synonyms')).body.version).toBe(0);
  });

  it('bring together a need and a product that share nothing else, and say so', async () => {
    await rematched(await make(city, added, 0), 1);
    const { reasons } = await shown();
    expect(reasons[0]).toMatchObject({
      rule: 'text',
      text: expect.stringMatching(
        /^产品功能提到需求用语的其他说法：软件定义边界；其余各项按文字相近程度的\d+%计入$/,
      ),
      words: ['软件定义边界'],
      marks: [{ side: 'supply', field: 'product', start: 0, end: 6 }],
    });
    const { proposed, place, score, lacking, ...told } = await explained();
    expect([proposed, place, told.reasons]).toEqual([true, 1, reasons]);
    expect(lacking).not.toContain('软件定义边界');
    expect(score).toBeGreaterThan(0);

    const stale = await make(city, builtIn, 0);
    expect([stale.status, stale.body.code, stale.body.currentVersion]).toEqual([412, 'conflict.stale', 1]);
  });

  it('hold for what is published from then on', async () => {
    const later = await publish('capabilities', product, market.visitor('firm-2'), city);
    const items = await eventually(
      async () => (await city.get(`/scenarios/${scenario}/matches`)).body.items,
      (found) => found.some((item: { supply: { id: string } }) => item.supply.id === later),
    );
    expect(items.slice(0, 2).map((item: { supply: { title: string } }) => item.supply.title)).toEqual([
      product.product,
      product.product,
    ]);
  });

  it('go back to an earlier version as a further one, all versions with who, when and why', async () => {
    await rematched(await restore(city, 0), 2);
    expect(await shown()).toBeUndefined();
    expect((await explained()).proposed).toBe(false);

    const first = (await city.get('/match-synonyms/versions?limit=2')).body;
    const second = (await city.get(`/match-synonyms/versions?limit=2&cursor=${first.next}`)).body;
    expect(second.next).toBeNull();
    const told = [...first.items, ...second.items].map((of: Record<string, unknown>) => [
      of['version'],
      of['groupCount'],
      of['note'],
      of['madeBy'],
      of['inForce'],
    ]);
    expect(told).toEqual([
      [2, builtIn.length, '改回原样', '市级协调员', true],
      [1, added.length, '企业多用此说法', '市级协调员', false],
      [0, builtIn.length, '平台内置', null, false],
    ]);
    expect((await city.get('/match-synonyms/versions/1')).body.groups).toEqual(added);
    expect((await city.get('/match-synonyms/versions/3')).status).toBe(404);

    const trail = async (version: number) =>
      (await city.get(`/audit?subject=match-synonyms:${version}`)).body.items;
    expect(await trail(1)).toEqual([
      expect.objectContaining({
        action: 'match.makeSynonyms',
        actorName: '市级协调员',
        detail: { before: 0, added: 1, removed: 0 },
        reason: '企业多用此说法',
      }),
    ]);
    expect(await trail(2)).toEqual([
      expect.objectContaining({
        action: 'match.restoreSynonyms',
        detail: { before: 1, restored: 0, added: 0, removed: 1 },
        reason: '改回原样',
      }),
    ]);
    await expect(market.suite.owner.query("UPDATE match_synonyms SET groups = '[]'")).rejects.toThrow(
      'refused',
    );
  });

  it('are those of one version for the whole of a run; another made meanwhile gets a run of its own', async () => {
    const { db } = market.suite;
    await duringRun(db, city, async ({ job }) => {
      expect((await make(city, added, 2)).body.job).toEqual(job);
    });
    const { items } = (
      await eventually(
        () => city.get('/match-runs?market=software&limit=2'),
        ({ body }) => body.items[0].synonymsVersion === 3 && body.items[0].state === 'completed',
      )
    ).body;
    expect(items.map((run: Record<string, unknown>) => [run['state'], run['synonymsVersion']])).toEqual([
      ['completed', 3],
      ['completed', 2],
    ]);
    expect(await shown()).toBeDefined();
  });
});
