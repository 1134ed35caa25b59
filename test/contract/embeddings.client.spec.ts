import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EmbeddingsClient, type EmbeddingsOptions, EmbeddingsUnavailable, type TextKind } from '#matching';
import { EmbeddingsStandIn, type Fault, rawVector, says, silent, spoilt } from './embeddings.server.js';

describe('the client of an embeddings server, against a stand-in that speaks /v1/embeddings', () => {
  let server: EmbeddingsStandIn;

  beforeEach(async () => {
    server = await EmbeddingsStandIn.start();
  });
  afterEach(() => server.stop());

  const client = (more: Partial<EmbeddingsOptions> = {}) =>
    new EmbeddingsClient({
      url: server.url,
      model: 'm',
      prefixes: { query: 'query: ', passage: 'passage: ' },
      inputType: false,
      batch: 4,
      perMinute: 60_000,
      timeoutMs: 400,
      backoffMs: 5,
      ...more,
    });
  const embed = async (asks: EmbeddingsClient, texts: string[], kind: TextKind = 'passage') => {
    const all: Float32Array[] = [];
    for await (const { start, vectors } of asks.embed(kind, texts)) {
      expect(start).toBe(all.length);
      all.push(...vectors);
    }
    return all;
  };
  const failure = async (asks: EmbeddingsClient, texts = ['灯']): Promise<EmbeddingsUnavailable> => {
    const error = await embed(asks, texts).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EmbeddingsUnavailable);
    return error as EmbeddingsUnavailable;
  };
  const cosine = (vector: Float32Array, raw: number[]) =>
    vector.reduce((sum, x, i) => sum + x * (raw[i] as number), 0) / Math.hypot(...raw);

  it('asks in batches and puts unit vectors in the order of the texts, whatever the order of the answer', async () => {
    const texts = Array.from({ length: 10 }, (_, i) => `文本 ${i}`);
    const vectors = await embed(client(), texts);
    expect(server.asked.map((one) => one.input.length)).toEqual([4, 4, 2]);
    expect(vectors).toHaveLength(10);
    for (const [i, vector] of vectors.entries()) {
      expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
      expect(cosine(vector, rawVector(`passage: 文本 ${i}`, 8))).toBeCloseTo(1, 6);
    }
  });

  it('puts each prefix before its kind, and says the kind where the server does that itself', async () => {
    await embed(client(), ['灯'], 'query');
    await embed(client({ inputType: true, prefixes: { query: '', passage: '' } }), ['灯', ' '], 'passage');
    expect(server.asked[0]).toMatchObject({ model: 'm', input: ['query: 灯'] });
    expect(server.asked[0]).not.toHaveProperty('input_type');
    expect(server.asked[1]).toMatchObject({ input: ['灯', '-'], input_type: 'passage' });
  });

  it.each(['', '/', '/v1', '/v1/', '/v1/embeddings'])(
    'finds the endpoint under the address "%s"',
    async (path) => {
      await embed(client({ url: server.url + path, key: 'secret-key' }), ['灯']);
      expect(server.asked[0]).toMatchObject({ path: '/v1/embeddings', key: 'Bearer secret-key' });
    },
  );

  it('tries again after 5xx and after a cut connection', async () => {
    server.faults.push(says(500), (_, response) => response.destroy());
    expect(await embed(client(), ['灯'])).toHaveLength(1);
    expect(server.asked).toHaveLength(3);
  });

  it('waits as long as Retry-After says after 429', async () => {
    server.faults.push(says(429, { 'retry-after': '1' }));
    expect(await embed(client({ timeoutMs: 2000 }), ['灯'])).toHaveLength(1);
    const [first, second] = server.asked;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('gives up at once where Retry-After asks for more than anybody would wait', async () => {
    server.faults.push(says(429, { 'retry-after': '3600' }));
    expect(await failure(client())).toMatchObject({ reason: 'busy', answered: 429, status: 503 });
    expect(server.asked).toHaveLength(1);
  });

  it('gives up after three answers of 5xx', async () => {
    server.faults.push(says(500), says(502), says(503), says(200));
    expect(await failure(client())).toMatchObject({ reason: 'busy', answered: 503 });
    expect(server.asked).toHaveLength(3);
  });

  it('gives up on silence after twice the time a request has', async () => {
    server.faults.push(silent, silent, silent);
    const before = performance.now();
    expect(await failure(client())).toMatchObject({ reason: 'timeout' });
    expect(performance.now() - before).toBeLessThan(1200);
  });

  it('does not follow the server to another one, which would get the texts', async () => {
    const other = await EmbeddingsStandIn.start();
    const leading = createServer((_request, response) =>
      response.writeHead(307, { location: `${other.url}/v1/embeddings` }).end(),
    );
    await new Promise<void>((done) => leading.listen(0, '127.0.0.1', done));
    const { port } = leading.address() as AddressInfo;
    await failure(client({ url: `http://127.0.0.1:${port}` }));
    expect(other.asked).toEqual([]);
    await other.stop();
    leading.closeAllConnections();
    leading.close();
  });

  it('says that nobody listens', async () => {
    await server.stop();
    expect(await failure(client())).toMatchObject({
      reason: 'network',
      code: 'embeddings.unavailable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    await server.begin();
  });

  it.each<[string, Fault]>([
    ['too few vectors', spoilt((answer) => answer.data.pop())],
    ['an index twice', spoilt((answer) => Object.assign(answer.data[0] ?? {}, { index: 0 }))],
    ['an index out of range', spoilt((answer) => Object.assign(answer.data[0] ?? {}, { index: 7 }))],
    ['another dimension', spoilt((answer) => answer.data[0]?.embedding.pop())],
    ['null for a number, as NaN is written', spoilt((answer) => answer.data[0]?.embedding.fill(null))],
    ['zeros only', spoilt((answer) => answer.data[0]?.embedding.fill(0))],
    ['NaN bare', (_, response) => response.end('{"data":[{"index":0,"embedding":[NaN]}]}')],
    [
      'a number past all measure',
      (_, response) => response.end('{"data":[{"index":0,"embedding":[1e999]}]}'),
    ],
    ['half of the answer', (_, response) => response.end('{"data":[{"ind')],
    ['a page of a proxy', (_, response) => response.end('<html>')],
    ['an error with status 200', (_, response) => response.end('{"error":"overloaded"}')],
  ])('takes no answer with %s', async (_name, fault) => {
    server.faults.push(fault);
    expect(await failure(client(), ['灯', '光'])).toMatchObject({ reason: 'malformed' });
    expect(server.asked).toHaveLength(1);
  });

  it('takes no second batch of another dimension', async () => {
    server.faults.push(
      spoilt(() => undefined),
      spoilt(() => undefined, 9),
    );
    expect(await failure(client({ batch: 1 }), ['灯', '光'])).toMatchObject({ reason: 'malformed' });
  });

  it('shortens the one text that the server finds too long, and only that', async () => {
    const long = '很长的文本'.repeat(60);
    const refuses: Fault = (asked, response) =>
      asked.input.some((text) => text.length > 200)
        ? says(413)(asked, response)
        : spoilt(() => undefined)(asked, response);
    server.faults.push(...Array.from({ length: 10 }, () => refuses));
    const vectors = await embed(client(), ['灯', '光', long, '电']);
    expect(cosine(vectors[2]!, rawVector(`passage: ${long.slice(0, 150)}`, 8))).toBeCloseTo(1, 6);
    expect(cosine(vectors[3]!, rawVector('passage: 电', 8))).toBeCloseTo(1, 6);
  });

  it('does not go on about a wrong key or model, and never says the key', async () => {
    server.faults.push(says(401));
    const error = await failure(client({ key: 'secret-key' }));
    expect(error).toMatchObject({ reason: 'refused', answered: 401 });
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain(
      'secret-key',
    );
    server.faults.push(...Array.from({ length: 20 }, () => says(400)));
    expect(await failure(client(), ['灯', '光', '电', '水'])).toMatchObject({ reason: 'refused' });
    expect(server.asked.length).toBeLessThan(6);
  });

  it('keeps to the rate it may ask at', async () => {
    // From before the first is sent: a busy server may take it late.
    const before = performance.now();
    await embed(client({ batch: 1, perMinute: 300 }), ['1', '2', '3', '4', '5', '6']);
    expect((server.asked[5]?.at ?? 0) - before).toBeGreaterThanOrEqual(950);
  });
});
