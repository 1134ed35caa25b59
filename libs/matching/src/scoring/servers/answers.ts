import type { z } from 'zod';
import type { ServerUnavailable, Unavailable } from './errors.js';

/** `http://host`, `http://host/v1` (or any `/v3`) and the full address all mean the same endpoint. */
export function endpoint(base: string, name: 'embeddings' | 'rerank'): string {
  const url = new URL(base);
  const path = url.pathname.replace(/\/+$/, '');
  if (path.endsWith(`/${name}`)) url.pathname = path;
  else url.pathname = /\/v\d+$/.test(path) ? `${path}/${name}` : `${path}/v1/${name}`;
  return url.toString();
}

/** An answer's text as JSON. */
export function parsed(text: string, Failure: Unavailable): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure('malformed', '答复不是 JSON');
  }
}

/** An answer in the shape that its protocol promises. */
export function shaped<T>(schema: z.ZodType<T>, body: unknown, Failure: Unavailable): T {
  const found = schema.safeParse(body);
  if (found.success) return found.data;
  const issue = found.error.issues[0];
  throw malformed(`${issue?.path.map(String).join('.')}: ${issue?.message}`, Failure);
}

export function malformed(detail: string, Failure: Unavailable): ServerUnavailable {
  return new Failure('malformed', `答复不合约定（${detail.slice(0, 200)}）`);
}

/** Why a status other than 2xx is none; 429 and 5xx may pass. */
export function refused(status: number, Failure: Unavailable): ServerUnavailable {
  return status === 429 || status >= 500
    ? new Failure('busy', `服务繁忙或出错（${status}）`, status)
    : new Failure('refused', `请求被拒绝（${status}）`, status);
}

/** What `fetch` threw. */
export function unreached(
  error: unknown,
  address: string,
  timeoutMs: number,
  Failure: Unavailable,
): ServerUnavailable {
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return new Failure('timeout', `${timeoutMs / 1000} 秒内没有答复`);
  const code = typeof cause?.code === 'string' ? `，${cause.code}` : '';
  return new Failure('network', `连接不上 ${new URL(address).host}${code}`);
}
