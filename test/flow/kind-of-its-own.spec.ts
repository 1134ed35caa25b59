import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readXlsx } from 'hucre/xlsx';

const words = (zh: string) => ({ zh, en: zh });
// biome-ignore lint/suspicious/noExplicitAny: the kind is none that the platform's types know
type Any = any;

/**
 * What the platform derives of its kinds it derives once, when it is loaded: the kind is added before anything else is,
 * and the server runs in this process.
 */
async function loadedWithSample() {
  // It hands out the web client's files alone, and needs a newer loader than the tests have.
  jest.unstable_mockModule('@fastify/static', () => ({ default: async () => undefined }));
  const listing = (name: string) =>
    import(new URL(`../../libs/contracts/src/listing/${name}.ts`, import.meta.url).pathname);
  const { kinds, kindCodes } = await listing('kinds');
  const { listingKind, section } = await listing('kind');
  const of = await listing('fields');
  kinds.sample = listingKind({
    code: 'sample',
    prefix: 'YP',
    path: 'samples',
    side: 'demand',
    postedBy: ['user'],
    label: words('样品'),
    listLabel: words('样品清单'),
    title: 'name',
    body: 'story',
    sections: [
      section(words('一'), {
        name: of.text(words('样品名')).required().max(40).inLists().weighs(2).calledInSheets('品名'),
        owner: of.ofOwner('organisation', words('送样单位')).inLists(),
        story: of.longText(words('样品说明')).required().weighs(1),
        colour: of.code(words('做法'), 'modes').lenient().searched(),
        fields: of.codes(words('用途领域'), 'fields').inLists(),
        chains: of.codes(words('产业链'), 'chains'),
        area: of.code(words('区域'), 'areas'),
        visibility: of.code(words('公开范围'), 'visibilities').otherwise('public').seenBy('insiders'),
      }),
      section(words('二'), {
        price: of.span(words('价格'), { low: of.money(words('最低')), high: of.money(words('最高')) }),
        made: of.day(words('生产日期')),
        validUntil: of.day(words('有效期')),
        pieces: of.count(words('件数'), 9),
        since: of.year(words('年份')),
        fresh: of.toggle(words('新鲜')),
        mark: of.group(words('认证'), {
          level: of.code(words('认证级别'), 'firstVersionLevels').required(),
          paper: of.text(words('证书号')).required(),
        }),
        contact: of.contactPerson(words('联系人')),
      }),
    ],
  });
  kindCodes.push('sample');
  return {
    ...(await import('#contracts')),
    ...(await import('#listings')),
    ...(await import('#search')),
    ...(await import('#platform')),
    ...(await import('../support/app.js')),
    ...(await import('../support/database.js')),
    ...(await import('../support/people.js')),
    ...(await import('../../apps/api/src/server.js')),
  };
}

describe('a kind that is defined here alone, with one field of each sort', () => {
  let platform: Awaited<ReturnType<typeof loadedWithSample>>;
  let suite: Awaited<ReturnType<(typeof platform)['suiteDatabase']>>;
  let app: NestFastifyApplication;
  const folder = mkdtempSync(join(tmpdir(), 'duijie-kind-'));
  const who = {} as Record<'city' | 'owner' | 'anyone', Any>;
  let number = '';

  beforeAll(async () => {
    platform = await loadedWithSample();
    suite = await platform.suiteDatabase();
    await platform.staff(suite.db);
    const profile = { name: '示例送样单位', area: '410105' };
    await platform.found(suite.db, { login: 'owner', uscc: platform.uscc(1), kinds: ['user'], profile });
    const config = platform.Config.parse({ DATABASE_URL: suite.url, DATA_DIR: folder, CHECK_ANSWERS: 'on' });
    app = await platform.createServer(config, platform.createLogger('silent', 'api'));
    await app.listen({ port: 0, host: '127.0.0.1' });
    const visitor = async () => new platform.Visitor(await app.getUrl());
    who.anyone = await visitor();
    for (const login of ['city', 'owner'] as const)
      who[login] = await (await visitor()).signIn(login, platform.password);
  });
  afterAll(async () => {
    await app?.close();
    await suite?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('comes in by its template over HTTP, and is read as its fields say', async () => {
    const template = await readXlsx((await who.owner.get('/imports/templates/sample.xlsx')).body);
    const header = template.sheets[0]?.rows[0] as string[];
    expect(header).toEqual(
      expect.arrayContaining(['样品名*', '样品说明*', '价格（万元）', '认证级别', '证书号', '新鲜']),
    );
    const csv = `样品名,样品说明,做法,用途领域,区域,价格(万元),生产日期,件数,年份,新鲜,认证级别,证书号,联系人
甲样,很长的说明,定制开发,人工智能,金水区,50-100,2026-03-27,3,2026,是,省级,豫1号,赵工
乙样,短,,没有的领域,,,昨天,12,,,,,
`;
    const taken = await who.owner.upload('/imports', { kind: 'sample' }, '样品.csv', csv);
    expect(taken.status).toBe(202);
    const imports = app.get(platform.ImportService);
    await imports.read(taken.body.id, 1);
    const { body } = await who.owner.get(`/imports/${taken.body.id}?rows=data`);
    expect(body).toMatchObject({ kind: 'sample', state: 'previewed' });
    const [good, bad] = body.rows;
    expect(good).toMatchObject({ state: 'new', errors: [] });
    expect(bad.errors.map((one: { field: string }) => one.field).sort()).toEqual(
      ['件数', '用途领域', '生产日期'].sort(),
    );
    await who.owner.post(`/imports/${taken.body.id}/commit`, { publish: false });
    await imports.commit(taken.body.id);
    const [listing] = (await who.owner.get('/samples?mine=true')).body.items;
    expect(listing.content).toMatchObject({
      name: '甲样',
      colour: 'custom',
      fields: ['ai'],
      low: '500000.00',
      high: '1000000.00',
      made: '2026-03-27',
      pieces: 3,
      since: 2026,
      fresh: true,
      mark: { level: 'provincial', paper: '豫1号' },
      contact: { name: '赵工' },
    });
  });

  it('is reviewed, refused where its schema refuses, and given a number of its own', async () => {
    const [{ id, version, content }] = (await who.owner.get('/samples?mine=true')).body.items;
    const wrong = await who.owner.put(
      `/samples/${id}`,
      { content: { ...content, low: '2', high: '1' } },
      version,
    );
    expect(wrong.body.errors?.[0]?.pointer).toBe('/content/high');
    const submitted = await who.owner.post(`/samples/${id}/submit`, {}, version);
    const approved = await who.city.post(`/samples/${id}/approve`, {}, submitted.body.version);
    expect(approved.body).toMatchObject({
      state: 'published',
      number: expect.stringMatching(/^YP-\d{4}-\d{6}$/),
    });
    number = approved.body.number;
    const { paths } = (await who.anyone.get('///api/openapi.json')).body;
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/v1/samples/{id}', '/api/v1/search/samples']),
    );
  });

  it('has its page, its list and its downloads, without what is for its parties alone', async () => {
    const page = String((await who.anyone.get(`///samples/${number}`)).body);
    for (const said of ['甲样', '示例送样单位', '定制开发', '人工智能', '50–100', '省级（豫1号）', '2026年'])
      expect(page).toContain(said);
    expect(page).not.toContain('赵工');
    const draft = await who.city.post('/editions', { kind: 'sample', title: '第一批', filter: {} });
    const { slug } = (await who.city.post(`/editions/${draft.body.id}/publish`, {}, draft.body.version)).body;
    const base = `///lists/samples/${slug}`;
    expect(String((await who.anyone.get(base)).body)).toContain(number);
    const csv = String((await who.anyone.get(`${base}.csv`)).body);
    expect(csv.split('\n')[0]).toContain('样品名,送样单位,样品说明');
    expect(csv).toContain('最低（万元）,最高（万元）');
    expect(csv).not.toContain('赵工');
    const book = await readXlsx((await who.anyone.get(`${base}.xlsx`)).body);
    expect(JSON.stringify(book.sheets[0]?.rows)).toContain('省级（豫1号）');
  });

  it('is found by its texts', async () => {
    await app.get(platform.SearchService).rebuild();
    const found = await who.owner.get('/search/samples?q=很长的说明');
    expect(found.body.items.map((one: { number: string }) => one.number)).toEqual([number]);
  });
});
