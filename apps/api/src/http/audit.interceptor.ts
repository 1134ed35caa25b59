import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { AuditService } from '#accounts';
import type { Endpoint } from '#contracts';
import { DomainError } from '#kernel';
import type { Database } from '#platform';
import { type Audited, auditedCalls, type Seen } from './audited.js';
import { ENDPOINT } from './endpoint.decorator.js';

const byEndpoint = new Map(auditedCalls.map((call) => [call.endpoint, call]));

/**
 * Writes the audit entry of a call in the transaction of its change, and before its answer leaves: what cannot be written
 * down is neither done nor shown, and what was not done leaves no entry.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly audit: AuditService,
    private readonly db: Database,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const definition = Reflect.getMetadata(ENDPOINT, context.getHandler()) as Endpoint | undefined;
    const call = definition && byEndpoint.get(definition);
    if (!call) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const work = async () => {
      const answer: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      await this.note(call, seenIn(request, answer));
      return answer;
    };
    // Nest runs the handler in the context in which `handle` is called: in the transaction, where there is a change.
    return from(definition.method === 'GET' ? work() : this.changed(call, request, work));
  }

  private async changed(call: Audited, request: FastifyRequest, work: () => Promise<unknown>) {
    try {
      return await this.db.together(work);
    } catch (error) {
      if (call.refused !== undefined && error instanceof DomainError)
        await this.audit.note({
          action: call.refused,
          subject: `${call.subject}:${idOf(seenIn(request, undefined))}`,
        });
      throw error;
    }
  }

  private async note(call: Audited, seen: Seen): Promise<void> {
    if (call.when && !call.when(seen)) return;
    const { reason, ...detail } = kept(call, seen);
    await this.audit.note({
      action: call.action,
      subject: `${call.subject}:${idOf(seen)}`,
      detail,
      ...(typeof reason === 'string' ? { reason } : {}),
    });
  }
}

function seenIn(request: FastifyRequest, answer: unknown): Seen {
  const { params, query, body, principal } = request;
  return {
    params: objectOf(params),
    query: objectOf(query),
    body: objectOf(body),
    answer,
    caller: principal,
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function kept({ keeps = [] }: Audited, { params, query, body }: Seen): Record<string, unknown> {
  const all: Record<string, unknown> = { ...query, ...body, ...params };
  return Object.fromEntries(keeps.flatMap((name) => (Object.hasOwn(all, name) ? [[name, all[name]]] : [])));
}

/** The id of what the entry is about: from the path, else from the answer, else the caller's own. */
function idOf({ params, answer, caller }: Seen): string {
  const made = objectOf(answer);
  const id = params['id'] ?? params['code'] ?? made['id'] ?? objectOf(made['run'])['id'] ?? caller?.personId;
  return typeof id === 'string' ? id : '';
}
