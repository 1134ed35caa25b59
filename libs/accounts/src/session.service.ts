import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash } from '@node-rs/argon2';
import { In } from 'typeorm';
import type { OrganisationKind } from '#contracts';
import { DomainError, NotFound, newId, sha256 } from '#kernel';
import { Config, Database } from '#platform';
import { AuditService } from './audit.service.js';
import type { OrganisationState } from './domain/organisation.js';
import type { MemberRole, Principal } from './domain/principal.js';
import { Person } from './entities/person.js';
import { Session } from './entities/session.js';
import { matches } from './people.service.js';
import { KnownDevices } from './throttle/known-devices.js';
import { SignInThrottle } from './throttle/sign-in.throttle.js';

class SignInRefused extends DomainError {
  readonly code = 'session.refused';
  readonly status = 401;

  constructor() {
    super('登录名或密码不正确');
  }
}

class InitialPasswordEnded extends DomainError {
  readonly code = 'session.initial_password_ended';
  readonly status = 403;

  constructor() {
    super('初始密码已过期（未在期限内修改），请联系运维人员重设密码');
  }
}

export interface SignIn {
  readonly login: string;
  readonly password: string;
  readonly address: string;
  readonly userAgent: string;
  /** The cookie that an earlier sign-in has left in the browser, whoever signed in. */
  readonly device?: string | undefined;
  /** Token of the session that the browser has had until now; the new session ends it. */
  readonly replaces?: string | undefined;
}

export interface SignedIn {
  /** For the session's cookie. */
  readonly token: string;
  readonly expiresAt: Date;
  /** For the browser's own cookie, by which it is known the next time. */
  readonly device: string;
}

interface SessionRow {
  session_id: string;
  person_id: string;
  person_login: string;
  person_name: string;
  operator: boolean;
  member_role: MemberRole | null;
  organisation_id: string | null;
  uscc: string;
  organisation_name: string;
  kinds: OrganisationKind[];
  state: OrganisationState;
  organisation_area: string | null;
  decision_reason: string | null;
  body_id: string | null;
  body_name: string;
  scope: 'city' | 'area';
  body_area: string | null;
  password_ends_at: Date | null;
  stale: boolean;
  suspended_reason: string | null;
}

/** Server-side sessions: a 256-bit token lies with the browser, only its SHA-256 in the database. */
@Injectable()
export class SessionService {
  /**
   * A password hash that is checked where the login does not exist, so that the time of the answer does not tell
   * that.
   */
  private readonly nobody = hash(randomBytes(16).toString('hex'), {
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
  });

  constructor(
    private readonly db: Database,
    private readonly config: Config,
    private readonly throttle: SignInThrottle,
    private readonly devices: KnownDevices,
    private readonly audit: AuditService,
  ) {}

  /** @throws SignInRefused, InitialPasswordEnded, TooManyAttempts. */
  async start(signIn: SignIn): Promise<SignedIn> {
    const name = signIn.login.trim().toLowerCase().slice(0, 120);
    const attempt = {
      login: name,
      ip: signIn.address,
      device: await this.devices.keyOf(name, signIn.device),
    };
    await this.throttle.begin(attempt);
    const person = await this.db.manager.findOne(Person, {
      select: { id: true, name: true, passwordHash: true, passwordEndsAt: true },
      where: { login: name },
    });
    const right = await matches(person?.passwordHash || (await this.nobody), signIn.password);
    const ended = person?.passwordEndsAt != null && person.passwordEndsAt <= new Date();
    if (!person || !right || ended) {
      if (!right) await this.throttle.failed(attempt);
      await this.audit.note({
        actor: { id: null, name },
        action: 'session.refuse',
        subject: person ? `person:${person.id}` : 'person',
      });
      throw right && ended ? new InitialPasswordEnded() : new SignInRefused();
    }
    await this.throttle.succeeded(attempt);
    return this.open(person, signIn);
  }

  private open(
    person: { readonly id: string; readonly name: string },
    { address, userAgent, device: given, replaces }: SignIn,
  ): Promise<SignedIn> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + this.config.get('SESSION_DAYS') * 86_400_000);
    return this.db.transaction(async (tx) => {
      if (replaces) await tx.delete(Session, { tokenSha256: sha256(replaces) });
      await tx.insert(Session, {
        id: newId(),
        tokenSha256: sha256(token),
        personId: person.id,
        userAgent: userAgent.slice(0, 300),
        address,
        expiresAt,
      });
      await this.audit.record(tx, {
        actor: person,
        action: 'session.start',
        subject: `person:${person.id}`,
      });
      return { token, expiresAt, device: await this.devices.remember(tx, person.id, given) };
    });
  }

  /**
   * Whose session it is, while it lasts: not beyond its days, and not unused for longer than the idle hours. Every request
   * asks this, so that one statement reads no more than a principal is made of.
   */
  async resolve(token: string): Promise<Principal | undefined> {
    const [row] = await this.db.query<SessionRow & Record<string, unknown>>(
      `SELECT s.id AS session_id, p.id AS person_id, p.login AS person_login, p.name AS person_name, p.operator, p.member_role, p.password_ends_at, o.id AS organisation_id, o.uscc,
         o.name AS organisation_name, o.kinds, o.state, o.area AS organisation_area, o.decision_reason, b.id AS body_id, b.name AS body_name, b.scope,
         b.area AS body_area, b.suspended_reason, s.seen_at < now() - interval '1 minute' AS stale
       FROM sessions s JOIN people p ON p.id = s.person_id LEFT JOIN organisations o ON o.id = p.organisation_id LEFT JOIN bodies b ON b.id = p.body_id
       WHERE s.token_sha256 = $1 AND s.expires_at > now() AND s.seen_at > now() - make_interval(hours => $2)`,
      [sha256(token), this.config.get('SESSION_IDLE_HOURS')],
    );
    if (row?.stale) await this.db.manager.update(Session, { id: row.session_id }, { seenAt: () => 'now()' });
    return row && principalOf(row);
  }

  /** Those that last, the newest first. */
  list(personId: string): Promise<Session[]> {
    const idle = this.config.get('SESSION_IDLE_HOURS');
    return this.db.manager
      .createQueryBuilder(Session, 's')
      .where('s.personId = :personId AND s.expiresAt > now()', { personId })
      .andWhere('s.seenAt > now() - make_interval(hours => :idle)', { idle })
      .orderBy('s.createdAt', 'DESC')
      .limit(100)
      .getMany();
  }

  /** Ends all sessions of a person, who may sign in again. @returns how many. @throws NotFound */
  async endAll(login: string, actor: { readonly id: string | null; readonly name: string }): Promise<number> {
    return this.db.transaction(async (tx) => {
      const person = await tx.findOneBy(Person, { login });
      if (!person) throw new NotFound('账号', login);
      const ended = await tx.delete(Session, { personId: person.id });
      await this.audit.record(tx, {
        actor,
        action: 'session.endAll',
        subject: `person:${person.id}`,
      });
      return ended.affected ?? 0;
    });
  }

  /** Ends sessions of a person; those that have ended already are passed over. */
  async endSome(personId: string, sessionIds: readonly string[]): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { affected: ended } = await tx.delete(Session, { personId, id: In(sessionIds) });
      if (ended)
        await this.audit.record(tx, {
          action: 'session.end',
          subject: `person:${personId}`,
          detail: { sessions: ended },
        });
    });
  }

  /** Ends one session of a person. @throws NotFound */
  async end(personId: string, sessionId: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { affected } = await tx.delete(Session, { id: sessionId, personId });
      if (!affected) throw new NotFound('登录', sessionId);
      await this.audit.record(tx, { action: 'session.end', subject: `person:${personId}` });
    });
  }
}

function principalOf(row: SessionRow): Principal {
  return {
    personId: row.person_id,
    login: row.person_login,
    name: row.person_name,
    sessionId: row.session_id,
    operator: row.operator,
    passwordEndsAt: row.password_ends_at,
    ...(row.organisation_id !== null && row.member_role !== null
      ? {
          organisation: {
            id: row.organisation_id,
            uscc: row.uscc,
            name: row.organisation_name,
            kinds: row.kinds,
            role: row.member_role,
            state: row.state,
            area: row.organisation_area,
            reason: row.state === 'suspended' ? row.decision_reason : null,
          },
        }
      : {}),
    ...(row.body_id !== null
      ? {
          body: {
            id: row.body_id,
            name: row.body_name,
            scope: row.scope,
            area: row.body_area,
            suspended: row.suspended_reason,
          },
        }
      : {}),
  };
}
