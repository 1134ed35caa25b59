import { newId } from '#kernel';
import { anyone, everything, type Sight } from '#listings';
import {
  MeilisearchEngine,
  PostgresEngine,
  type SearchDocument,
  type SearchEngine,
  type SearchRequest,
} from '#search';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { type MeilisearchServer, meilisearchIsHere, startMeilisearch } from '../support/meilisearch.js';

function document(title: string, over: Partial<SearchDocument> = {}): SearchDocument {
  return {
    id: newId(),
    kind: 'capability',
    revision: 1,
    number: `NL-2026-${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`,
    title,
    organisation: '示例软件有限公司',
    organisationId: newId(),
    body: '',
    fields: [],
    chains: [],
    areas: [],
    visibility: 'public',
    firstVersion: false,
    publishedAt: '2026-11-01T00:00:00.000Z',
    ...over,
  };
}

const engines = ['postgres', 'meilisearch'] as const;

describe.each(engines)('search on %s', (name) => {
  if (name === 'meilisearch' && !meilisearchIsHere) {
    it.skip('needs MEILI_URL or `meilisearch` on the PATH (its public source builds with cargo)', () =>
      undefined);
    return;
  }
  let suite: SuiteDatabase;
  let server: MeilisearchServer | undefined;
  let engine: SearchEngine;

  beforeAll(async () => {
    suite = await suiteDatabase();
    if (name === 'meilisearch') {
      server = await startMeilisearch();
      engine = new MeilisearchEngine(server.url, server.key, `test_${Date.now()}`);
    } else engine = new PostgresEngine(suite.db);
    await engine.prepare();
  });
  afterAll(async () => {
    await server?.stop();
    await suite.drop();
  });

  const request = (query: string, over: Partial<SearchRequest> = {}): SearchRequest => ({
    kind: 'capability',
    query,
    filter: {},
    sight: anyone,
    sort: 'relevance',
    offset: 0,
    limit: 20,
    ...over,
  });
  const titles = async (query: string, over: Partial<SearchRequest> = {}) =>
    (await engine.search(request(query, over))).hits.map((hit) => hit.title);

  it.each([
    ['人工智能平台', '智能'],
    ['工业互联网平台', '互联网'],
    ['算力调度软件', '算力'],
    ['机器视觉质检系统', '视觉'],
    ['建筑BIM协同', 'bim'],
  ])('finds in %s the word %s inside', async (title, query) => {
    await engine.put([document(title)]);
    expect(await titles(query)).toContain(title);
  });

  it('shows the newest of all that is found, however many that are', async () => {
    const day = (n: number) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString();
    const old = Array.from({ length: 1005 }, (_, n) => document(`档案 ${n}`, { publishedAt: day(n) }));
    await engine.put([...old, document('档案最新', { publishedAt: day(2000) })]);
    const [first] = await titles('档案', { sort: 'newest', limit: 1 });
    expect(first).toBe('档案最新');
  });

  it('takes simplified and traditional, full-width and half-width as the same', async () => {
    await engine.put([document('网络安全态势感知'), document('數據庫審計'), document('ＣＡＤ设计')]);
    expect(await titles('網絡安全')).toContain('网络安全态势感知');
    expect(await titles('数据库')).toContain('數據庫審計');
    expect(await titles('cad')).toContain('ＣＡＤ设计');
  });

  it.each([
    ['ISO27001 认证服务', 'ISO 27001'],
    ['ISO 27001 咨询', 'iso27001'],
    ['ＩＳＯ２７００１ 审计', 'ISO-27001'],
    ['GB/T 28181 接入网关', 'GBT28181'],
    ['GBT28181 视频平台', 'GB/T 28181'],
    ['ＧＢ／Ｔ２８１８１ 联网', 'gb/t28181'],
    ['ISO27001 内审', 'ISO/IEC 27001'],
    ['ISO/IEC 27001 外审', 'ＩＳＯ２７００１'],
    ['A2区 停车诱导', 'Ａ２'],
    ['Ａ２区 充电桩', 'a2'],
    ['Ａ２ 区 门禁', 'A2区'],
    ['A2 区 巡更', 'Ａ２区'],
    ['5G 专网', '５Ｇ'],
    ['５Ｇ切片编排', '5g'],
    ['基于5G的巡检', '５ｇ'],
  ])('finds the code in %s as %s', async (title, query) => {
    const others = ['ISO 9001 质量管理', 'GB/T 19001 咨询', 'A 座 2 层导览', '5号线 G 口客流'];
    await engine.put([title, ...others].map((one) => document(one)));
    const found = await titles(query);
    expect(found).toContain(title);
    for (const other of others) expect(found).not.toContain(other);
  });

  it('filters, and counts facets of what it found', async () => {
    const own = '蓝莓物流';
    await engine.put([
      document(`${own}甲`, { fields: ['ai', 'bigdata'], areas: ['410105'] }),
      document(`${own}乙`, { fields: ['ai'], areas: ['410102'] }),
      document(`${own}丙`, { fields: ['cloud'], areas: ['410105'], firstVersion: true }),
    ]);
    const all = await engine.search(request(own));
    expect(all.total).toBe(3);
    expect(all.facets.fields).toEqual({ ai: 2, bigdata: 1, cloud: 1 });
    expect(all.facets.areas).toEqual({ '410105': 2, '410102': 1 });
    expect((await titles(own, { filter: { fields: ['ai', 'cloud'], areas: ['410105'] } })).sort()).toEqual(
      [`${own}丙`, `${own}甲`].sort(),
    );
    expect(await titles(own, { filter: { firstVersion: true } })).toEqual([`${own}丙`]);
  });

  it('shows nobody what is not for him, and counts it for nobody', async () => {
    const hidden = document('仅限邀请的紫杉项目', {
      visibility: 'invited',
      areas: ['410105'],
      fields: ['ai'],
    });
    await engine.put([hidden, document('成员可见的紫杉项目', { visibility: 'members', fields: ['ai'] })]);
    const found = async (sight: Sight) => {
      const { hits, total, facets } = await engine.search(request('紫杉', { sight }));
      expect([total, facets.fields]).toEqual([hits.length, hits.length > 0 ? { ai: hits.length } : {}]);
      return hits.length;
    };
    const member = { ...anyone, member: true };
    expect(await found(anyone)).toBe(0);
    expect(await found(member)).toBe(1);
    expect(await found({ ...member, area: '410103' })).toBe(1);
    expect(await found({ ...member, area: '410105' })).toBe(2);
    expect(await found({ ...member, organisationId: newId() })).toBe(1);
    expect(await found({ ...member, organisationId: hidden.organisationId })).toBe(2);
    expect(await found({ ...member, organisationId: newId(), invitedTo: [hidden.id] })).toBe(2);
    expect(await found(everything)).toBe(2);
  });

  it('drops words only when nothing has them all, and says so', async () => {
    await engine.put([document('机器人视觉引导装配')]);
    const answer = await engine.search(request('机器人 量子纠缠'));
    expect(answer.relaxed).toBe(true);
    expect(answer.hits.map((hit) => hit.title)).toContain('机器人视觉引导装配');
    expect((await engine.search(request('机器人'))).relaxed).toBe(false);
  });

  it('pages without showing one twice', async () => {
    await engine.put(Array.from({ length: 25 }, (_, i) => document(`枇杷管理${i}`)));
    const pages = await Promise.all([0, 10, 20].map((offset) => titles('枇杷', { offset, limit: 10 })));
    expect(pages.map((p) => p.length)).toEqual([10, 10, 5]);
    expect(new Set(pages.flat()).size).toBe(25);
  });

  it('gives back texts as they are: marking and escaping is for who shows them', async () => {
    await engine.put([document('<script>alert(1)</script>杨梅')]);
    expect(await titles('杨梅')).toEqual(['<script>alert(1)</script>杨梅']);
  });

  it('counts what it shows, whatever is written meanwhile', async () => {
    const one = document('忽来忽去的甲品');
    let isOver = false;
    const writing = (async () => {
      while (!isOver) {
        await engine.put([one]);
        await engine.remove([one.id]);
      }
    })();
    for (let i = 0; i < 300; i++) {
      const { hits, total } = await engine.search(request('忽来忽去'));
      expect(hits).toHaveLength(total);
    }
    isOver = true;
    await writing;
  });

  it('forgets what is withdrawn, and takes no older revision for a newer', async () => {
    const own = document('石榴系统', { revision: 2 });
    await engine.put([own]);
    await engine.put([{ ...own, revision: 1, title: '石榴系统旧版' }]);
    expect(await titles('石榴')).toEqual(['石榴系统']);
    await engine.remove([own.id, newId()]);
    expect(await titles('石榴')).toEqual([]);
    await engine.remove([own.id]);
  });

  it('takes hundreds at once, of a listing that comes twice the latest revision', async () => {
    const many = Array.from({ length: 700 }, (_, i) => document(`山竹系统${i}`));
    const first = many[0] as SearchDocument;
    const newer = { ...first, revision: 2, title: '山竹新版' };
    await engine.put([newer, ...many, document('山竹场景', { kind: 'scenario' })]);
    expect((await engine.search(request('山竹'))).total).toBe(700);
    expect(await titles('山竹新版')).toContain('山竹新版');
    expect((await engine.revisions('capability')).get(first.id)).toBe(2);
    await engine.remove(many.map(({ id }) => id));
    expect(await titles('山竹')).toEqual([]);
  });

  it('tells what it holds', async () => {
    const own = document('柚子', { kind: 'scenario', revision: 7 });
    await engine.put([own]);
    expect((await engine.revisions('scenario')).get(own.id)).toBe(7);
    expect((await engine.revisions('capability')).has(own.id)).toBe(false);
  });

  it.each(["'", '"', '\\', ':', '&|!()', '<->', '*', '%', '\u0000', '😀', 'a'.repeat(500)])(
    'answers the query %j',
    async (query) => {
      await expect(engine.search(request(query))).resolves.toMatchObject({ total: expect.any(Number) });
    },
  );
});
