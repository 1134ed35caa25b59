import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel';
import { Database, rows } from '#platform';
import { AuditService } from './audit.service.js';
import { OwnPlace } from './domain/organisation.js';
import type { Actor } from './organisation.service.js';
import { PeopleService, type Person } from './people.service.js';

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
  async list(bodyId: string): Promise<Person[]> {
    if ((await this.db.query('SELECT 1 FROM bodies WHERE id = $1', [bodyId])).length === 0)
      throw new NotFound('协调部门', bodyId);
    return this.db.query<Person & Record<string, unknown>>(
      'SELECT id, login, name, member_role AS role FROM people WHERE body_id = $1 ORDER BY created_at, id',
      [bodyId],
    );
  }

  /** The account stays for the history and belongs nowhere; its sessions end. @throws NotFound, OwnPlace */
  remove({ bodyId, personId, actor, reason }: CoordinatorRemoval): Promise<void> {
    return this.db.transaction(async (tx) => {
      const [person] = await rows<{ login: string; name: string }>(
        tx,
        'SELECT login, name FROM people WHERE id = $1 AND body_id = $2 FOR UPDATE',
        [personId, bodyId],
      );
      if (!person) throw new NotFound('协调人员', personId);
      if (personId === actor.id) throw new OwnPlace();
      await this.people.displace(tx, personId);
      await this.audit.record(tx, {
        actorId: actor.id,
        actorName: actor.name,
        action: 'coordinator.remove',
        subject: `body:${bodyId}`,
        detail: { personId, ...person },
        reason,
      });
    });
  }
}
