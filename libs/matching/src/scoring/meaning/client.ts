import { DelegateBackoff, handleWhen, type IRetryBackoffContext, type RetryPolicy, retry } from 'cockatiel';
import pThrottle from 'p-throttle';
import { endpoint, parsed, refused, unreached } from '../servers/answers.js';
import type { ServerUnavailable } from '../servers/errors.js';
import { vectorsOf } from './answer.js';
import { EmbeddingsUnavailable } from './errors.js';

/** What a text is to the model: e5 and its kind treat what asks and what is found differently. */
export type TextKind = 'query' | 'passage';

export interface EmbeddingsOptions {
  readonly url: string;
  readonly model: string;
  readonly key?: string | undefined;
  readonly prefixes: Readonly<Record<TextKind, string>>;
  /** Send `input_type` with each request. */
  readonly inputType: boolean;
  /** Texts in a request. */
  readonly batch: number;
  /** Requests a minute, of this process. */
  readonly perMinute: number;
  readonly timeoutMs: number;
  /** The first wait before a retry; doubles, and varies by half. Retry-After goes before it. */
  readonly backoffMs?: number;
}

/** Vectors of `texts.slice(start, start + vectors.length)`. */
export interface Batch {
  readonly start: number;
  readonly vectors: Float32Array[];
}

const retries = 2;
/** A refused text is halved down to this many characters before it is given up. */
const shortest = 64;

/** A failure that may pass, and how long to wait before the next try. */
class Passing extends Error {
  constructor(
    readonly trouble: ServerUnavailable,
    readonly waitMs: number,
  ) {
    super(trouble.message);
  }
}

/** Asks a server that speaks OpenAI's /v1/embeddings, one request after another. */
export class EmbeddingsClient {
  private readonly address: string;
  private readonly throttled: (init: RequestInit) => Promise<Response>;
  private readonly retry: RetryPolicy;

  constructor(private readonly options: EmbeddingsOptions) {
    this.address = endpoint(options.url, 'embeddings');
    const limit = Math.max(1, Math.floor(options.perMinute / 60));
    const interval = Math.ceil((limit * 60_000) / options.perMinute);
    this.throttled = pThrottle({ limit, interval, strict: true })((init: RequestInit) =>
      // Texts of listings go to the server that was set, and to no other that it names.
      fetch(this.address, { ...init, redirect: 'error', signal: AbortSignal.timeout(options.timeoutMs) }),
    );
    this.retry = retry(
      handleWhen((error) => error instanceof Passing),
      {
        maxAttempts: retries,
        backoff: new DelegateBackoff<IRetryBackoffContext<unknown>>(({ result }) =>
          'error' in result && result.error instanceof Passing ? result.error.waitMs : 0,
        ),
      },
    );
  }

  get model(): string {
    return this.options.model;
  }

  /** What is sent for a text. A blank one is refused by many servers: a dash stands for it. */
  input(kind: TextKind, text: string): string {
    return this.options.prefixes[kind] + (text.trim() === '' ? '-' : text);
  }

  /** What a vector is kept under: whatever changes it, other than the model. */
  cacheKey(kind: TextKind, text: string): string {
    const input = this.input(kind, text);
    return this.options.inputType ? `${kind}\n${input}` : input;
  }

  /**
   * Vectors of unit length, batch by batch, all of one dimension.
   * @throws EmbeddingsUnavailable `embeddings.unavailable`: what was yielded before stays good.
   */
  async *embed(kind: TextKind, texts: readonly string[]): AsyncGenerator<Batch> {
    let dimension: number | undefined;
    for (let start = 0; start < texts.length; start += this.options.batch) {
      const vectors = await this.accepted(kind, texts.slice(start, start + this.options.batch));
      dimension ??= vectors[0]?.length;
      if (vectors.some((vector) => vector.length !== dimension))
        throw new EmbeddingsUnavailable('malformed', `向量维数前后不一（${dimension}）`);
      yield { start, vectors };
    }
  }

  /** A server refuses a request for one text that is too long: the others are asked apart, that one shortened. */
  private async accepted(kind: TextKind, texts: readonly string[]): Promise<Float32Array[]> {
    try {
      return await this.batch(kind, texts);
    } catch (error) {
      if (!(error instanceof EmbeddingsUnavailable) || ![400, 413, 422].includes(error.answered ?? 0))
        throw error;
      const [text = ''] = texts;
      if (texts.length > 1) {
        const half = Math.ceil(texts.length / 2);
        return [
          ...(await this.accepted(kind, texts.slice(0, half))),
          ...(await this.accepted(kind, texts.slice(half))),
        ];
      }
      const characters = [...text];
      if (characters.length <= shortest) throw error;
      return await this.accepted(kind, [characters.slice(0, characters.length / 2).join('')]);
    }
  }

  private async batch(kind: TextKind, texts: readonly string[]): Promise<Float32Array[]> {
    const { model, key, inputType, timeoutMs, backoffMs = 250 } = this.options;
    const input = texts.map((text) => this.input(kind, text));
    const init: RequestInit = {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
      body: JSON.stringify({ model, input, ...(inputType ? { input_type: kind } : {}) }),
    };
    const until = performance.now() + 2 * timeoutMs;
    try {
      return await this.retry.execute(async ({ attempt }) => {
        const waitMs = backoffMs * 2 ** attempt * (0.5 + Math.random());
        return vectorsOf(await this.answer(init, waitMs, until), texts.length);
      });
    } catch (error) {
      throw error instanceof Passing ? error.trouble : error;
    }
  }

  private async answer(init: RequestInit, waitMs: number, until: number): Promise<unknown> {
    const passing = (trouble: ServerUnavailable, wait: number) =>
      performance.now() + wait < until ? new Passing(trouble, wait) : trouble;
    try {
      const response = await this.throttled(init);
      if (response.ok) return parsed(await response.text(), EmbeddingsUnavailable);
      await response.body?.cancel();
      const trouble = refused(response.status, EmbeddingsUnavailable);
      throw trouble.reason === 'busy' ? passing(trouble, retryAfter(response) ?? waitMs) : trouble;
    } catch (error) {
      if (error instanceof Passing || error instanceof EmbeddingsUnavailable) throw error;
      throw passing(unreached(error, this.address, this.options.timeoutMs, EmbeddingsUnavailable), waitMs);
    }
  }
}

/** RFC 9110: seconds, or a date. */
function retryAfter(response: Response): number | undefined {
  const value = response.headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
