import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { InvalidInput, NotFound, newId } from '#kernel';
import { Database, rows, type Tx } from '#platform';
import { checkedCreditCode, LastOwner, LoginTaken } from './domain/organisation.js';
import type { MemberRole } from './domain/principal.js';

export interface NewPerson {
  readonly login: string;
  readonly name: string;
  readonly password: string;
}

export type Place =
  | { readonly organisationId: string; readonly role: MemberRole }
  | { readonly bodyId: string }
  | { readonly operator: true };

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
}

const common = new Set([
  '1234567890',
  'password123',
  'qwertyuiop',
  '1111111111',
  '0123456789',
  'abcdefghij',
  'admin12345',
  'woaini1314',
  '123456789a',
  'a123456789',
]);

/** OWASP's minimum for argon2id: 19 MiB, 2 passes, 1 lane. */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** People, their passwords and where they work. */
@Injectable()
export class PeopleService {
  constructor(private readonly db: Database) {}

  /** @throws LoginTaken, InvalidInput `person.password_weak` */
  async create(tx: Tx, person: NewPerson, place: Place): Promise<string> {
    checkPassword(person.password, person.login);
    const id = newId();
    const made = await rows(
      tx,
      `INSERT INTO people (id, login, name, password_hash, organisation_id, member_role, body_id, operator) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT ON CONSTRAINT uq_people_login DO NOTHING RETURNING id`,
      [
        id,
        person.login.trim().toLowerCase(),
        person.name,
        await hash(person.password, argon),
        'organisationId' in place ? place.organisationId : null,
        'organisationId' in place ? place.role : null,
        'bodyId' in place ? place.bodyId : null,
        'operator' in place,
      ],
    );
    if (made.length === 0) throw new LoginTaken();
    return id;
  }

  async members(organisationId: string): Promise<Person[]> {
    return this.db.query<Person & Record<string, unknown>>(
      'SELECT id, login, name, member_role AS role FROM people WHERE organisation_id = $1 ORDER BY created_at, id',
      [organisationId],
    );
  }

  addMember(organisationId: string, person: NewPerson, role: MemberRole): Promise<Person> {
    return this.db.transaction(async (tx) => {
      const id = await this.create(tx, person, { organisationId, role });
      return { id, login: person.login, name: person.name, role };
    });
  }

  changeMember(organisationId: string, personId: string, role: MemberRole): Promise<Person> {
    return this.db.transaction(async (tx) => {
      const [person] = await this.lockMembers(tx, organisationId, personId, role !== 'owner');
      await rows(tx, 'UPDATE people SET member_role = $2 WHERE id = $1', [personId, role]);
      return { ...(person as Person), role };
    });
  }

  removeMember(organisationId: string, personId: string): Promise<void> {
    return this.db.transaction(async (tx) => {
      await this.lockMembers(tx, organisationId, personId, true);
      // The account stays for the history; it belongs nowhere and cannot sign in.
      await rows(
        tx,
        "UPDATE people SET organisation_id = NULL, member_role = NULL, password_hash = '' WHERE id = $1",
        [personId],
      );
      await rows(tx, 'DELETE FROM sessions WHERE person_id = $1', [personId]);
    });
  }

  async changePassword(personId: string, current: string, next: string, keepSession: string): Promise<void> {
    const [row] = await this.db.query<{ login: string; password_hash: string }>(
      'SELECT login, password_hash FROM people WHERE id = $1',
      [personId],
    );
    if (!row || !(await matches(row.password_hash, current))) {
      throw new InvalidInput([
        { pointer: '/current', code: 'person.password_wrong', detail: '当前密码不正确' },
      ]);
    }
    await this.setPassword(row.login, next, keepSession);
  }

  /** Ends all sessions but `keepSession`. @throws NotFound, InvalidInput */
  async setPassword(login: string, password: string, keepSession: string | null = null): Promise<void> {
    checkPassword(password, login, '/next');
    const hashed = await hash(password, argon);
    await this.db.transaction(async (tx) => {
      const [person] = await rows<{ id: string }>(
        tx,
        'UPDATE people SET password_hash = $2 WHERE login = $1 RETURNING id',
        [login, hashed],
      );
      if (!person) throw new NotFound('账号', login);
      await rows(tx, 'DELETE FROM sessions WHERE person_id = $1 AND ($2::uuid IS NULL OR id <> $2)', [
        person.id,
        keepSession,
      ]);
    });
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
      'SELECT id, name, scope, area, uscc, department FROM bodies ORDER BY scope DESC, area, name',
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
    const body: Body = { id: newId(), name, scope: area === null ? 'city' : 'area', area, uscc, department };
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

  private async lockMembers(
    tx: Tx,
    organisationId: string,
    personId: string,
    losesOwner: boolean,
  ): Promise<Person[]> {
    const all = await rows<Person & Record<string, unknown>>(
      tx,
      'SELECT id, login, name, member_role AS role FROM people WHERE organisation_id = $1 ORDER BY id FOR UPDATE',
      [organisationId],
    );
    const person = all.find((p) => p.id === personId);
    if (!person) throw new NotFound('成员', personId);
    if (losesOwner && person.role === 'owner' && all.filter((p) => p.role === 'owner').length === 1)
      throw new LastOwner();
    return [person];
  }
}

function checkPassword(password: string, login: string, pointer = '/password'): void {
  const weak =
    password.length < 10 ||
    common.has(password.toLowerCase()) ||
    password.toLowerCase() === login.toLowerCase() ||
    new Set(password).size < 4;
  if (weak)
    throw new InvalidInput([
      {
        pointer,
        code: 'person.password_weak',
        detail: '密码至少10个字符，不能是常见密码或登录名，也不能由少数几个字符重复而成',
      },
    ]);
}

export async function matches(hashed: string, password: string): Promise<boolean> {
  return hashed !== '' && (await verify(hashed, password).catch(() => false));
}
