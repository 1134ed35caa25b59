import { endpoint, parsed, refused, unreached } from '../servers/answers.js';
import { scoresOf } from './answer.js';
import { RerankUnavailable } from './errors.js';

export interface RerankOptions {
  readonly url: string;
  readonly model: string;
  readonly key?: string | undefined;
  /** Documents in a request. */
  readonly batch: number;
  /** For all batches of a need together. */
  readonly timeoutMs: number;
}

/** Scores of `documents.slice(start, start + scores.length)`. */
export interface ScoredBatch {
  readonly start: number;
  readonly scores: readonly number[];
}

/** Milliseconds before a busy server is asked again. */
const secondTryMs = 50;

/** Asks a server that speaks /v1/rerank, the form that Jina, Cohere, vLLM and Infinity share, one request after another. */
export class RerankClient {
  private readonly address: string;

  constructor(private readonly options: RerankOptions) {
    this.address = endpoint(options.url, 'rerank');
  }

  get model(): string {
    return this.options.model;
  }

  /**
   * Batch by batch, all within the time limit.
   * @throws RerankUnavailable `rerank.unavailable`: what was yielded before stays good.
   */
  async *score(query: string, documents: readonly string[]): AsyncGenerator<ScoredBatch> {
    const signal = AbortSignal.timeout(this.options.timeoutMs);
    for (let start = 0; start < documents.length; start += this.options.batch)
      yield {
        start,
        scores: await this.tried(query, documents.slice(start, start + this.options.batch), signal),
      };
  }

  /** A server that is busy is asked once more, while there is time. */
  private async tried(query: string, documents: readonly string[], signal: AbortSignal): Promise<number[]> {
    try {
      return await this.batch(query, documents, signal);
    } catch (error) {
      if (!(error instanceof RerankUnavailable) || error.reason !== 'busy') throw error;
      await new Promise((resolve) => setTimeout(resolve, secondTryMs));
      return this.batch(query, documents, signal);
    }
  }

  private async batch(query: string, documents: readonly string[], signal: AbortSignal): Promise<number[]> {
    const { model, key, timeoutMs } = this.options;
    try {
      const response = await fetch(this.address, {
        method: 'POST',
        // Texts of listings go to the server that was set, and to no other that it names.
        redirect: 'error',
        headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
        body: JSON.stringify({ model, query, documents, top_n: documents.length, return_documents: false }),
        signal,
      });
      if (response.ok) return scoresOf(parsed(await response.text(), RerankUnavailable), documents.length);
      await response.body?.cancel();
      throw refused(response.status, RerankUnavailable);
    } catch (error) {
      if (error instanceof RerankUnavailable) throw error;
      throw unreached(error, this.address, timeoutMs, RerankUnavailable);
    }
  }
}
