import type { Config, Database } from '#platform';
import { type ServerState, ServerWatch, type WatchOptions } from '../servers/watch.js';
import { EmbeddingsClient, type TextKind } from './client.js';
import { EmbeddingStore } from './store.js';

/** As the EMBEDDINGS_* settings say; undefined without EMBEDDINGS_URL. */
export function embeddingsClient(config: Config): EmbeddingsClient | undefined {
  const url = config.get('EMBEDDINGS_URL');
  if (url === undefined) return undefined;
  return new EmbeddingsClient({
    url,
    model: config.get('EMBEDDINGS_MODEL'),
    key: config.get('EMBEDDINGS_KEY'),
    prefixes: {
      query: config.get('EMBEDDINGS_QUERY_PREFIX'),
      passage: config.get('EMBEDDINGS_PASSAGE_PREFIX'),
    },
    inputType: config.get('EMBEDDINGS_INPUT_TYPE'),
    batch: config.get('EMBEDDINGS_BATCH'),
    perMinute: config.get('EMBEDDINGS_PER_MINUTE'),
    timeoutMs: config.get('EMBEDDINGS_TIMEOUT_SECONDS') * 1000,
  });
}

/**
 * Vectors of texts, from the cache or the server. Never an error because of the server: matching goes on by words.
 */
export class EmbeddingService {
  private readonly watch: ServerWatch;
  /** Of the server's last answer. */
  private dimension: number | undefined;

  constructor(
    private readonly client: EmbeddingsClient | undefined,
    private readonly store: EmbeddingStore,
    options: WatchOptions = {},
  ) {
    this.watch = new ServerWatch(client !== undefined, options);
  }

  /** As the EMBEDDINGS_* settings say; without EMBEDDINGS_URL it is off. */
  static open(config: Config, db: Database, options: WatchOptions = {}): EmbeddingService {
    return new EmbeddingService(embeddingsClient(config), new EmbeddingStore(db), options);
  }

  state(): ServerState {
    return this.watch.state;
  }

  /**
   * One unit vector a text, in their order, all of one dimension; undefined where the feature is off, or where some
   * are not in the cache and the server is away. What came before it went away is kept for the next time.
   */
  async vectors(kind: TextKind, texts: readonly string[]): Promise<Float32Array[] | undefined> {
    if (!this.client) return undefined;
    let vectors = await this.gathered(this.client, kind, texts);
    // The cache held another dimension than the server gives now; by now that is forgotten.
    if (vectors && mixed(vectors)) vectors = await this.gathered(this.client, kind, texts);
    return vectors && mixed(vectors) ? undefined : vectors;
  }

  /** Forgets what nobody has asked for in so many days. */
  async prune(days: number): Promise<void> {
    await this.store.prune(days);
  }

  private async gathered(
    client: EmbeddingsClient,
    kind: TextKind,
    texts: readonly string[],
  ): Promise<Float32Array[] | undefined> {
    const keys = texts.map((text) => client.cacheKey(kind, text));
    const known = await this.store.read(client.model, keys);
    const missing = new Map<string, string>();
    for (const [i, key] of keys.entries()) if (!known.has(key)) missing.set(key, texts[i] as string);
    if (missing.size > 0 && !(await this.fill(client, kind, missing, known))) return undefined;
    return keys.map((key) => known.get(key) as Float32Array);
  }

  /** Asks for the missing and keeps each batch at once. @returns false where the server is away. */
  private async fill(
    client: EmbeddingsClient,
    kind: TextKind,
    missing: ReadonlyMap<string, string>,
    known: Map<string, Float32Array>,
  ): Promise<boolean> {
    const keys = [...missing.keys()];
    const batches = client.embed(kind, [...missing.values()]);
    for (;;) {
      const next = await this.watch.attempted(() => batches.next());
      if (next === undefined) return false;
      if (next.done) return true;
      const { start, vectors } = next.value;
      await this.measure(client.model, (vectors[0] as Float32Array).length);
      const fresh = new Map(vectors.map((vector, i) => [keys[start + i] as string, vector]));
      await this.store.write(client.model, fresh);
      for (const [key, vector] of fresh) known.set(key, vector);
    }
  }

  /** A model of another dimension under the same name makes what is cached useless. */
  private async measure(model: string, dimension: number): Promise<void> {
    if (dimension === this.dimension) return;
    await this.store.forgetOthers(model, dimension);
    this.dimension = dimension;
  }
}

function mixed(vectors: readonly Float32Array[]): boolean {
  return vectors.some((vector) => vector.length !== vectors[0]?.length);
}
