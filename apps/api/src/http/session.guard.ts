import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { authorise, LimitService, type Principal, SessionService } from '#accounts';
import type { Endpoint } from '#contracts';
import { DomainError, Forbidden } from '#kernel';
import { actAs, Config } from '#platform';
import { ENDPOINT } from './endpoint.decorator.js';
import { PUBLIC_ROUTE } from './public-route.js';

/** Under https with the prefix by which browsers hold a cookie to this host, `Secure` and the whole path. */
export function cookieName(config: Config): string {
  return servedByTls(config) ? '__Host-duijie_session' : 'duijie_session';
}

/** This cookie recognises a browser in which somebody has signed in before. It gives no access; only throttling reads it. */
export function deviceCookieName(config: Config): string {
  return servedByTls(config) ? '__Host-duijie_device' : 'duijie_device';
}

export function servedByTls(config: Config): boolean {
  return config.get('PUBLIC_URL')?.startsWith('https:') ?? false;
}

class CrossOrigin extends DomainError {
  readonly code = 'access.cross_origin';
  readonly status = 403;

  constructor() {
    super('请求来自其他网站，已拒绝');
  }
}

/** Denies by default: a route passes as a public page, or as an endpoint whose line in the policy table lets it. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
    private readonly limits: LimitService,
    private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler();
    if (this.reflector.get<boolean | undefined>(PUBLIC_ROUTE, handler)) return true;
    const definition = this.reflector.get<Endpoint | undefined>(ENDPOINT, handler);
    if (!definition) throw new Forbidden();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (definition.method !== 'GET') this.refuseOtherSites(request);
    const token = request.cookies[cookieName(this.config)];
    if (token) request.principal = await this.sessions.resolve(token);
    if (request.principal) actAs(actorIn(request.principal));
    authorise(request.principal, definition.action);
    if (definition.limit) await this.limits.take(definition.limit, request.principal, request.ip);
    return true;
  }

  /** A browser names the site that a write comes from; what is no browser names none. */
  private refuseOtherSites(request: FastifyRequest): void {
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new CrossOrigin();
    const { origin } = request.headers;
    if (origin === undefined) return;
    const own = this.config.get('PUBLIC_URL');
    const host = URL.canParse(origin) ? new URL(origin).host : '';
    if (host !== request.host && (own === undefined || new URL(own).origin !== origin))
      throw new CrossOrigin();
  }
}

function actorIn({ personId, name, organisation, body }: Principal) {
  const onBehalf = organisation ? `organisation:${organisation.id}` : body ? `body:${body.id}` : null;
  return { id: personId, name, onBehalf };
}
