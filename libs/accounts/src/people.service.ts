import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { InvalidInput, NotFound, newId, sha256 } from '#kernel';
import { Database, rows, type Tx } from '#platform';
import { PersonPlaced } from './domain/application.refusals.js';
import { checkedCreditCode, LoginTaken } from './domain/organisation.js';
import { checkPassword, initialPasswordDays } from './domain/password.js';
import type { MemberRole } from './domain/principal.js';

export interface NewPerson {
  readonly login: string;
  readonly name: string;
  readonly password: string;
  /** Somebody else chose the password: it ends after a week, unless the person changes it. */
  readonly initial?: boolean;
}

/** Where a person works from the start. Nobody starts in an organisation: that wants an application or an invitation. */
export type Place = { readonly bodyId: string } | { readonly operator: true } | null;

/** How a password changes. */
export interface PasswordChange {
  /** The session that stays, and the browser that stays known: those in which it is changed. */
  readonly sessionId?: string;
  readonly device?: string | undefined;
  /** Somebody else chose it: it ends after a week, unless the person changes it. */
  readonly initial?: boolean;
}

export interface Membership {
  readonly organisationId: string;
  readonly role: MemberRole;
}

export interface Person {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: MemberRole | null;
}

export interface Body {
  readonly id: string;
  readonly name: string;
  readonly scope: 'city' | 'area';
  readonly area: string | null;
  readonly uscc: string | null;
  readonly department: string | null;
  readonly suspended: string | null;
}

/** OWASP's minimum for argon2id: 19 MiB, 2 passes, 1 lane. */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** People, their passwords and where they work. */
@Injectable()
export class PeopleService {
  constructor(private readonly db: Database) {}

  /** @throws LoginTaken, InvalidInput `person.password_…` */
  async create(tx: Tx, person: NewPerson, place: Place): Promise<string> {
    checkPassword(person.password, [person.login, person.name]);
    const id = newId();
    const made = await rows(
      tx,
      `INSERT INTO people (id, login, name, password_hash, body_id, operator, password_ends_at)
       VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7::integer))
       ON CONFLICT ON CONSTRAINT uq_people_login DO NOTHING RETURNING id`,
      [
        id,
        person.login.trim().toLowerCase(),
        person.name,
        await hash(person.password, argon),
        place && 'bodyId' in place ? place.bodyId : null,
        place !== null && 'operator' in place,
        person.initial ? initialPasswordDays : null,
      ],
    );
    if (made.length === 0) throw new LoginTaken();
    return id;
  }

  /** An account that belongs nowhere. */
  signUp(person: NewPerson): Promise<{ readonly id: string; readonly login: string; readonly name: string }> {
    return this.db.transaction(async (tx) => {
      const id = await this.create(tx, person, null);
      return { id, login: person.login, name: person.name };
    });
  }

  /** Locks a person who is about to ask for a place or to take one. @throws PersonPlaced `application.person_placed` */
  async lockNowhere(tx: Tx, personId: string): Promise<void> {
    const [person] = await rows<{ nowhere: boolean }>(
      tx,
      `SELECT organisation_id IS NULL AND body_id IS NULL AND NOT operator AS nowhere FROM people WHERE id = $1 FOR UPDATE`,
      [personId],
    );
    if (!person) throw new NotFound('账号', personId);
    if (!person.nowhere) throw new PersonPlaced();
  }

  /** The database wants the approved application, or the accepted invitation, before it. */
  async place(tx: Tx, personId: string, { organisationId, role }: Membership): Promise<void> {
    await rows(tx, 'UPDATE people SET organisation_id = $2, member_role = $3 WHERE id = $1', [
      personId,
      organisationId,
      role,
    ]);
  }

  /** Ends a person's place and sessions; the invitations that the person gave end with it, by the database. */
  async displace(tx: Tx, personId: string): Promise<void> {
    await rows(
      tx,
      'UPDATE people SET organisation_id = NULL, member_role = NULL, body_id = NULL, operator = false WHERE id = $1',
      [personId],
    );
    await rows(tx, 'DELETE FROM sessions WHERE person_id = $1', [personId]);
  }

  /** Of a person who got a place otherwise: nobody is to decide on them any more. */
  async withdrawApplications(tx: Tx, personId: string, reason: string): Promise<void> {
    await rows(
      tx,
      `UPDATE applications SET state = 'withdrawn', reason = $2, version = version + 1, updated_at = now()
       WHERE person_id = $1 AND state IN ('draft', 'submitted')`,
      [personId, reason],
    );
  }

  async changePassword(personId: string, current: string, next: string, how: PasswordChange): Promise<void> {
    await this.setPassword(await this.verified(personId, current), next, how);
  }

  /** The person gives the password again. @returns the login. @throws InvalidInput `person.password_wrong` */
  async verified(personId: string, current: string): Promise<string> {
    const [row] = await this.db.query<{ login: string; password_hash: string }>(
      'SELECT login, password_hash FROM people WHERE id = $1',
      [personId],
    );
    if (!row || !(await matches(row.password_hash, current))) {
      throw new InvalidInput([
        { pointer: '/current', code: 'person.password_wrong', detail: '当前密码不正确' },
      ]);
    }
    return row.login;
  }

  /**
   * Ends all sessions and forgets all browsers but those where it is changed: one may be that of who knew the old password.
   * @throws NotFound, InvalidInput
   */
  async setPassword(login: string, password: string, how: PasswordChange = {}): Promise<void> {
    checkPassword(password, await this.namesOf(login), '/next');
    const hashed = await hash(password, argon);
    await this.db.transaction(async (tx) => {
      const [person] = await rows<{ id: string }>(
        tx,
        `UPDATE people SET password_hash = $2, password_ends_at = now() + make_interval(days => $3::integer)
         WHERE login = $1 RETURNING id`,
        [login, hashed, how.initial ? initialPasswordDays : null],
      );
      if (!person) throw new NotFound('账号', login);
      await rows(tx, 'DELETE FROM sessions WHERE person_id = $1 AND ($2::uuid IS NULL OR id <> $2)', [
        person.id,
        how.sessionId ?? null,
      ]);
      await rows(tx, 'DELETE FROM known_devices WHERE person_id = $1 AND token_sha256 <> $2', [
        person.id,
        sha256(how.device ?? ''),
      ]);
    });
  }

  private async namesOf(login: string): Promise<readonly string[]> {
    const [row] = await this.db.query<{ names: string[] }>(
      `SELECT array_remove(ARRAY[p.name, o.name, b.name], NULL) AS names FROM people p
       LEFT JOIN organisations o ON o.id = p.organisation_id LEFT JOIN bodies b ON b.id = p.body_id WHERE p.login = $1`,
      [login],
    );
    return [login, ...(row?.names ?? [])];
  }

  async endSessionsOf(tx: Tx, organisationId: string): Promise<void> {
    await rows(
      tx,
      'DELETE FROM sessions USING people WHERE people.id = sessions.person_id AND people.organisation_id = $1',
      [organisationId],
    );
  }

  async bodies(): Promise<Body[]> {
    return this.db.query<Body & Record<string, unknown>>(
      'SELECT id, name, scope, area, uscc, department, suspended_reason AS suspended FROM bodies ORDER BY scope DESC, area, name',
    );
  }

  /** @param standing what the body is beside its name, by which its independence is told. */
  async createBody(
    name: string,
    area: string | null,
    standing: { readonly uscc?: string | null; readonly department?: string | null } = {},
  ): Promise<Body> {
    const { uscc: raw = null, department = null } = standing;
    const uscc = raw === null ? null : checkedCreditCode(raw);
    const body: Body = {
      id: newId(),
      name,
      scope: area === null ? 'city' : 'area',
      area,
      uscc,
      department,
      suspended: null,
    };
    await this.db.query(
      'INSERT INTO bodies (id, name, scope, area, uscc, department) VALUES ($1, $2, $3, $4, $5, $6)',
      [body.id, name, body.scope, area, uscc, department],
    );
    return body;
  }

  /** @throws NotFound when there is no such body */
  addCoordinator(bodyId: string, person: NewPerson): Promise<Person> {
    return this.db.transaction(async (tx) => {
      if ((await rows(tx, 'SELECT 1 FROM bodies WHERE id = $1', [bodyId])).length === 0)
        throw new NotFound('协调部门', bodyId);
      return {
        id: await this.create(tx, person, { bodyId }),
        login: person.login,
        name: person.name,
        role: null,
      };
    });
  }

  async isEmpty(): Promise<boolean> {
    return (await this.db.query('SELECT 1 FROM people LIMIT 1')).length === 0;
  }
}

export async function matches(hashed: string, password: string): Promise<boolean> {
  return hashed !== '' && (await verify(hashed, password).catch(() => false));
}
