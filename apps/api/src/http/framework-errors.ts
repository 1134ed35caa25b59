import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, newId } from '#kernel';
import { type Problem, problemDocument, problemHeaders, problemOf } from './problem.js';

class HostWanted extends DomainError {
  readonly code = 'input.host_wanted';
  readonly status = 400;

  constructor() {
    super('请求缺少 Host 头');
  }
}

export const tooSlow: Problem = { status: 408, code: 'input.too_slow', detail: '请求发送过慢，连接已关闭' };
const malformed: Problem = { status: 400, code: 'input.not_http', detail: '不是有效的 HTTP 请求' };
const expected: Problem = { status: 417, code: 'input.expectation', detail: '不支持请求头 Expect 的内容' };
const byCode: ReadonlyMap<string, Problem> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', tooSlow],
  [
    'HPE_HEADER_OVERFLOW',
    { status: 431, code: 'input.headers_too_large', detail: '请求头超过 16 KB 的上限' },
  ],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', { ...malformed, status: 413, code: 'input.too_large' }],
]);

/** Answers that leave before a route is found: problem details with the headers of all others. */
export class FrameworkErrors {
  /** @param headers those that every answer carries. */
  constructor(private readonly headers: Readonly<Record<string, string>>) {}

  /** Before there is a route: an address that cannot be decoded, or whose parameter is too long. */
  readonly refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = problemOf(error);
    void reply
      .status(problem.status)
      .headers({ ...this.headers, 'X-Request-Id': request.id, ...problemHeaders(problem) })
      .send(problemDocument(problem, request.id));
  };

  /** Node refuses some input before there is a request. The answer is problem details as well, and the connection is closed. */
  readonly clientError = (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    this.endWith(socket, byCode.get(error.code ?? '') ?? malformed);
  };

  /** Node would answer these two by itself, and bare: an expectation that nobody meets, a request without a host. */
  addTo(fastify: FastifyInstance): void {
    fastify.server.on('checkExpectation', (_request: unknown, answer: ServerResponse) =>
      this.endWith(answer.socket as Socket, expected),
    );
    fastify.addHook('onRequest', (request, _reply, done) => {
      const { httpVersion, headers } = request.raw;
      done(httpVersion === '1.1' && headers.host === undefined ? new HostWanted() : undefined);
    });
  }

  /** Answers on the bare connection and closes it: what is still on its way is not read. */
  readonly endWith = (socket: Socket, problem: Problem): void => {
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const id = newId();
    const body = JSON.stringify(problemDocument(problem, id));
    const headers = {
      ...this.headers,
      'X-Request-Id': id,
      ...problemHeaders(problem),
      'Content-Length': Buffer.byteLength(body),
      Connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    socket.end(
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`,
      () => socket.destroy(),
    );
  };
}
