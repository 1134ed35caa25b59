import type { FastifyRequest } from 'fastify';
import { type ZodError, type ZodType, z } from 'zod';
import type { Endpoint } from '#contracts';
import { DomainError, type FieldError, InvalidInput } from '#kernel';
import { faultsOf } from './plain-data.js';

class VersionWanted extends DomainError {
  readonly code = 'conflict.version_wanted';
  readonly status = 428;

  constructor() {
    super('请在 If-Match 中给出读取时的版本（ETag），以免覆盖他人的修改');
  }
}

/** @throws InvalidInput naming every field; VersionWanted where the endpoint is versioned and If-Match is absent. */
export function parseInput(definition: Endpoint, request: FastifyRequest): unknown {
  const errors = [...faultsOf(request.params, '/path'), ...faultsOf(request.query, '/query')];
  const read = (schema: ZodType | undefined, value: unknown, prefix: string): unknown => {
    if (!schema || definition.multipart) return schema ? value : undefined;
    const parsed = schema.safeParse(value, { reportInput: true });
    if (parsed.success) return parsed.data;
    errors.push(...fieldErrors(parsed.error, prefix));
    return undefined;
  };
  const params = read(definition.params, request.params, '/path');
  const query = read(definition.query, request.query ?? {}, '/query');
  const body = read(definition.body, request.body ?? {}, '');
  if (errors.length > 0) throw new InvalidInput(errors);
  const version = versionOf(request.headers['if-match']);
  if (definition.versioned && version === undefined) throw new VersionWanted();
  return { params, query, body, ...(version === undefined ? {} : { version }) };
}

/** Zod's issues as field errors; `prefix` goes before each pointer. */
export function fieldErrors(error: ZodError, prefix = ''): FieldError[] {
  return error.issues.map((issue) => ({
    pointer: `${prefix}/${issue.path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
    code: `input.${issue.code}`,
    detail: issue.message,
    ...(issue.input === undefined ? {} : { value: issue.input }),
  }));
}

/** `"7"`, `W/"7"` or 7. */
function versionOf(header: string | undefined): number | undefined {
  const digits = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

z.config(z.locales.zhCN());
