import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { KnownRoutes } from './known-routes.js';
import { problemDocument, problemHeaders, problemOf } from './problem.js';

/** Every error leaves as RFC 9457 problem details with a permanent code; only what nobody can send is a 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  /** @param diskFull is told when something could not be kept for want of space. */
  constructor(
    private readonly logger: Logger,
    private readonly routes: KnownRoutes,
    private readonly diskFull: () => void = () => undefined,
    /** A page for whoever looks for one where there is none. */
    private readonly missing?: (what: string) => string,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const problem = problemOf(this.routes.refusalOf(request, error) ?? error);
    if (problem.status === 507) this.diskFull();
    if (problem.status >= 500) this.logger.error({ err: error, url: request.url }, 'unexpected error');
    if (reply.sent) return;
    if (problem.status === 404 && this.missing && looksForPage(request))
      return void reply
        .status(404)
        .header('Cache-Control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(this.missing('没有这个页面，可能地址有误或内容已不再公开。'));
    void reply
      .status(problem.status)
      .headers(problemHeaders(problem))
      .send(problemDocument(problem, request.id));
  }
}

/** A browser that was led to an address, and no program that calls the API. */
function looksForPage({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html');
}
