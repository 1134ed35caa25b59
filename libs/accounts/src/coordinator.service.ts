import { Injectable } from '@nestjs/common';
import { mostShown } from '#contracts';
import { NotFound } from '#kernel';
import { Database, lockedRow } from '#platform';
import { AuditService } from './audit.service.js';
import { OwnPlace } from './domain/organisation.js';
import type { Actor } from './domain/principal.js';
import { Body } from './entities/body.js';
import { Person } from './entities/person.js';
import { PeopleService, type PersonView, personView } from './people.service.js';

export interface CoordinatorRemoval {
  readonly bodyId: string;
  readonly personId: string;
  readonly actor: Actor;
  readonly reason: string;
}

/** Who works for a coordinating body, and for how long. */
@Injectable()
export class CoordinatorService {
  constructor(
    private readonly db: Database,
    private readonly people: PeopleService,
    private readonly audit: AuditService,
  ) {}

  /** @throws NotFound */
  async list(bodyId: string): Promise<PersonView[]> {
    const { manager } = this.db;
    if (!(await manager.existsBy(Body, { id: bodyId }))) throw new NotFound('协调部门', bodyId);
    const found = await manager.find(Person, {
      where: { bodyId },
      order: { createdAt: 'ASC', id: 'ASC' },
      take: mostShown,
    });
    return found.map(personView);
  }

  /** The account stays for the history and belongs nowhere; its sessions end. @throws NotFound, OwnPlace */
  remove({ bodyId, personId, actor, reason }: CoordinatorRemoval): Promise<void> {
    return this.db.transaction(async (tx) => {
      const person = await lockedRow(tx, Person, { id: personId, bodyId });
      if (!person) throw new NotFound('协调人员', personId);
      if (personId === actor.id) throw new OwnPlace();
      await this.people.displace(tx, personId);
      await this.audit.record(tx, {
        actor,
        action: 'coordinator.remove',
        subject: `body:${bodyId}`,
        detail: { personId, login: person.login, name: person.name },
        reason,
      });
    });
  }
}
