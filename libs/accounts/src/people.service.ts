import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { In, Not } from 'typeorm';
import { mostShown } from '#contracts';
import { InvalidInput, NotFound, newId, sha256 } from '#kernel';
import { Database, lockedRow, rows, type Tx } from '#platform';
import { PersonPlaced } from './domain/application.refusals.js';
import { checkedCreditCode, LoginTaken } from './domain/organisation.js';
import { checkPassword, initialPasswordDays } from './domain/password.js';
import type { MemberRole } from './domain/principal.js';
import { Application } from './entities/application.js';
import { Body } from './entities/body.js';
import { Person } from './entities/person.js';
import { Session } from './entities/session.js';

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

export interface PersonView {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: MemberRole | null;
}

export interface BodyView {
  readonly id: string;
  readonly name: string;
  readonly scope: 'city' | 'area';
  readonly area: string | null;
  readonly uscc: string | null;
  readonly department: string | null;
  readonly suspended: string | null;
}

const dayLength = 86_400_000;
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
    const values = {
      id,
      login: person.login.trim().toLowerCase(),
      name: person.name,
      passwordHash: await hash(person.password, argon),
      bodyId: place && 'bodyId' in place ? place.bodyId : null,
      operator: place !== null && 'operator' in place,
      passwordEndsAt: endOf(person),
    };
    // Two may ask for one login at the same time: the later one is told, and the transaction goes on.
    const made = await tx.createQueryBuilder().insert().into(Person).values(values).orIgnore().execute();
    if ((made.raw as unknown[]).length === 0) throw new LoginTaken();
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
    const person = await lockedRow(tx, Person, { id: personId });
    if (!person) throw new NotFound('账号', personId);
    if (person.organisationId !== null || person.bodyId !== null || person.operator) throw new PersonPlaced();
  }

  /** The database wants the approved application, or the accepted invitation, before it. */
  async place(tx: Tx, personId: string, { organisationId, role }: Membership): Promise<void> {
    await tx.update(Person, { id: personId }, { organisationId, memberRole: role });
  }

  /** Ends a person's place and sessions; the invitations that the person gave end with it, by the database. */
  async displace(tx: Tx, personId: string): Promise<void> {
    const nowhere = { organisationId: null, memberRole: null, bodyId: null, operator: false };
    await tx.update(Person, { id: personId }, nowhere);
    await tx.delete(Session, { personId });
  }

  /** Of a person who got a place otherwise: nobody is to decide on them any more. */
  async withdrawApplications(tx: Tx, personId: string, reason: string): Promise<void> {
    const open = { personId, state: In(['draft', 'submitted']) };
    await tx.update(Application, open, { state: 'withdrawn', reason });
  }

  async changePassword(personId: string, current: string, next: string, how: PasswordChange): Promise<void> {
    await this.setPassword(await this.verified(personId, current), next, how);
  }

  /** The person gives the password again. @returns the login. @throws InvalidInput `person.password_wrong` */
  async verified(personId: string, current: string): Promise<string> {
    const person = await this.db.manager.findOne(Person, {
      select: { login: true, passwordHash: true },
      where: { id: personId },
    });
    if (!person || !(await matches(person.passwordHash, current))) {
      throw new InvalidInput([
        { pointer: '/current', code: 'person.password_wrong', detail: '当前密码不正确' },
      ]);
    }
    return person.login;
  }

  /**
   * Ends all sessions and forgets all browsers but those where it is changed: one may be that of who knew the old password.
   * @throws NotFound, InvalidInput
   */
  async setPassword(login: string, password: string, how: PasswordChange = {}): Promise<void> {
    checkPassword(password, await this.namesOf(login), '/next');
    const hashed = await hash(password, argon);
    await this.db.transaction(async (tx) => {
      const person = await lockedRow(tx, Person, { login });
      if (!person) throw new NotFound('账号', login);
      const { id, id: personId } = person;
      await tx.update(Person, { id }, { passwordHash: hashed, passwordEndsAt: endOf(how) });
      const others = how.sessionId === undefined ? {} : { id: Not(how.sessionId) };
      await tx.delete(Session, { personId, ...others });
      await rows(tx, 'DELETE FROM known_devices WHERE person_id = $1 AND token_sha256 <> $2', [
        personId,
        sha256(how.device ?? ''),
      ]);
    });
  }

  /** People's names by their ids; who is not there is not among them. */
  async namesByIds(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await this.db.manager.find(Person, {
      select: { id: true, name: true },
      where: { id: In([...ids]) },
    });
    return new Map(found.map(({ id, name }) => [id, name]));
  }

  private async namesOf(login: string): Promise<readonly string[]> {
    const person = await this.db.manager
      .createQueryBuilder(Person, 'p')
      .leftJoinAndSelect('p.organisation', 'o')
      .leftJoinAndSelect('p.body', 'b')
      .where('p.login = :login', { login })
      .getOne();
    const names = [person?.name, person?.organisation?.name, person?.body?.name];
    return [login, ...names.filter((name) => name !== undefined)];
  }

  async endSessionsOf(tx: Tx, organisationId: string): Promise<void> {
    await rows(
      tx,
      'DELETE FROM sessions USING people WHERE people.id = sessions.person_id AND people.organisation_id = $1',
      [organisationId],
    );
  }

  async bodies(): Promise<BodyView[]> {
    const found = await this.db.manager.find(Body, {
      order: { scope: 'DESC', area: 'ASC', name: 'ASC' },
      take: mostShown,
    });
    return found.map(bodyView);
  }

  /** @param standing what the body is beside its name, by which its independence is told. */
  async createBody(
    name: string,
    area: string | null,
    standing: { readonly uscc?: string | null; readonly department?: string | null } = {},
  ): Promise<BodyView> {
    const { uscc: raw = null, department = null } = standing;
    const uscc = raw === null ? null : checkedCreditCode(raw);
    const scope = area === null ? 'city' : 'area';
    const id = newId();
    await this.db.manager.insert(Body, { id, name, scope, area, uscc, department });
    return { id, name, scope, area, uscc, department, suspended: null };
  }

  /** @throws NotFound when there is no such body */
  addCoordinator(bodyId: string, person: NewPerson): Promise<PersonView> {
    return this.db.transaction(async (tx) => {
      if (!(await tx.existsBy(Body, { id: bodyId }))) throw new NotFound('协调部门', bodyId);
      return {
        id: await this.create(tx, person, { bodyId }),
        login: person.login,
        name: person.name,
        role: null,
      };
    });
  }

  async isEmpty(): Promise<boolean> {
    return !(await this.db.manager.exists(Person));
  }
}

/** As others see a person. */
export function personView({ id, login, name, memberRole: role }: Person): PersonView {
  return { id, login, name, role };
}

export function bodyView({ suspendedReason: suspended, ...body }: Body): BodyView {
  const { id, name, scope, area, uscc, department } = body;
  return { id, name, scope, area, uscc, department, suspended };
}

/** A password that somebody else chose ends by itself. */
function endOf({ initial }: { readonly initial?: boolean }): Date | null {
  return initial ? new Date(Date.now() + initialPasswordDays * dayLength) : null;
}

export async function matches(hashed: string, password: string): Promise<boolean> {
  return hashed !== '' && (await verify(hashed, password).catch(() => false));
}
