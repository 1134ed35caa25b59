import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel';
import { Database, rows } from '#platform';
import { AuditService } from './audit.service.js';
import { checkedCreditCode } from './domain/organisation.js';
import type { Actor } from './organisation.service.js';
import type { Body } from './people.service.js';

export interface BodyEdit {
  readonly id: string;
  readonly name: string;
  readonly uscc: string | null;
  readonly department: string | null;
  readonly reason: string;
  readonly actor: Actor;
}

const columns = 'id, name, scope, area, uscc, department';

/** Coordinating bodies after they were made; it owns its transactions. */
@Injectable()
export class BodyService {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditService,
  ) {}

  edit({ id, name, department, reason, actor, ...given }: BodyEdit): Promise<Body> {
    const uscc = given.uscc === null ? null : checkedCreditCode(given.uscc);
    return this.db.transaction(async (tx) => {
      const [before] = await rows<Body>(tx, `SELECT ${columns} FROM bodies WHERE id = $1 FOR UPDATE`, [id]);
      if (!before) throw new NotFound('协调部门', id);
      const [after] = await rows<Body>(
        tx,
        `UPDATE bodies SET name = $2, uscc = $3, department = $4 WHERE id = $1 RETURNING ${columns}`,
        [id, name, uscc, department],
      );
      await this.audit.record(tx, {
        actorId: actor.id,
        actorName: actor.name,
        action: 'body.edit',
        subject: `body:${id}`,
        detail: { before, after },
        reason,
      });
      return after ?? before;
    });
  }
}
