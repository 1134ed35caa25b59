import { DomainError } from '#kernel';

/**
 * Why there are no vectors: `network` nobody answered, `timeout` not in time, `busy` 429 or 5xx to the end,
 * `refused` any other status, `malformed` an answer that is not what /v1/embeddings promises.
 */
export type Trouble = 'network' | 'timeout' | 'busy' | 'refused' | 'malformed';

/** The embeddings server gave no usable answer. Says neither key nor texts nor what the server wrote. */
export class EmbeddingsUnavailable extends DomainError {
  readonly code = 'embeddings.unavailable';
  readonly status = 503;

  constructor(
    readonly reason: Trouble,
    detail: string,
    readonly answered?: number,
  ) {
    super(`语义比对暂不可用：${detail}`, { reason });
  }
}
