import { NotFoundException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '#kernel';

class MethodNotAllowed extends DomainError {
  readonly code = 'resource.method_not_allowed';
  readonly status = 405;

  constructor(method: string, allowed: readonly string[]) {
    super(`这个地址不支持 ${method}，可用的方法是 ${allowed.join('、')}`, { allowed });
  }
}

/**
 * Knows which methods each address has. The router looks up one method, and does not tell a wrong method from a
 * wrong address.
 */
export class KnownRoutes {
  private readonly routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  /** Collects the routes that are added from now on. */
  static of(fastify: FastifyInstance): KnownRoutes {
    const known = new KnownRoutes();
    fastify.addHook('onRoute', ({ url, method }) => known.add(url, [method].flat()));
    return known;
  }

  add(url: string, methods: readonly string[]): void {
    this.routes.push({ pattern: patternOf(url), methods });
  }

  /** In alphabetical order; empty where the address has no route. */
  methodsOf(url: string): string[] {
    const path = url.split('?')[0] ?? '';
    const found = this.routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
    return [...new Set(found)].sort();
  }

  /** What to say instead of "no such address" where only the method is wrong. */
  refusalOf({ method, url }: Pick<FastifyRequest, 'method' | 'url'>, error: unknown): unknown {
    if (!(error instanceof NotFoundException)) return undefined;
    const allowed = this.methodsOf(url);
    return allowed.length === 0 || allowed.includes(method)
      ? undefined
      : new MethodNotAllowed(method, allowed);
  }
}

/** `/a/:id/b` and `/a/*` as the router reads them. */
function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part === '*') return '.*';
    return part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
