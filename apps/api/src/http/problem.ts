import { HttpException } from '@nestjs/common';
import { DomainError, type FieldError } from '#kernel';
import { NoRoom } from './no-room.js';

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldError[];
}

const problemType = 'application/problem+json; charset=utf-8';

const titles: Record<number, string> = {
  400: '请求有误',
  401: '需要登录',
  403: '没有权限',
  404: '没有找到',
  405: '不支持的方法',
  406: '不支持的格式',
  408: '请求超时',
  409: '状态冲突',
  410: '已不存在',
  412: '版本冲突',
  413: '内容过大',
  414: '地址过长',
  415: '不支持的格式',
  417: '不支持的请求头',
  422: '内容有误',
  428: '缺少版本',
  429: '请求过于频繁',
  431: '请求头过大',
  500: '系统错误',
  503: '服务暂不可用',
  507: '存储空间不足',
};

const notMultipart = '应以 multipart/form-data 上传文件';
const overload = { retryAfterSeconds: 5 };
const diskFull = ofRule(new NoRoom());
const busy: Problem = {
  status: 503,
  code: 'server.busy',
  detail: '系统繁忙，请稍后再试',
  details: overload,
};
const away: Problem = {
  status: 503,
  code: 'server.database_away',
  detail: '数据库暂时无法访问，请稍后再试',
  details: overload,
};

/** What the framework, the database or the system refuses, by its own code, in our words. */
const known: ReadonlyMap<string, Problem> = new Map(
  Object.entries({
    FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'input.not_json', detail: '请求体不是有效的 JSON' },
    FST_ERR_CTP_EMPTY_JSON_BODY: { status: 400, code: 'input.not_json', detail: '请求体为空，应为 JSON' },
    FST_ERR_CTP_INVALID_MEDIA_TYPE: {
      status: 415,
      code: 'input.media_type',
      detail: '不支持的内容类型，应为 application/json',
    },
    FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'input.too_large', detail: '请求体超过 1 MB 的上限' },
    FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
      status: 400,
      code: 'input.content_length',
      detail: '请求体长度与 Content-Length 不符',
    },
    FST_ERR_BAD_URL: { status: 400, code: 'input.url', detail: '地址中有无法识别的编码' },
    FST_ERR_MAX_PARAM_LENGTH: { status: 414, code: 'input.url_too_long', detail: '地址过长' },
    FST_REQ_FILE_TOO_LARGE: { status: 413, code: 'input.file_too_large', detail: '文件超过允许的大小' },
    FST_INVALID_MULTIPART_CONTENT_TYPE: { status: 415, code: 'input.not_multipart', detail: notMultipart },
    FST_MP_PREMATURE_CLOSE: { status: 400, code: 'input.multipart', detail: '上传没有完成' },
    FST_PROTO_VIOLATION: { status: 400, code: 'input.multipart', detail: '表单字段的名称不被接受' },
    FST_INVALID_JSON_FIELD_ERROR: { status: 400, code: 'input.multipart', detail: '表单字段不是有效的 JSON' },
    FST_FILES_LIMIT: { status: 413, code: 'input.too_many_files', detail: '一次只能上传一个文件' },
    FST_PARTS_LIMIT: { status: 413, code: 'input.too_many_parts', detail: '表单字段过多' },
    FST_FIELDS_LIMIT: { status: 413, code: 'input.too_many_parts', detail: '表单字段过多' },
    '22001': { status: 422, code: 'input.too_long', detail: '内容过长' },
    '22003': { status: 422, code: 'input.out_of_range', detail: '数值超出范围' },
    '22007': { status: 422, code: 'input.not_a_date', detail: '日期格式有误' },
    '22008': { status: 422, code: 'input.not_a_date', detail: '日期不存在' },
    '22009': { status: 422, code: 'input.not_a_date', detail: '时区有误' },
    '22021': { status: 422, code: 'input.character', detail: '内容含有不能保存的字符' },
    '22023': { status: 422, code: 'input.malformed', detail: '内容格式有误' },
    '22P02': { status: 422, code: 'input.malformed', detail: '内容格式有误' },
    '22P05': { status: 422, code: 'input.character', detail: '内容含有不能保存的字符' },
    '23503': { status: 409, code: 'conflict.reference', detail: '引用的记录不存在或仍被使用' },
    '23505': { status: 409, code: 'conflict.duplicate', detail: '已存在相同的记录' },
    '23514': { status: 422, code: 'input.refused_by_rule', detail: '内容不符合数据规则' },
    '40001': { status: 409, code: 'conflict.retry', detail: '与他人的操作冲突，请重试' },
    '40P01': { status: 409, code: 'conflict.retry', detail: '与他人的操作冲突，请重试' },
    '53100': diskFull,
    '53200': busy,
    '53300': busy,
    '53400': busy,
    '55P03': busy,
    '57014': {
      ...busy,
      code: 'server.statement_timeout',
      detail: '查询用时过长，已停止；请缩小范围或稍后再试',
    },
    '57P01': away,
    '57P02': away,
    '57P03': away,
    '08000': away,
    '08001': away,
    '08003': away,
    '08004': away,
    '08006': away,
    '25P03': busy,
    ECONNREFUSED: away,
    ECONNRESET: away,
    EPIPE: away,
    ETIMEDOUT: away,
    ENOSPC: diskFull,
    EDQUOT: diskFull,
  } satisfies Record<string, Problem>),
);

/** Errors of the pool and the driver that carry no code; they are recognised by their message. */
const byWords: readonly (readonly [RegExp, Problem])[] = [
  [/^timeout exceeded when trying to connect$|^Connection terminated due to connection timeout$/, busy],
  [/^Query read timeout$/, { ...busy, code: 'server.statement_timeout' }],
  [
    /^Connection terminated|^Query runner already released|^Database connection provided by a query runner was already released|^Client has encountered a connection error|^Client was closed|^connect ECONNREFUSED/,
    away,
  ],
];

export function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) return ofRule(error);
  const found = codesOf(error).flatMap((code) => known.get(code) ?? [])[0];
  if (found) return found;
  const message = error instanceof Error ? error.message : '';
  const told = byWords.find(([words]) => words.test(message));
  if (told) return told[1];
  if (error instanceof HttpException) return ofStatus(error.getStatus(), error.message);
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) return ofStatus(status, message);
  return { status: 500, code: 'server.unexpected', detail: '系统发生意外错误，已记录；请把编号告知管理员' };
}

/** The document of RFC 9457 and the headers that go with it. */
export function problemDocument(problem: Problem, requestId: string) {
  return {
    ...problem.details,
    type: `/api/docs/errors#${problem.code}`,
    title: titles[problem.status] ?? '请求未完成',
    status: problem.status,
    detail: problem.detail,
    code: problem.code,
    instance: requestId,
    ...(problem.errors && problem.errors.length > 0 ? { errors: problem.errors } : {}),
  };
}

export function problemHeaders(problem: Problem): Record<string, string> {
  const retryAfter = problem.details?.['retryAfterSeconds'];
  const allowed = problem.details?.['allowed'];
  return {
    'Content-Type': problemType,
    'Cache-Control': 'no-store',
    ...(typeof retryAfter === 'number' ? { 'Retry-After': String(Math.ceil(retryAfter)) } : {}),
    ...(Array.isArray(allowed) ? { Allow: allowed.join(', ') } : {}),
  };
}

/** The error's own code, and that of what it wraps: Nest and TypeORM keep the original. */
function codesOf(error: unknown): string[] {
  const { code, driverError, cause } = (error ?? {}) as Record<
    'driverError' | 'cause',
    { code?: unknown } | undefined
  > & { code?: unknown };
  return [driverError?.code, code, cause?.code].filter((found) => typeof found === 'string');
}

function ofRule({ status, code, message, details, errors }: DomainError): Problem {
  return { status, code, detail: message, details, errors };
}

function ofStatus(status: number, message: string): Problem {
  if (status === 404) return { status, code: 'resource.no_such_route', detail: '没有这个地址' };
  return { status, code: `http.${status}`, detail: message };
}
