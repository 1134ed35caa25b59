import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PeopleService, type Principal, reaches, SessionService } from '#accounts';
import {
  type Action,
  actions,
  changePassword,
  endSession,
  type InputOf,
  listSessions,
  type MeView,
  readMe,
  revokeSessions,
  startSession,
} from '#contracts';
import { Config } from '#platform';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { cookieName, deviceCookieName, servedByTls } from '../http/session.guard.js';
import { Watchers } from '../jobs/watchers.js';

/** In seconds. */
const day = 86_400;

@Controller()
export class SessionsController {
  constructor(
    private readonly sessions: SessionService,
    private readonly people: PeopleService,
    private readonly watchers: Watchers,
    private readonly config: Config,
  ) {}

  @Endpoint(startSession)
  async start(
    @Input() { body }: InputOf<typeof startSession>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeView> {
    const { token, expiresAt, device } = await this.sessions.start({
      ...body,
      device: request.cookies[deviceCookieName(this.config)],
      replaces: request.cookies[cookieName(this.config)],
      address: request.ip,
      userAgent: request.headers['user-agent'] ?? '',
    });
    const secure = servedByTls(this.config) || request.protocol === 'https';
    const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
    void reply.setCookie(cookieName(this.config), token, { ...options, expires: expiresAt });
    const known = this.config.get('DEVICE_DAYS') * day;
    void reply.setCookie(deviceCookieName(this.config), device, { ...options, maxAge: known });
    const principal = await this.sessions.resolve(token);
    return this.me(principal as Principal);
  }

  @Endpoint(endSession)
  async end(@Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.end(caller.personId, caller.sessionId);
    this.watchers.endSession(caller.personId, caller.sessionId);
    void reply.clearCookie(cookieName(this.config), { path: '/', secure: servedByTls(this.config) });
    // What the browser has read is not for whoever sits down there next.
    void reply.header('Clear-Site-Data', '"cache", "storage"');
  }

  @Endpoint(listSessions)
  async list(@Caller() caller: Principal) {
    const found = await this.sessions.list(caller.personId);
    return {
      items: found.map((session) => ({
        id: session.id,
        userAgent: session.userAgent,
        address: session.address,
        createdAt: session.createdAt.toISOString(),
        seenAt: session.seenAt.toISOString(),
        expiresAt: session.expiresAt.toISOString(),
        current: session.id === caller.sessionId,
      })),
    };
  }

  @Endpoint(revokeSessions)
  async revoke(
    @Input() { body }: InputOf<typeof revokeSessions>,
    @Caller() caller: Principal,
  ): Promise<void> {
    await this.people.verified(caller.personId, body.current);
    await this.sessions.endSome(caller.personId, body.ids);
    for (const id of body.ids) this.watchers.endSession(caller.personId, id);
  }

  @Endpoint(readMe)
  me(@Caller() caller: Principal): Promise<MeView> | MeView {
    const { organisation, body } = caller;
    return {
      id: caller.personId,
      login: caller.login,
      name: caller.name,
      operator: caller.operator,
      organisation: organisation
        ? {
            id: organisation.id,
            name: organisation.name,
            uscc: organisation.uscc,
            kinds: [...organisation.kinds],
            role: organisation.role,
            state: organisation.state,
            area: organisation.area,
            reason: organisation.reason ?? null,
          }
        : null,
      body: body
        ? {
            id: body.id,
            name: body.name,
            scope: body.scope,
            area: body.area,
            suspended: body.suspended ?? null,
          }
        : null,
      actions: actions.filter((action: Action) => reaches(caller, action).length > 0),
      passwordEndsAt: caller.passwordEndsAt?.toISOString() ?? null,
    };
  }

  @Endpoint(changePassword)
  change(
    @Input() { body }: InputOf<typeof changePassword>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const device = request.cookies[deviceCookieName(this.config)];
    const keep = { sessionId: caller.sessionId, device };
    return this.people.changePassword(caller.personId, body.current, body.next, keep);
  }
}
