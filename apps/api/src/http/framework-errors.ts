import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '#kernel';
import { type Problem, problemDocument, problemHeaders, problemOf } from './problem.js';

/** Before there is a route: an address that cannot be decoded, or whose parameter is too long. */
export function frameworkErrors(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error);
  void reply
    .status(problem.status)
    .headers(problemHeaders(problem))
    .send(problemDocument(problem, request.id));
}

export const tooSlow: Problem = { status: 408, code: 'input.too_slow', detail: '请求发送过慢，连接已关闭' };
const malformed: Problem = { status: 400, code: 'input.not_http', detail: '不是有效的 HTTP 请求' };
const byCode: ReadonlyMap<string, Problem> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', tooSlow],
  [
    'HPE_HEADER_OVERFLOW',
    { status: 431, code: 'input.headers_too_large', detail: '请求头超过 16 KB 的上限' },
  ],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', { ...malformed, status: 413, code: 'input.too_large' }],
]);

/** What Node refuses before there is a request: it leaves as problem details too, and the connection with it. */
export function clientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  endWith(socket, byCode.get(error.code ?? '') ?? malformed);
}

/** Answers on the bare connection and closes it: what is still on its way is not read. */
export function endWith(socket: Socket, problem: Problem): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(problemDocument(problem, newId()));
  const headers = {
    ...problemHeaders(problem),
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
