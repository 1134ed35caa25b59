import { ServerUnavailable, type Trouble } from '../servers/errors.js';

/** The reranking server gave no usable answer in time. */
export class RerankUnavailable extends ServerUnavailable {
  readonly code = 'rerank.unavailable';
  readonly status = 503;

  constructor(reason: Trouble, detail: string, answered?: number) {
    super(reason, `重排服务暂不可用：${detail}`, answered);
  }
}
