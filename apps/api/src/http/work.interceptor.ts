import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import type { Endpoint } from '#contracts';
import { asHeavyWork } from '#platform';
import { ENDPOINT } from './endpoint.decorator.js';

/** Sends what an endpoint calls heavy to the connections for heavy work. Nest keeps the context in which `handle` is called. */
@Injectable()
export class WorkInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const definition = Reflect.getMetadata(ENDPOINT, context.getHandler()) as Endpoint | undefined;
    return definition?.heavy ? asHeavyWork(() => next.handle()) : next.handle();
  }
}
