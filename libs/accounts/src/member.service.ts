import { Injectable } from '@nestjs/common';
import type { FindOptionsWhere } from 'typeorm';
import { mostShown } from '#contracts';
import { NotFound } from '#kernel';
import { Database, type Tx } from '#platform';
import { AuditService } from './audit.service.js';
import { LastOwner } from './domain/organisation.js';
import type { Actor, MemberRole } from './domain/principal.js';
import { Person } from './entities/person.js';
import { PeopleService, type PersonView, personView } from './people.service.js';

export interface MemberCommand {
  readonly organisationId: string;
  readonly personId: string;
  readonly actor: Actor;
}

/** Who works for an organisation. What changes here is what the very next request of the person is judged by. */
@Injectable()
export class MemberService {
  constructor(
    private readonly db: Database,
    private readonly people: PeopleService,
    private readonly audit: AuditService,
  ) {}

  async list(organisationId: string): Promise<PersonView[]> {
    const found = await this.db.manager.find(Person, {
      where: { organisationId },
      order: { createdAt: 'ASC', id: 'ASC' },
      take: mostShown,
    });
    return found.map(personView);
  }

  /** @throws LastOwner `member.last_owner`, NotFound */
  change(command: MemberCommand, role: MemberRole): Promise<PersonView> {
    return this.db.transaction(async (tx) => {
      const person = await this.lock(tx, command, role !== 'owner');
      await tx.update(Person, { id: person.id }, { memberRole: role });
      await this.record(tx, command, 'member.change', { from: person.memberRole, to: role });
      return { ...personView(person), role };
    });
  }

  /** The account stays for the history and belongs nowhere; its sessions end. @throws LastOwner, NotFound */
  remove(command: MemberCommand): Promise<void> {
    return this.db.transaction(async (tx) => {
      const person = await this.lock(tx, command, true);
      await this.people.displace(tx, person.id);
      await this.record(tx, command, 'member.remove', { role: person.memberRole });
    });
  }

  /** The operator's way to end whatever place an account has, its own included. @throws NotFound, LastOwner */
  retire(login: string, actor: Actor): Promise<void> {
    return this.db.transaction(async (tx) => {
      const person = await tx.findOneBy(Person, { login: login.trim().toLowerCase() });
      if (!person) throw new NotFound('账号', login);
      const { organisationId } = person;
      if (organisationId !== null) await this.lock(tx, { organisationId, personId: person.id, actor }, true);
      await this.people.displace(tx, person.id);
      await this.audit.record(tx, {
        actor,
        action: 'person.retire',
        subject: `person:${person.id}`,
        detail: { login, organisationId },
      });
    });
  }

  /** A coordinator found that the owners are there no more: their places end. */
  async endOwners(tx: Tx, organisationId: string, actor: Actor, reason: string | null): Promise<void> {
    const owners = await lockMembers(tx, { organisationId, memberRole: 'owner' });
    for (const { id: personId } of owners) {
      await this.people.displace(tx, personId);
      await this.record(tx, { organisationId, personId, actor }, 'member.owner_gone', { reason });
    }
  }

  private async lock(
    tx: Tx,
    { organisationId, personId }: MemberCommand,
    losesOwner: boolean,
  ): Promise<Person> {
    const all = await lockMembers(tx, { organisationId });
    const person = all.find(({ id }) => id === personId);
    if (!person) throw new NotFound('成员', personId);
    const owners = all.filter(({ memberRole }) => memberRole === 'owner');
    if (losesOwner && person.memberRole === 'owner' && owners.length === 1) throw new LastOwner();
    return person;
  }

  private record(
    tx: Tx,
    command: MemberCommand,
    action: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    return this.audit.record(tx, {
      actor: command.actor,
      action,
      subject: `organisation:${command.organisationId}`,
      detail: { personId: command.personId, ...detail },
    });
  }
}

/** Always in the order of their ids, so that two who lock them never wait for each other. */
function lockMembers(tx: Tx, where: FindOptionsWhere<Person>): Promise<Person[]> {
  return tx.find(Person, { where, order: { id: 'ASC' }, lock: { mode: 'pessimistic_write' } });
}
