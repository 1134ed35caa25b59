import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash } from '@node-rs/argon2';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError, NotFound, newId, sha256 } from '#kernel';
import { Config, Database } from '#platform';
import type { OrganisationState } from './domain/organisation.js';
import type { MemberRole, OrganisationKind, Principal } from './domain/principal.js';
import { matches } from './people.service.js';

export class SignInRefused extends DomainError {
  readonly code = 'session.refused';
  readonly status = 401;

  constructor() {
    super('登录名或密码不正确');
  }
}

export class TooManyAttempts extends DomainError {
  readonly code = 'session.too_many_attempts';
  readonly status = 429;

  constructor(seconds: number) {
    super(`尝试次数过多，请 ${Math.ceil(seconds / 60)} 分钟后再试`, { retryAfterSeconds: seconds });
  }
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
  body_id: string | null;
  body_name: string;
  scope: 'city' | 'area';
  body_area: string | null;
}

const attempts = { byLogin: { points: 8, duration: 900 }, byAddress: { points: 60, duration: 900 } };

/** Server-side sessions: a 256-bit token lies with the browser, only its SHA-256 in the database. */
@Injectable()
export class SessionService {
  private readonly byLogin: RateLimiterPostgres;
  private readonly byAddress: RateLimiterPostgres;
  /** Verified for unknown names, so that the time of an answer does not tell whether a name exists. */
  private readonly nobody = hash(randomBytes(16).toString('hex'), {
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
  });

  constructor(
    private readonly db: Database,
    private readonly config: Config,
  ) {
    const pool = (db.source.driver as unknown as { master: unknown }).master;
    const store = {
      storeClient: pool,
      storeType: 'pool',
      tableName: 'sign_in_attempts',
      tableCreated: true,
      clearExpiredByTimeout: false,
    };
    this.byLogin = new RateLimiterPostgres({ ...store, ...attempts.byLogin, keyPrefix: 'login' });
    this.byAddress = new RateLimiterPostgres({ ...store, ...attempts.byAddress, keyPrefix: 'address' });
  }

  /** @throws SignInRefused, TooManyAttempts. @returns the token for the cookie. */
  async start(
    login: string,
    password: string,
    address: string,
    userAgent: string,
  ): Promise<{ token: string; expiresAt: Date }> {
    const name = login.trim().toLowerCase().slice(0, 120);
    await this.take(this.byAddress, address);
    await this.take(this.byLogin, name);
    const [person] = await this.db.query<{ id: string; password_hash: string }>(
      'SELECT id, password_hash FROM people WHERE login = $1',
      [name],
    );
    const right = await matches(person?.password_hash || (await this.nobody), password);
    if (!person || !right) throw new SignInRefused();
    await this.byLogin.delete(name);
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + this.config.get('SESSION_DAYS') * 86_400_000);
    await this.db.query(
      'INSERT INTO sessions (id, token_sha256, person_id, user_agent, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [newId(), sha256(token), person.id, userAgent.slice(0, 300), expiresAt],
    );
    return { token, expiresAt };
  }

  async resolve(token: string): Promise<Principal | undefined> {
    const [row] = await this.db.query<SessionRow & Record<string, unknown>>(
      `SELECT s.id AS session_id, p.id AS person_id, p.login AS person_login, p.name AS person_name, p.operator, p.member_role, o.id AS organisation_id, o.uscc,
         o.name AS organisation_name, o.kinds, o.state, o.area AS organisation_area, b.id AS body_id, b.name AS body_name, b.scope, b.area AS body_area
       FROM sessions s JOIN people p ON p.id = s.person_id LEFT JOIN organisations o ON o.id = p.organisation_id LEFT JOIN bodies b ON b.id = p.body_id
       WHERE s.token_sha256 = $1 AND s.expires_at > now()`,
      [sha256(token)],
    );
    return row && principalOf(row);
  }

  async list(personId: string) {
    return this.db.query<{ id: string; user_agent: string; created_at: Date; expires_at: Date }>(
      'SELECT id, user_agent, created_at, expires_at FROM sessions WHERE person_id = $1 AND expires_at > now() ORDER BY created_at DESC LIMIT 100',
      [personId],
    );
  }

  /** Ends one session of a person. @throws NotFound */
  async end(personId: string, sessionId: string): Promise<void> {
    const ended = await this.db.query('DELETE FROM sessions WHERE id = $1 AND person_id = $2 RETURNING id', [
      sessionId,
      personId,
    ]);
    if (ended.length === 0) throw new NotFound('登录', sessionId);
  }

  async prune(): Promise<void> {
    await this.db.query('DELETE FROM sessions WHERE expires_at < now()');
    await this.db.query('DELETE FROM sign_in_attempts WHERE expire < $1', [Date.now()]);
  }

  private async take(limiter: RateLimiterPostgres, key: string): Promise<void> {
    try {
      await limiter.consume(key);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw new TooManyAttempts(error.msBeforeNext / 1000);
      throw error;
    }
  }
}

function principalOf(row: SessionRow): Principal {
  return {
    personId: row.person_id,
    login: row.person_login,
    name: row.person_name,
    sessionId: row.session_id,
    operator: row.operator,
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
          },
        }
      : {}),
    ...(row.body_id !== null
      ? { body: { id: row.body_id, name: row.body_name, scope: row.scope, area: row.body_area } }
      : {}),
  };
}
