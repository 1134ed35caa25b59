import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import type { Config, Database } from '#platform';
import { EmbeddingsClient, type TextKind } from './client.js';
import { EmbeddingsUnavailable, type Trouble } from './errors.js';
import { EmbeddingStore } from './store.js';

export type EmbeddingState =
  | { readonly available: true }
  | {
      readonly available: false;
      /** `off`: no EMBEDDINGS_URL. */
      readonly reason: Trouble | 'off';
      /** For a person; empty where it is off. */
      readonly detail: string;
      readonly since: Date;
    };

export interface EmbeddingServiceOptions {
  /** How long nobody is asked after a failure; 30 s. */
  readonly restMs?: number;
  /** Told when the state changes, for the log. */
  readonly onChange?: (state: EmbeddingState) => void;
}

/**
 * Vectors of texts, from the cache or the server. Never an error because of the server: matching goes on by words.
 * After a failure nobody waits for the server for half a minute; then one request tries it.
 */
export class EmbeddingService {
  private current: EmbeddingState;
  private readonly circuit: CircuitBreakerPolicy;
  /** Of the server's last answer. */
  private dimension: number | undefined;

  constructor(
    private readonly client: EmbeddingsClient | undefined,
    private readonly store: EmbeddingStore,
    private readonly options: EmbeddingServiceOptions = {},
  ) {
    this.current = client
      ? { available: true }
      : { available: false, reason: 'off', detail: '', since: new Date() };
    // The client has tried more than once before it gives up: its first failure is enough.
    this.circuit = circuitBreaker(
      handleWhen((error) => error instanceof EmbeddingsUnavailable),
      { halfOpenAfter: options.restMs ?? 30_000, breaker: new ConsecutiveBreaker(1) },
    );
  }

  /** As the EMBEDDINGS_* settings say; without EMBEDDINGS_URL it is off. */
  static open(config: Config, db: Database, options: EmbeddingServiceOptions = {}): EmbeddingService {
    const url = config.get('EMBEDDINGS_URL');
    const client =
      url === undefined
        ? undefined
        : new EmbeddingsClient({
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
    return new EmbeddingService(client, new EmbeddingStore(db), options);
  }

  state(): EmbeddingState {
    return this.current;
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
      const next = await this.attempted(() => batches.next());
      if (next === undefined) return false;
      if (next.done) return true;
      const { start, vectors } = next.value;
      await this.measure(client.model, (vectors[0] as Float32Array).length);
      const fresh = new Map(vectors.map((vector, i) => [keys[start + i] as string, vector]));
      await this.store.write(client.model, fresh);
      for (const [key, vector] of fresh) known.set(key, vector);
    }
  }

  /** One request through the circuit: while another tries whether the server is back, nobody waits for it. */
  private async attempted<T>(run: () => Promise<T>): Promise<T | undefined> {
    if (this.circuit.state === CircuitState.HalfOpen) return undefined;
    try {
      const result = await this.circuit.execute(run);
      this.change({ available: true });
      return result;
    } catch (error) {
      if (error instanceof BrokenCircuitError) return undefined;
      if (!(error instanceof EmbeddingsUnavailable)) throw error;
      this.change({ available: false, reason: error.reason, detail: error.message, since: new Date() });
      return undefined;
    }
  }

  /** A model of another dimension under the same name makes what is cached useless. */
  private async measure(model: string, dimension: number): Promise<void> {
    if (dimension === this.dimension) return;
    await this.store.forgetOthers(model, dimension);
    this.dimension = dimension;
  }

  private change(next: EmbeddingState): void {
    const before = this.current;
    if (before.available && next.available) return;
    const same = !before.available && !next.available;
    this.current = same ? { ...next, since: before.since } : next;
    if (!same || before.reason !== next.reason) this.options.onChange?.(this.current);
  }
}

function mixed(vectors: readonly Float32Array[]): boolean {
  return vectors.some((vector) => vector.length !== vectors[0]?.length);
}
