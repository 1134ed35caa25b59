import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel';
import { Database, rows, type Tx } from '#platform';
import { AuditService } from './audit.service.js';
import { LastOwner } from './domain/organisation.js';
import type { MemberRole } from './domain/principal.js';
import type { Actor } from './organisation.service.js';
import { PeopleService, type Person } from './people.service.js';

export interface MemberCommand {
  readonly organisationId: string;
  readonly personId: string;
  readonly actor: Actor;
}

const select = `SELECT id, login, name, member_role AS role FROM people WHERE organisation_id = $1`;

/** Who works for an organisation. What changes here is what the very next request of the person is judged by. */
@Injectable()
export class MemberService {
  constructor(
    private readonly db: Database,
    private readonly people: PeopleService,
    private readonly audit: AuditService,
  ) {}

  list(organisationId: string): Promise<Person[]> {
    return this.db.query<Person & Record<string, unknown>>(`${select} ORDER BY created_at, id`, [
      organisationId,
    ]);
  }

  /** @throws LastOwner `member.last_owner`, NotFound */
  change(command: MemberCommand, role: MemberRole): Promise<Person> {
    return this.db.transaction(async (tx) => {
      const person = await this.lock(tx, command, role !== 'owner');
      await rows(tx, 'UPDATE people SET member_role = $2 WHERE id = $1', [person.id, role]);
      await this.record(tx, command, 'member.change', { from: person.role, to: role });
      return { ...person, role };
    });
  }

  /** The account stays for the history and belongs nowhere; its sessions end. @throws LastOwner, NotFound */
  remove(command: MemberCommand): Promise<void> {
    return this.db.transaction(async (tx) => {
      const person = await this.lock(tx, command, true);
      await this.people.displace(tx, person.id);
      await this.record(tx, command, 'member.remove', { role: person.role });
    });
  }

  /** The operator's way to end whatever place an account has, its own included. @throws NotFound, LastOwner */
  retire(login: string, actor: Actor): Promise<void> {
    return this.db.transaction(async (tx) => {
      const [person] = await rows<{ id: string; organisation_id: string | null }>(
        tx,
        'SELECT id, organisation_id FROM people WHERE login = $1',
        [login.trim().toLowerCase()],
      );
      if (!person) throw new NotFound('账号', login);
      if (person.organisation_id !== null)
        await this.lock(tx, { organisationId: person.organisation_id, personId: person.id, actor }, true);
      await this.people.displace(tx, person.id);
      await this.audit.record(tx, {
        actorId: actor.id,
        actorName: actor.name,
        action: 'person.retire',
        subject: `person:${person.id}`,
        detail: { login, organisationId: person.organisation_id },
      });
    });
  }

  /** A coordinator found that the owners are there no more: their places end. */
  async endOwners(tx: Tx, organisationId: string, actor: Actor, reason: string | null): Promise<void> {
    const owners = await rows<{ id: string }>(
      tx,
      "SELECT id FROM people WHERE organisation_id = $1 AND member_role = 'owner' ORDER BY id FOR UPDATE",
      [organisationId],
    );
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
    const all = await rows<Person & Record<string, unknown>>(tx, `${select} ORDER BY id FOR UPDATE`, [
      organisationId,
    ]);
    const person = all.find(({ id }) => id === personId);
    if (!person) throw new NotFound('成员', personId);
    if (losesOwner && person.role === 'owner' && all.filter(({ role }) => role === 'owner').length === 1)
      throw new LastOwner();
    return person;
  }

  private record(
    tx: Tx,
    command: MemberCommand,
    action: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    return this.audit.record(tx, {
      actorId: command.actor.id,
      actorName: command.actor.name,
      action,
      subject: `organisation:${command.organisationId}`,
      detail: { personId: command.personId, ...detail },
    });
  }
}
