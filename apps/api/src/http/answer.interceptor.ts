import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, concatMap, from, type Observable, of, throwError } from 'rxjs';
import { type Endpoint } from '#contracts';
import { InvalidInput } from '#kernel';
import { IdempotencyKeys } from '#platform';
import { ENDPOINT } from './endpoint.decorator.js';

/** Sets the ETag of versioned answers, and gives the first answer again to a repeated `Idempotency-Key`. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(private readonly keys: IdempotencyKeys) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const definition = Reflect.getMetadata(ENDPOINT, context.getHandler()) as Endpoint | undefined;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const key = definition?.method === 'POST' && !definition.multipart ? keyOf(request) : undefined;
    if (key === undefined) return next.handle().pipe(concatMap((body) => of(tagged(reply, body))));

    const actor = request.principal?.personId ?? `anyone:${request.ip}`;
    const before = await this.keys.take(actor, key, `${request.method} ${request.url}`, request.body);
    if (before) {
      void reply.status(before.status).header('Idempotent-Replayed', 'true');
      return of(tagged(reply, before.body));
    }
    return next.handle().pipe(
      concatMap((body) =>
        from(
          this.keys
            .keep(actor, key, { status: definition?.status ?? 200, body })
            .then(() => tagged(reply, body)),
        ),
      ),
      catchError((error: unknown) =>
        from(this.keys.letGo(actor, key)).pipe(concatMap(() => throwError(() => error))),
      ),
    );
  }
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new InvalidInput([
      {
        pointer: '/header/Idempotency-Key',
        code: 'input.idempotency_key',
        detail: '应为1至200个可见的 ASCII 字符',
        value: key,
      },
    ]);
  }
  return key;
}

function tagged(reply: FastifyReply, body: unknown): unknown {
  const version = (body as { version?: unknown } | null | undefined)?.version;
  if (typeof version === 'number') void reply.header('ETag', `"${version}"`);
  return body;
}
