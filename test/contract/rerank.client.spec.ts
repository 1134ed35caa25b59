import { RerankClient, type RerankOptions, RerankUnavailable } from '#matching';
import { json } from '../support/stand-in.js';
import { type RerankAnswer, type RerankFault, RerankStandIn } from './rerank.server.js';

const status =
  (code: number): RerankFault =>
  (_, response) =>
    json(response, { error: 'no' }, code);

describe('the client of a reranking server, against a stand-in that speaks /v1/rerank', () => {
  let server: RerankStandIn;

  beforeEach(async () => {
    server = await RerankStandIn.start();
  });
  afterEach(() => server.stop());

  const client = (more: Partial<RerankOptions> = {}) =>
    new RerankClient({ url: server.url, model: 'm', batch: 3, timeoutMs: 5000, ...more });
  const scored = async (asks: RerankClient, documents: string[]) => {
    const all: number[] = [];
    for await (const { start, scores } of asks.score('需求', documents)) {
      expect(start).toBe(all.length);
      all.push(...scores);
    }
    return all;
  };
  const failure = async (asks = client(), documents = ['灯', '灯光']): Promise<RerankUnavailable> => {
    const error = await scored(asks, documents).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RerankUnavailable);
    return error as RerankUnavailable;
  };
  const spoilt =
    (spoil: (right: RerankAnswer) => void): RerankFault =>
    (asked, response) => {
      const right = server.answerTo(asked);
      spoil(right);
      json(response, right);
    };

  it('asks in batches for a score of every document, and puts them in the order of the documents', async () => {
    const documents = ['一', '四四四四', '二二', '三三三'];
    expect(await scored(client({ key: 'k' }), documents)).toEqual([1, 4, 2, 3]);
    expect(server.asked).toMatchObject([
      { path: '/v1/rerank', model: 'm', query: '需求', key: 'Bearer k', top_n: 3 },
      { documents: ['三三三'], top_n: 1 },
    ]);
  });

  it.each(['', '/', '/v1', '/v1/rerank'])('finds the endpoint behind http://host%s', async (path) => {
    await scored(client({ url: server.url + path }), ['灯']);
    expect(server.asked[0]?.path).toBe('/v1/rerank');
  });

  it('gives a slow server so long for all batches of a need, and no longer', async () => {
    const slow: RerankFault = (asked, response) =>
      void setTimeout(() => json(response, server.answerTo(asked)), 150);
    server.faults.push(slow, slow, slow, slow);
    const before = performance.now();
    const error = await failure(client({ batch: 1, timeoutMs: 400 }), ['一', '二', '三', '四']);
    expect(error.reason).toBe('timeout');
    expect(performance.now() - before).toBeLessThan(2000);
    expect(server.asked.length).toBeLessThan(4);
  });

  it('asks a server that is busy once more, and then no more', async () => {
    server.faults.push(status(503));
    expect(await scored(client(), ['灯'])).toEqual([1]);
    server.faults.push(status(500), status(429));
    expect(await failure()).toMatchObject({ code: 'rerank.unavailable', status: 503, reason: 'busy' });
    expect(server.asked).toHaveLength(4);
  });

  it('does not ask again where it is refused, nor follow the server to another one', async () => {
    server.faults.push(status(401));
    expect((await failure()).reason).toBe('refused');
    const other = await RerankStandIn.start();
    server.faults.push((_, response) =>
      response.writeHead(307, { location: `${other.url}/v1/rerank` }).end(),
    );
    await failure();
    expect([server.asked.length, other.asked.length]).toEqual([2, 0]);
    await other.stop();
  });

  it.each<[string, (right: RerankAnswer) => void]>([
    ['fewer results than asked', (right) => right.results.pop()],
    [
      'a result twice',
      (right) => Object.assign(right.results[1] as object, { index: right.results[0]?.index }),
    ],
    ['a result of no document', (right) => Object.assign(right.results[0] as object, { index: 9 })],
    [
      'a score that is no number',
      (right) => Object.assign(right.results[0] as object, { relevance_score: 'x' }),
    ],
    ['another shape', (right) => Object.assign(right, { results: undefined, data: right.results })],
  ])('takes an answer with %s for none', async (_, spoil) => {
    server.faults.push(spoilt(spoil));
    expect((await failure()).reason).toBe('malformed');
  });

  it('takes what is no JSON for no answer, and a server that is gone', async () => {
    server.faults.push((_, response) => response.writeHead(200).end('<html>'));
    expect((await failure()).reason).toBe('malformed');
    await server.stop();
    expect((await failure()).reason).toBe('network');
  });
});
