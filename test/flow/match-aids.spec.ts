import { EmbeddingsStandIn } from '../contract/embeddings.server.js';
import { RerankStandIn } from '../contract/rerank.server.js';
import { eventually, type Visitor } from '../support/app.js';
import { publish } from '../support/market.js';
import { RecordsMarket } from '../support/records.js';

const need = (title: string) => ({ title, needs: `${title}，要求对渣土车密闭与路线实时监管。` });
const product = (name: string, functions: string) => ({ product: name, functions });
const offered = [
  product('渣土车监管平台', '渣土车密闭与路线实时监管。'),
  product('渣土车监管助手', '渣土车路线监管。'),
  product('工程车监管戊', '渣土车监管。'),
];

describe('lists that servers help, by stand-ins of /v1/embeddings and /v1/rerank', () => {
  let market: RecordsMarket;
  let city: Visitor;
  let rerank: RerankStandIn;
  let embeddings: EmbeddingsStandIn;
  let scenario: string;

  beforeAll(async () => {
    rerank = await RerankStandIn.start();
    rerank.likes = (text) => (text.includes('戊') ? 1 : 0);
    embeddings = await EmbeddingsStandIn.start();
    market = await RecordsMarket.open({
      MATCH_MIN: '0',
      RERANK_URL: rerank.url,
      RERANK_TIMEOUT_SECONDS: '1',
      RERANK_WEIGHT: '10',
      EMBEDDINGS_URL: embeddings.url,
      EMBEDDINGS_WEIGHT: '0.01',
    });
    city = market.visitor('city');
    for (const one of offered) await publish('capabilities', one, market.visitor('firm-1'), city);
    scenario = await publish('scenarios', need('渣土车监管'), market.visitor('demand'), city);
  });
  afterAll(async () => {
    await market?.close();
    await Promise.all([rerank.stop(), embeddings.stop()]);
  });

  /** A scenario's list, when there is one. */
  const listOf = (id: string) =>
    eventually(
      async () => (await city.get(`/scenarios/${id}/matches`)).body,
      ({ items }) => items.length > 0,
    );
  const products = (list: { items: { supply: { title: string } }[] }) =>
    list.items.map(({ supply }) => supply.title);

  it('are in the order of words, meaning and reranker, and say what each of these had to do with it', async () => {
    const list = await listOf(scenario);
    expect(products(list)[0]).toBe('工程车监管戊');
    expect(list.aids).toEqual({ meaning: 'on', reranked: 'on' });
    const told = list.items[0].reasons.find(({ rule }: { rule: string }) => rule === 'text').text;
    expect(told).toMatch(/按文字列第3位，按语义模型列第[123]位，重排模型列第1位，本项得分按综合名次计/);
    const { body } = await city.get(`/matches/explain?demand=${scenario}&supply=${list.items[0].supply.id}`);
    expect(body.aids).toEqual(list.aids);
    expect(body.score).toBe(list.items[0].score);
    expect(body.reasons[0].text).toBe(told);
  });

  it('ask for a pair of texts once, however often all are matched', async () => {
    const before = [rerank.asked.length, embeddings.asked.length];
    const { body } = await city.post('/match-runs');
    await market.ended(body.job.id);
    expect((await city.get('/match-runs?limit=1')).body.items[0].meaning).toBe('on');
    expect([rerank.asked.length, embeddings.asked.length]).toEqual(before);
    expect(products(await listOf(scenario))[0]).toBe('工程车监管戊');
  });

  it('stand as words put them where a server takes longer than it may, and say so', async () => {
    rerank.faults.push(...Array.from({ length: 20 }, () => () => undefined));
    const other = await publish('scenarios', need('渣土运输监管'), market.visitor('demand'), city);
    const list = await listOf(other);
    expect(products(list)[0]).toBe('渣土车监管平台');
    expect(list.aids).toEqual({ meaning: 'on', reranked: 'away' });
    expect(JSON.stringify(list.items[0].reasons)).not.toContain('重排模型');
    const { body } = await city.post('/match-runs');
    await market.ended(body.job.id);
    expect((await city.get('/match-runs?limit=1')).body.items[0].meaning).toMatch(
      /重排服务暂不可用.*名次未经重排/,
    );
  });
});
