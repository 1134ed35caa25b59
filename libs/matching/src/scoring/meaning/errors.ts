import { ServerUnavailable, type Trouble } from '../servers/errors.js';

/** The embeddings server gave no usable answer. */
export class EmbeddingsUnavailable extends ServerUnavailable {
  readonly code = 'embeddings.unavailable';
  readonly status = 503;

  constructor(reason: Trouble, detail: string, answered?: number) {
    super(reason, `语义比对暂不可用：${detail}`, answered);
  }
}
