import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, map, type Observable, tap } from 'rxjs';
import { type Endpoint, takesKey } from '#contracts';
import { InvalidInput } from '#kernel';
import { IdempotencyKeys } from '#platform';
import { checkAnswer } from './answer-check.js';
import { ENDPOINT } from './endpoint.decorator.js';

/**
 * Sets the ETag of versioned answers, and gives the first answer again to a repeated `Idempotency-Key`. Where answers are
 * checked, one that does not fit its schema takes back what its request did.
 */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly checks: boolean,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const definition = Reflect.getMetadata(ENDPOINT, context.getHandler()) as Endpoint | undefined;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const handled = () =>
      next.handle().pipe(tap((body) => this.checks && definition && checkAnswer(definition, body)));
    const key = definition && takesKey(definition) ? keyOf(request) : undefined;
    if (!definition || key === undefined) return handled().pipe(map((body) => tagged(reply, body)));
    const keyed = {
      actor: request.principal?.personId ?? `anyone:${request.ip}`,
      key,
      route: `${request.method} ${request.url}`,
      body: request.body,
    };
    // Nest runs the handler in the context in which `handle` is called: inside the transaction of the key.
    const answer = this.keys.once(keyed, async () => ({
      status: definition.status ?? 200,
      body: await lastValueFrom(handled(), { defaultValue: undefined }),
    }));
    return from(answer).pipe(
      map(({ status, body, repeated }) => {
        if (repeated) void reply.status(status).header('Idempotent-Replayed', 'true');
        return tagged(reply, body);
      }),
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
