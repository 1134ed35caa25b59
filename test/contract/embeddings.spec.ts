import { EmbeddingService, EmbeddingStore, EmbeddingsClient, type ServerState } from '#matching';
import { Config } from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { EmbeddingsStandIn, says, silent, spoilt } from './embeddings.server.js';

describe('vectors of texts, from PostgreSQL or a stand-in that speaks /v1/embeddings', () => {
  let suite: SuiteDatabase;
  let server: EmbeddingsStandIn;
  let store: EmbeddingStore;
  let changes: ServerState[];

  beforeAll(async () => {
    suite = await suiteDatabase();
    store = new EmbeddingStore(suite.db);
  });
  afterAll(() => suite.drop());
  beforeEach(async () => {
    await suite.db.query('DELETE FROM embeddings');
    server = await EmbeddingsStandIn.start();
    changes = [];
  });
  afterEach(() => server.stop());

  const client = (model = 'm') =>
    new EmbeddingsClient({
      url: server.url,
      model,
      prefixes: { query: 'query: ', passage: 'passage: ' },
      inputType: false,
      batch: 4,
      perMinute: 60_000,
      timeoutMs: 300,
      backoffMs: 5,
    });
  const service = (restMs = 300, model = 'm') =>
    new EmbeddingService(client(model), store, { restMs, onChange: (state) => changes.push(state) });
  const count = async () =>
    (await suite.db.query<{ n: number }>('SELECT count(*)::integer AS n FROM embeddings'))[0]?.n;

  it('asks once for a text, whoever wants it again', async () => {
    const first = await service().vectors('passage', ['灯', '光', '灯']);
    expect(server.texts).toEqual(['passage: 灯', 'passage: 光']);
    expect(first?.[0]).toEqual(first?.[2]);
    const again = await service().vectors('passage', ['光', '灯', '电']);
    expect(server.texts).toEqual(['passage: 灯', 'passage: 光', 'passage: 电']);
    expect([again?.[0], again?.[1]]).toEqual([first?.[1], first?.[0]]);
  });

  it('holds what asks, what is found and each model apart', async () => {
    await service().vectors('passage', ['灯']);
    await service().vectors('query', ['灯']);
    await service(300, 'other').vectors('query', ['灯']);
    expect(server.asked).toHaveLength(3);
    expect(await count()).toBe(3);
  });

  it('has an answer to nothing', async () => {
    expect(await service().vectors('passage', [])).toEqual([]);
    expect(server.asked).toHaveLength(0);
  });

  it('is off without an address, and says so', async () => {
    const off = EmbeddingService.open(Config.parse({}), suite.db);
    expect(await off.vectors('query', ['灯'])).toBeUndefined();
    expect(off.state()).toMatchObject({ available: false, reason: 'off' });
  });

  it('is set up by the settings', async () => {
    const on = EmbeddingService.open(
      Config.parse({
        EMBEDDINGS_URL: `${server.url}/v1`,
        EMBEDDINGS_QUERY_PREFIX: 'query: ',
        EMBEDDINGS_KEY: 'k',
      }),
      suite.db,
    );
    expect(await on.vectors('query', ['灯'])).toHaveLength(1);
    expect(server.asked).toMatchObject([
      { model: 'multilingual-e5-small', input: ['query: 灯'], key: 'Bearer k' },
    ]);
    expect(on.state()).toEqual({ available: true });
  });

  it('lets nobody wait for a dead server, answers from the cache meanwhile, and comes back by itself', async () => {
    const vectors = service();
    const known = await vectors.vectors('passage', ['灯']);
    await server.stop();
    expect(await vectors.vectors('passage', ['灯', '光'])).toBeUndefined();
    const away = vectors.state();
    expect(away).toMatchObject({ available: false, reason: 'network', since: expect.any(Date) });
    await server.begin();
    const before = server.asked.length;
    expect(await vectors.vectors('passage', ['光'])).toBeUndefined();
    expect(server.asked).toHaveLength(before);
    expect(await vectors.vectors('passage', ['灯'])).toEqual(known);
    await new Promise((done) => setTimeout(done, 320));
    expect(await vectors.vectors('passage', ['光'])).toHaveLength(1);
    expect(changes.map((state) => state.available)).toEqual([false, true]);
  });

  it('says since when it has been away, however often it was tried since', async () => {
    const vectors = service(1);
    server.faults.push(says(401), says(404), says(401));
    await vectors.vectors('query', ['灯']);
    const first = vectors.state();
    for (let i = 0; i < 2; i++) {
      await new Promise((done) => setTimeout(done, 10));
      await vectors.vectors('query', ['灯']);
    }
    expect(server.asked).toHaveLength(3);
    expect(vectors.state()).toEqual({ ...first, detail: expect.stringContaining('401') });
    expect(changes).toHaveLength(1);
  });

  it('does not wait while another tries whether the server is back', async () => {
    const vectors = service(20);
    server.faults.push(says(401), silent, silent, silent);
    await vectors.vectors('query', ['灯']);
    await new Promise((done) => setTimeout(done, 30));
    const trial = vectors.vectors('query', ['光']);
    await new Promise((done) => setTimeout(done, 60));
    const before = performance.now();
    expect(await vectors.vectors('query', ['电'])).toBeUndefined();
    expect(performance.now() - before).toBeLessThan(150);
    expect(await trial).toBeUndefined();
  });

  it('keeps what came before the server went away', async () => {
    const texts = Array.from({ length: 10 }, (_, i) => `文本 ${i}`);
    server.faults.push(
      spoilt(() => undefined),
      says(500),
      says(500),
      says(500),
    );
    expect(await service().vectors('passage', texts)).toBeUndefined();
    expect(await count()).toBe(4);
    server.asked.length = 0;
    expect(await service().vectors('passage', texts)).toHaveLength(10);
    expect(server.texts).toHaveLength(6);
  });

  it('forgets the vectors of another dimension when a new model takes the name', async () => {
    await service().vectors('passage', ['灯', '光']);
    server.dimension = 12;
    const vectors = await service().vectors('passage', ['灯', '光', '电']);
    expect(vectors?.map((vector) => vector.length)).toEqual([12, 12, 12]);
    expect(await suite.db.query('SELECT DISTINCT dimension FROM embeddings')).toEqual([{ dimension: 12 }]);
  });

  it('may be asked for the same texts by many at once', async () => {
    const texts = Array.from({ length: 30 }, (_, i) => `文本 ${i}`);
    const all = await Promise.all(
      [0, 1, 2, 3].map((i) => service().vectors('passage', i % 2 ? texts : [...texts].reverse())),
    );
    expect(all.every((vectors) => vectors?.length === 30)).toBe(true);
    expect(all[0]?.[29]).toEqual(all[1]?.[0]);
    expect(await count()).toBe(30);
  });

  it('gives back every bit of 2,500 vectors', async () => {
    const vectors = new Map(
      Array.from({ length: 2500 }, (_, n) => [`k${n}`, Float32Array.from([n + 1, 1, 0, 0, 0, 0, 0, 1 / 3])]),
    );
    await store.write('m', vectors);
    const read = await store.read('m', [...vectors.keys(), 'unknown']);
    expect(read).toEqual(vectors);
  });

  it('forgets what nobody has wanted for long, and keeps what was read', async () => {
    await store.write('m', new Map(['a', 'b', 'c'].map((key) => [key, Float32Array.of(1, 0)])));
    await suite.db.query("UPDATE embeddings SET used_at = now() - interval '100 days'");
    await store.read('m', ['b']);
    expect(await store.prune(90)).toBe(2);
    expect([...(await store.read('m', ['a', 'b', 'c'])).keys()]).toEqual(['b']);
  });

  it('is defended by the table itself', async () => {
    await expect(
      suite.db.query(
        "INSERT INTO embeddings (model, hash, dimension, vector) VALUES ('m', '\\x00', 1, '\\x00000000')",
      ),
    ).rejects.toThrow('ck_embeddings_hash');
    await expect(
      suite.db.query(
        "INSERT INTO embeddings (model, hash, dimension, vector) VALUES ('m', sha256('a'), 2, '\\x00000000')",
      ),
    ).rejects.toThrow('ck_embeddings_vector');
  });
});
