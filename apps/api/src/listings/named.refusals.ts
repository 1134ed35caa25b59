import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, from, map, type Observable } from 'rxjs';
import { kindNamed, kinds, type ListingKind } from '#contracts';
import { InvalidInput } from '#kernel';
import { DictionaryService } from '#listings';
import { fieldErrors } from '../http/input.js';

/** Says what is wrong with a content of a kind by the names that the city gives its fields. */
export function namedRefusals(kind: ListingKind): Type<NestInterceptor> {
  @Injectable()
  class NamedRefusals implements NestInterceptor {
    constructor(readonly dictionaries: DictionaryService) {}

    intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
      const { body } = context.switchToHttp().getRequest<FastifyRequest>();
      const refuse = map((error: unknown) => {
        throw error;
      });
      return next.handle().pipe(catchError((error) => from(this.named(error, body)).pipe(refuse)));
    }

    private async named(error: unknown, body: unknown): Promise<unknown> {
      if (!(error instanceof InvalidInput)) return error;
      const called = kindNamed(kind, await this.dictionaries.labels());
      if (called === kinds[kind]) return error;
      const { content } = (body ?? {}) as { readonly content?: unknown };
      const parsed = called.content.safeParse(content, { reportInput: true });
      const said = parsed.success ? [] : fieldErrors(parsed.error, '/content');
      return new InvalidInput(
        error.errors.map(
          (fault) => said.find((one) => one.pointer === fault.pointer && one.code === fault.code) ?? fault,
        ),
        error.message,
      );
    }
  }
  return NamedRefusals;
}
