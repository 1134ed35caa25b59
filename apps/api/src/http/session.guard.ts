import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { authorise, SessionService } from '#accounts';
import type { Endpoint } from '#contracts';
import { DomainError, Forbidden } from '#kernel';
import { Config } from '#platform';
import { ENDPOINT } from './endpoint.decorator.js';
import { PUBLIC_ROUTE } from './public-route.js';

export const cookieName = 'duijie_session';

export class CrossOrigin extends DomainError {
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
    private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler();
    if (this.reflector.get<boolean | undefined>(PUBLIC_ROUTE, handler)) return true;
    const definition = this.reflector.get<Endpoint | undefined>(ENDPOINT, handler);
    if (!definition) throw new Forbidden();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (definition.method !== 'GET') this.refuseOtherSites(request);
    const token = request.cookies[cookieName];
    if (token) request.principal = await this.sessions.resolve(token);
    authorise(request.principal, definition.action);
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
