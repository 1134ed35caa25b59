import { DomainError } from '#kernel';

/** `90` → `2分钟`, `20` → `20秒`. */
function spoken(seconds: number): string {
  return seconds < 60 ? `${Math.max(1, Math.ceil(seconds))}秒` : `${Math.ceil(seconds / 60)}分钟`;
}

export class TooManyAttempts extends DomainError {
  readonly code = 'session.too_many_attempts';
  readonly status = 429;

  constructor(seconds: number) {
    super(`登录失败次数过多，请${spoken(seconds)}后再试`, { retryAfterSeconds: Math.max(1, seconds) });
  }
}

export class LimitReached extends DomainError {
  readonly code = 'limit.reached';
  readonly status = 429;

  constructor(what: string, seconds: number) {
    super(`${what}过于频繁，请${spoken(seconds)}后再试`, { retryAfterSeconds: Math.max(1, seconds) });
  }
}
