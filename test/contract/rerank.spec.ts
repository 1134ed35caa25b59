import { EmbeddingStore, RerankClient, RerankService } from '#matching';
import { Config } from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { json } from '../support/stand-in.js';
import { type RerankFault, RerankStandIn } from './rerank.server.js';

const broken: RerankFault = (_, response) => json(response, { results: [] });

describe('scores of a reranking server, from PostgreSQL or the stand-in', () => {
  let suite: SuiteDatabase;
  let server: RerankStandIn;

  beforeAll(async () => {
    suite = await suiteDatabase();
  });
  afterAll(() => suite.drop());
  beforeEach(async () => {
    await suite.db.query('DELETE FROM embeddings');
    server = await RerankStandIn.start();
  });
  afterEach(() => server.stop());

  const service = (restMs = 300, model = 'm') =>
    new RerankService(
      new RerankClient({ url: server.url, model, batch: 2, timeoutMs: 60_000 }),
      new EmbeddingStore(suite.db),
      { restMs },
    );
  const documents = () => server.asked.flatMap((one) => one.documents);

  it('asks once for a pair of texts, whoever wants it again, and anew for another text or model', async () => {
    expect(await service().scores('需求', ['灯', '灯光', '灯'])).toEqual(Float32Array.of(1, 2, 1));
    expect(documents()).toEqual(['灯', '灯光']);
    expect(await service().scores('需求', ['灯光', '电灯光'])).toEqual(Float32Array.of(2, 3));
    expect(documents()).toEqual(['灯', '灯光', '电灯光']);
    await service().scores('另一需求', ['灯']);
    await service(300, 'other').scores('需求', ['灯']);
    expect(documents()).toHaveLength(5);
  });

  it('is off without an address, and set up by the settings', async () => {
    const off = RerankService.open(Config.parse({}), suite.db);
    expect(await off.scores('需求', ['灯'])).toBeUndefined();
    expect(off.state).toMatchObject({ available: false, reason: 'off' });
    const on = RerankService.open(
      Config.parse({ RERANK_URL: `${server.url}/v1`, RERANK_KEY: 'k', RERANK_MODEL: 'jina' }),
      suite.db,
    );
    expect(await on.scores('需求', ['灯'])).toEqual(Float32Array.of(1));
    expect(server.asked).toMatchObject([{ model: 'jina', key: 'Bearer k' }]);
  });

  it('keeps what came before a failure, lets nobody wait for the rest, and comes back by itself', async () => {
    server.faults.push((asked, response) => json(response, server.answerTo(asked)), broken);
    const scores = service(3_600_000);
    expect(await scores.scores('需求', ['一', '二二', '三三三'])).toBeUndefined();
    expect(scores.state).toMatchObject({ available: false, reason: 'malformed' });
    const before = server.asked.length;
    expect(await scores.scores('需求', ['三三三'])).toBeUndefined();
    expect(server.asked).toHaveLength(before);
    expect(await scores.scores('需求', ['一', '二二'])).toEqual(Float32Array.of(1, 2));
    server.faults.push(broken);
    const soon = service(1);
    expect(await soon.scores('需求', ['三三三'])).toBeUndefined();
    await new Promise((done) => setTimeout(done, 5));
    expect(await soon.scores('需求', ['一', '二二', '三三三'])).toEqual(Float32Array.of(1, 2, 3));
    expect(documents().slice(-1)).toEqual(['三三三']);
  });

  it('sends no more of a long text than models read', async () => {
    await service().scores('需'.repeat(5000), ['长'.repeat(5000)]);
    expect(server.asked[0]?.query).toHaveLength(1500);
    expect(server.asked[0]?.documents[0]).toHaveLength(1500);
  });
});
