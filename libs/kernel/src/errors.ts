/** One field or cell that is wrong, as RFC 9457's `errors` extension carries it. */
export interface FieldError {
  /** JSON pointer of the field in the body, or `row/12/column/3` of a sheet. */
  readonly pointer: string;
  /** Permanent, dotted. */
  readonly code: string;
  /** What is wrong and what would be right, for a person. */
  readonly detail: string;
  /** The value as it came, shortened to 200 characters. */
  readonly value?: unknown;
}

/**
 * An error that a person can cause or meet. `code` is public and never renamed; `status` is the HTTP status;
 * the message is Chinese, for the person who reads it.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly status: number;
  /** Further members of the problem document: possible states, current version and the like. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[];

  constructor(message: string, details: Record<string, unknown> = {}, errors: readonly FieldError[] = []) {
    super(message);
    this.name = new.target.name;
    this.details = details;
    this.errors = errors;
  }
}

export class InvalidInput extends DomainError {
  readonly code = 'input.invalid';
  readonly status = 422;

  constructor(errors: readonly FieldError[], message = '提交的内容有误，请按提示逐项修改') {
    super(message, {}, errors.map(shortened));
  }
}

export class NotFound extends DomainError {
  readonly code = 'resource.not_found';
  readonly status = 404;

  constructor(what: string, id?: string) {
    super(id === undefined ? `没有找到${what}` : `没有找到${what}：${id.slice(0, 80)}`);
  }
}

export class Forbidden extends DomainError {
  readonly code = 'access.forbidden';
  readonly status = 403;

  constructor(message = '您的账号没有执行此操作的权限') {
    super(message);
  }
}

/** Another person has changed the thing since it was read. */
export class Stale extends DomainError {
  readonly code = 'conflict.stale';
  readonly status = 412;

  constructor(currentVersion: number) {
    super('内容已被他人更新，请刷新后再提交', { currentVersion });
  }
}

function shortened(error: FieldError): FieldError {
  const { value } = error;
  if (value === undefined) return error;
  if (typeof value === 'string')
    return value.length > 200 ? { ...error, value: `${value.slice(0, 200)}…` } : error;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? { ...error, value: `${text.slice(0, 200)}…` } : error;
}
