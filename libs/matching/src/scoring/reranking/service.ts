import type { Config, Database } from '#platform';
import { EmbeddingStore } from '../meaning/store.js';
import { type ServerState, ServerWatch, type WatchOptions } from '../servers/watch.js';
import { RerankClient } from './client.js';

/** Models read only so far, and what they read costs: a need and a product are sent up to this many characters. */
const longest = 1500;

/**
 * How well documents answer a need, from the cache or a reranking server. Never an error because of the server: the order
 * stands without it. A score is kept like a vector of one number, by model and by what was sent.
 */
export class RerankService {
  private readonly watch: ServerWatch;

  constructor(
    private readonly client: RerankClient | undefined,
    private readonly store: EmbeddingStore,
    options: WatchOptions = {},
  ) {
    this.watch = new ServerWatch(client !== undefined, options);
  }

  /** As the RERANK_* settings say; without RERANK_URL it is off. */
  static open(config: Config, db: Database, options: WatchOptions = {}): RerankService {
    const url = config.get('RERANK_URL');
    const client =
      url === undefined
        ? undefined
        : new RerankClient({
            url,
            model: config.get('RERANK_MODEL'),
            key: config.get('RERANK_KEY'),
            batch: config.get('RERANK_BATCH'),
            timeoutMs: config.get('RERANK_TIMEOUT_SECONDS') * 1000,
          });
    return new RerankService(client, new EmbeddingStore(db), options);
  }

  get state(): ServerState {
    return this.watch.state;
  }

  /**
   * One score a document, in their order, on the model's own scale; undefined where the feature is off, or where some are
   * not in the cache and the server does not answer in time. What came until then is kept for the next time.
   */
  async scores(need: string, documents: readonly string[]): Promise<Float32Array | undefined> {
    const { client } = this;
    if (!client) return undefined;
    const query = need.slice(0, longest);
    const texts = documents.map((text) => text.slice(0, longest));
    const model = `rerank:${client.model}`;
    const keys = texts.map((text) => `${query.length} ${query}\n${text}`);
    const known = await this.store.read(model, keys);
    const missing = [...new Set(keys)].filter((key) => !known.has(key));
    const batches = client.score(
      query,
      missing.map((key) => texts[keys.indexOf(key)] as string),
    );
    while (missing.length > 0) {
      const next = await this.watch.attempted(() => batches.next());
      if (next === undefined) return undefined;
      if (next.done) break;
      const { start, scores } = next.value;
      const fresh = new Map(scores.map((score, i) => [missing[start + i] as string, Float32Array.of(score)]));
      await this.store.write(model, fresh);
      for (const [key, score] of fresh) known.set(key, score);
    }
    return Float32Array.from(keys, (key) => known.get(key)?.[0] as number);
  }
}
