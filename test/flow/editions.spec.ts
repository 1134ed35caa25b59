import { readXlsx } from 'hucre/xlsx';
import type { EditionDocument } from '#publication';
import { editionXlsx } from '../../apps/api/src/public/downloads.js';
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { publish, settle } from '../support/market.js';
import { paper, paperOf } from '../support/paper.js';
import { password, staff } from '../support/people.js';

const people = [
  ['hospital', 'user', '410105'],
  ['scenic', 'user', '410172'],
] as const;
const dated = { budgetMin: '305000', budgetMax: '600000', validUntil: '2099-09-01' };
const scenarios = [
  ['hospital', { title: '门诊病历智能质控', needs: '对病历文书实时智能质控。' }],
  ['hospital', { title: '水厂加药控制', needs: '根据浊度自动调节投加量。', ...dated }],
  ['scenic', { title: '景区票务管理', needs: '景区门票预约、检票。' }],
  ['hospital', { title: '手术排程', needs: '手术室排程。', visibility: 'members' }],
  ['scenic', { title: '文物库房巡查', needs: '库房温湿度巡查。', visibility: 'invited' }],
] as const;

interface Item {
  readonly number: string;
  readonly title: string;
  readonly struck: { readonly on: string; readonly reason: string } | null;
}

describe('editions', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  const visitors = new Map<string, Visitor>();
  const as = (login: string): Visitor => visitors.get(login) as Visitor;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    for (const [i, [login, kind, area]] of people.entries())
      await settle(suite.db, 861 + i, { login, kind, area });
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    for (const login of ['city', 'area', 'operator', ...people.map(([of]) => of)])
      visitors.set(login, await app.visitor().signIn(login, password));
    for (const [owner, content] of scenarios)
      ids.set(content.title, await publish('scenarios', content, as(owner), as('city')));
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const text = async (path: string): Promise<string> => String((await app.visitor().get(`//${path}`)).body);
  const titles = (items: readonly Item[]) => items.map(({ title }) => title).sort();
  async function issue(login: string, title: string): Promise<{ id: string; slug: string }> {
    const draft = await as(login).post('/editions', { kind: 'scenario', title });
    return (await as(login).post(`/editions/${draft.body.id}/publish`, {}, draft.body.version)).body;
  }

  it('of an area hold what is public in that area, however they are put together', async () => {
    const { body: draft } = await as('area').post('/editions', { kind: 'scenario', title: '金水区第一批' });
    expect(titles(draft.itemList)).toEqual(['水厂加药控制', '门诊病历智能质控'].sort());
    for (const title of ['景区票务管理', '手术排程', '文物库房巡查']) {
      const listingIds = [ids.get('水厂加药控制'), ids.get(title)];
      const refused = await as('area').send(
        'PATCH',
        `/editions/${draft.id}`,
        JSON.stringify({ listingIds }),
        { 'content-type': 'application/json', 'if-match': `"${draft.version}"` },
      );
      expect([refused.status, refused.body.errors]).toEqual([
        422,
        [expect.objectContaining({ code: 'edition.no_such_listing', value: ids.get(title) })],
      ]);
    }
    const city = await as('city').post('/editions', { kind: 'scenario', title: '全市第一批' });
    expect(titles(city.body.itemList)).toEqual(['水厂加药控制', '门诊病历智能质控', '景区票务管理'].sort());
    for (const id of [draft.id, city.body.id])
      await as('city').send('DELETE', `/editions/${id}`, undefined, { 'if-match': '"1"' });
  });

  it('leave out what has moved to another area, or is public no more, since it was chosen', async () => {
    const { body: draft } = await as('area').post('/editions', { kind: 'scenario', title: '金水区' });
    await suite.db.query(
      "UPDATE listing_revisions SET content = content || jsonb_build_object('area', $2::text) WHERE listing_id = $1",
      [ids.get('水厂加药控制'), '410172'],
    );
    const { body: preview } = await as('area').get(`/editions/${draft.id}/preview`);
    expect(preview.leftOut).toEqual([
      { listingId: ids.get('水厂加药控制'), reason: '不属于发布单位所在区域' },
    ]);
    expect(preview.document.items).toHaveLength(1);
    await suite.db.query(
      'UPDATE listing_revisions SET content = content || \'{"area": null}\' WHERE listing_id = $1',
      [ids.get('水厂加药控制')],
    );
    await as('area').send('DELETE', `/editions/${draft.id}`, undefined, { 'if-match': '"1"' });
  });

  it('show published rows as they were published, whatever has become of the listing', async () => {
    const { id } = await issue('city', '全市第一批');
    const listing = ids.get('门诊病历智能质控');
    const before = await as('hospital').get(`/scenarios/${listing}`);
    const content = { ...before.body.content, title: '只给受邀企业看的新标题', visibility: 'invited' };
    const edited = await as('hospital').send('PUT', `/scenarios/${listing}`, JSON.stringify({ content }), {
      'content-type': 'application/json',
      'if-match': `"${before.body.version}"`,
    });
    const submitted = await as('hospital').post(`/scenarios/${listing}/submit`, {}, edited.body.version);
    const approved = await as('city').post(`/scenarios/${listing}/approve`, {}, submitted.body.version);
    expect(approved.body.state).toBe('published');
    for (const login of ['scenic', 'hospital', 'area', 'operator']) {
      const { body } = await as(login).get(`/editions/${id}`);
      expect(titles(body.itemList)).toContain('门诊病历智能质控');
      expect(JSON.stringify(body)).not.toContain('只给受邀企业看的新标题');
    }
  });

  it('say of a struck row that it is struck, and count accordingly, wherever they are shown', async () => {
    const { id, slug } = await issue('city', '全市第二批');
    const base = `/lists/scenarios/${slug}`;
    const { body: whole } = await as('city').get(`/editions/${id}`);
    expect([whole.items, whole.struck]).toEqual([2, 0]);
    const listing = await as('scenic').get(`/scenarios/${ids.get('景区票务管理')}`);
    await as('scenic').post(
      `/scenarios/${listing.body.id}/withdraw`,
      { reason: '项目取消' },
      listing.body.version,
    );
    const { body: edition } = await eventually(
      () => as('city').get(`/editions/${id}`),
      ({ body }) => body.struck === 1,
    );
    const [struck] = edition.itemList.filter((item: Item) => item.struck);
    expect(struck).toMatchObject({ number: listing.body.number, title: '景区票务管理', inForce: false });
    const mark = `${struck.struck.on} 划去：${struck.struck.reason}`;

    const page = await text(base);
    expect(page.match(/<tr class="struck">/g)).toHaveLength(1);
    expect(page).toContain(mark);
    expect(page).toContain('共 2 项，其中 1 项已划去，现列 1 项');
    const { document } = (await app.visitor().get(`//${base}.json`)).body;
    expect(document.items.filter((item: Item) => item.struck)).toHaveLength(1);
    const line = (await text(`${base}.csv`)).split('\r\n').find((of) => of.includes(listing.body.number));
    expect(line).toContain(mark);
    const book = await readXlsx((await app.visitor().get(`//${base}.xlsx`)).body, { readStyles: true });
    const [rows, notes] = book.sheets;
    const at = rows?.rows.findIndex((row) => row.includes(listing.body.number)) ?? -1;
    expect(rows?.rows[at]?.at(-1)).toBe(mark);
    // The first line of the list stands below title, issuer and header.
    const other = at === 3 ? 4 : 3;
    expect(rows?.rows[at]?.[0]).toEqual(expect.any(Number));
    expect(paperOf(rows, '序号')).toEqual({ ...paper, head: 2 });
    const cellOf = (header: string) => {
      const column = rows?.rows[2]?.findIndex((of) => String(of).startsWith(header)) ?? -1;
      return rows?.rows.find((row) => row.includes('水厂加药控制'))?.[column];
    };
    expect([cellOf('预算下限'), cellOf('有效期')]).toEqual([30.5, new Date('2099-09-01T00:00:00.000Z')]);
    const fontOf = (row: number) => rows?.cells?.get(`${row},2`)?.style?.font?.strikethrough ?? false;
    expect([fontOf(at), fontOf(other)]).toEqual([true, false]);
    const counts = new Map(notes?.rows.map((row) => [row[0], row[1]]));
    expect([counts.get('条目数'), counts.get('其中已划去'), counts.get('现列')]).toEqual(['2', '1', '1']);
    for (const list of ['/', '/lists/scenarios']) {
      const row = (await text(list)).split('<tr').find((of) => of.includes(`${base}"`));
      expect(row).toMatch(/num">1<div class="meta">另已划去 1</);
    }
    expect(await text('/')).toContain('<div class="n">1</div><div class="l">在列应用场景</div>');
  });

  it('mark all their rows when they are withdrawn, also for who holds an older copy', async () => {
    const { id, slug } = await issue('city', '全市第三批');
    const base = `/lists/scenarios/${slug}`;
    const tags = new Map<string, string | null>();
    for (const type of ['csv', 'json', 'xlsx'])
      tags.set(type, (await app.visitor().get(`//${base}.${type}`)).etag);
    const { body } = await as('city').get(`/editions/${id}`);
    await as('city').post(`/editions/${id}/withdraw`, { reason: '误发' }, body.version);
    expect(await text(base)).toMatch(/共 1 项，均已撤回[\s\S]*<tr class="struck">/);
    expect(await text(`${base}.csv`)).toContain('本期已撤回：误发');
    expect((await app.visitor().get(`//${base}.json`)).body).toMatchObject({ withdrawn: '误发' });
    for (const [type, tag] of tags) expect((await app.visitor().get(`//${base}.${type}`)).etag).not.toBe(tag);
    const row = (await text('/lists/scenarios')).split('<tr').find((of) => of.includes(`${base}"`));
    expect(row).toContain('class="num">0<');
  });

  it('are verified by anyone who drops a downloaded file, which is told what differs', async () => {
    const { slug } = await issue('city', '全市第四批');
    const base = `/lists/scenarios/${slug}`;
    const file = (await app.visitor().get(`//${base}.json`)).body;
    const verified = async (content: unknown): Promise<string> => {
      const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
      return String((await app.visitor().upload('///verify', {}, 'list.json', text)).body);
    };
    expect(await text('/verify')).toContain('<h1>清单核验</h1>');
    expect(await verified(file)).toContain('一致。</strong>文件与本平台发布的《全市第四批》第 1 版原文一致');
    const changed = structuredClone(file);
    changed.document.items[0].content.title = '被改过的名称';
    changed.document.items[0].content.budgetMax = '9200000.00';
    changed.document.items[0].content.fields = ['ai', 'no-such-field'];
    changed.document.issuer.name = '另一家单位';
    const told = await verified(changed);
    expect(told).toContain('不一致。');
    const [{ number, content }] = file.document.items;
    for (const said of ['被改过的名称', content.title, number]) expect(told).toContain(said);
    // What differs is called as the list calls it, and nothing as the file does.
    for (const [what, now] of [
      ['场景名称', '被改过的名称'],
      ['发布单位', '另一家单位'],
      // Amounts and codes, too, as the list writes them.
      ['预算上限（万元）', '920'],
      ['领域', '人工智能、no-such-field'],
    ])
      expect(told).toMatch(new RegExp(`"项目">${what}<.*?>${now}<`));
    expect(told).not.toContain('issuer');
    const missing = await verified({ ...file, document: { ...file.document, items: [] } });
    for (const said of ['缺少的条目', number]) expect(missing).toContain(said);
    expect(await verified({ ...file, sha256: '0'.repeat(64) })).toContain('校验值与内容不符');
    const elsewhere = { ...file, document: { ...file.document, number: 9999 } };
    expect(await verified(elsewhere)).toContain('本平台没有发布过这一期清单');
    for (const other of ['', 'not json', '[]', '{"document":{}}', `${'['.repeat(100_000)}`])
      expect(await verified(other)).toContain('无法核验：');
  });

  it('are verified by their workbook, too, by what its table says', async () => {
    const { slug } = await issue('city', '全市第五批');
    const base = `/lists/scenarios/${slug}`;
    const verified = async (content: Uint8Array): Promise<string> =>
      String((await app.visitor().upload('///verify', {}, 'list.xlsx', content)).body);
    const workbook = new Uint8Array((await app.visitor().get(`//${base}.xlsx`)).body);
    expect(await verified(workbook)).toMatch(
      /一致。<\/strong>文件与本平台发布的《全市第五批》第 1 版原文一致。比对的是标题/,
    );
    const { document, sha256 } = (await app.visitor().get(`//${base}.json`)).body;
    const forged = async (of: Partial<EditionDocument>, hash: string) =>
      verified(await editionXlsx({ ...document, ...of }, hash, { withdrawn: null, paused: new Set() }));
    const [item] = document.items;
    const content = { ...item.content, budgetMax: '9200000.00' };
    const told = await forged({ items: [{ ...item, content }] }, sha256);
    expect(told).toContain('第 1 版原文有 1 处不同');
    expect(told).toMatch(/"项目">预算上限（万元）<.*?>920</);
    expect(await forged({}, '0'.repeat(64))).toContain(
      '本平台没有发布过这一期清单（文件所写标题：全市第五批',
    );
    for (const other of [workbook.subarray(0, 900), Buffer.from('PK\x03\x04')])
      expect(await verified(other)).toContain('无法核验：');
  });
});
