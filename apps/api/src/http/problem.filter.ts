import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { DomainError, type FieldError } from '#kernel';

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldError[];
}

const titles: Record<number, string> = {
  400: '请求有误',
  401: '需要登录',
  403: '没有权限',
  404: '没有找到',
  405: '不支持的方法',
  409: '状态冲突',
  410: '已不存在',
  412: '版本冲突',
  413: '内容过大',
  415: '不支持的格式',
  422: '内容有误',
  428: '缺少版本',
  429: '请求过于频繁',
  500: '系统错误',
  503: '服务暂不可用',
};

/** What the framework or the database refuses, by its own code, in our words. */
const known: Record<string, Problem> = {
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
  FST_REQ_FILE_TOO_LARGE: { status: 413, code: 'input.file_too_large', detail: '文件超过允许的大小' },
  FST_INVALID_MULTIPART_CONTENT_TYPE: {
    status: 415,
    code: 'input.not_multipart',
    detail: '应以 multipart/form-data 上传文件',
  },
  FST_FILES_LIMIT: { status: 413, code: 'input.too_many_files', detail: '一次只能上传一个文件' },
  FST_PARTS_LIMIT: { status: 413, code: 'input.too_many_parts', detail: '表单字段过多' },
  FST_FIELDS_LIMIT: { status: 413, code: 'input.too_many_parts', detail: '表单字段过多' },
  '23505': { status: 409, code: 'conflict.duplicate', detail: '已存在相同的记录' },
  '23503': { status: 409, code: 'conflict.reference', detail: '引用的记录不存在或仍被使用' },
  '23514': { status: 422, code: 'input.refused_by_rule', detail: '内容不符合数据规则' },
  '22001': { status: 422, code: 'input.too_long', detail: '内容过长' },
  '22003': { status: 422, code: 'input.out_of_range', detail: '数值超出范围' },
  '22007': { status: 422, code: 'input.not_a_date', detail: '日期格式有误' },
  '22008': { status: 422, code: 'input.not_a_date', detail: '日期不存在' },
  '22021': { status: 422, code: 'input.character', detail: '内容含有不能保存的字符' },
  '22P02': { status: 422, code: 'input.malformed', detail: '内容格式有误' },
  '22P05': { status: 422, code: 'input.character', detail: '内容含有不能保存的字符' },
  '40001': { status: 409, code: 'conflict.retry', detail: '与他人的操作冲突，请重试' },
  '40P01': { status: 409, code: 'conflict.retry', detail: '与他人的操作冲突，请重试' },
};

/** Every error leaves as RFC 9457 problem details with a permanent code; only what nobody can send is a 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const problem = problemOf(error);
    if (problem.status >= 500) this.logger.error({ err: error, url: request.url }, 'unexpected error');
    if (reply.sent) return;
    const retryAfter = problem.details?.['retryAfterSeconds'];
    if (typeof retryAfter === 'number') void reply.header('Retry-After', String(Math.ceil(retryAfter)));
    void reply
      .status(problem.status)
      .header('Content-Type', 'application/problem+json; charset=utf-8')
      .header('Cache-Control', 'no-store')
      .send({
        ...problem.details,
        type: `/api/docs/errors#${problem.code}`,
        title: titles[problem.status] ?? '请求未完成',
        status: problem.status,
        detail: problem.detail,
        code: problem.code,
        instance: request.id,
        ...(problem.errors && problem.errors.length > 0 ? { errors: problem.errors } : {}),
      });
  }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) {
    return {
      status: error.status,
      code: error.code,
      detail: error.message,
      details: error.details,
      errors: error.errors,
    };
  }
  const code = codeOf(error);
  if (code !== undefined && known[code]) return known[code];
  if (error instanceof HttpException) return ofStatus(error.getStatus(), error.message);
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500)
    return ofStatus(status, (error as Error).message);
  return { status: 500, code: 'server.unexpected', detail: '系统发生意外错误，已记录；请把编号告知管理员' };
}

function codeOf(error: unknown): string | undefined {
  // Nest wraps what Fastify refuses and keeps the original as the cause.
  const { code, driverError, cause } = error as Record<
    'driverError' | 'cause',
    { code?: unknown } | undefined
  > & {
    code?: unknown;
  };
  const found = driverError?.code ?? code ?? cause?.code;
  return typeof found === 'string' ? found : undefined;
}

function ofStatus(status: number, message: string): Problem {
  if (status === 404) return { status, code: 'resource.no_such_route', detail: '没有这个地址' };
  return { status, code: `http.${status}`, detail: message };
}
