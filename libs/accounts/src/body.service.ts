import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel';
import { Database, rows } from '#platform';
import { AuditService } from './audit.service.js';
import { checkedCreditCode } from './domain/organisation.js';
import type { Actor } from './organisation.service.js';
import type { Body } from './people.service.js';

export interface BodyDecision {
  readonly id: string;
  readonly reason: string;
  readonly actor: Actor;
}

export interface BodyEdit extends BodyDecision {
  readonly name: string;
  readonly uscc: string | null;
  readonly department: string | null;
}

const columns = 'id, name, scope, area, uscc, department, suspended_reason AS suspended';

/** Coordinating bodies after they were made; it owns its transactions. */
@Injectable()
export class BodyService {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditService,
  ) {}

  edit({ name, department, ...given }: BodyEdit): Promise<Body> {
    const uscc = given.uscc === null ? null : checkedCreditCode(given.uscc);
    return this.decide(given, 'edit', 'name = $2, uscc = $3, department = $4', [name, uscc, department]);
  }

  /** Its people decide nothing and see nothing but that it is suspended, and why. */
  suspend(decision: BodyDecision): Promise<Body> {
    return this.decide(decision, 'suspend', 'suspended_reason = $2', [decision.reason]);
  }

  restore(decision: BodyDecision): Promise<Body> {
    return this.decide(decision, 'restore', 'suspended_reason = NULL', []);
  }

  private decide(
    { id, reason, actor }: BodyDecision,
    what: 'edit' | 'suspend' | 'restore',
    set: string,
    values: readonly unknown[],
  ): Promise<Body> {
    return this.db.transaction(async (tx) => {
      const [before] = await rows<Body>(tx, `SELECT ${columns} FROM bodies WHERE id = $1 FOR UPDATE`, [id]);
      if (!before) throw new NotFound('协调部门', id);
      const [after] = await rows<Body>(tx, `UPDATE bodies SET ${set} WHERE id = $1 RETURNING ${columns}`, [
        id,
        ...values,
      ]);
      if (what === 'suspend')
        await rows(
          tx,
          'DELETE FROM sessions USING people WHERE people.id = sessions.person_id AND people.body_id = $1',
          [id],
        );
      await this.audit.record(tx, {
        actorId: actor.id,
        actorName: actor.name,
        action: `body.${what}`,
        subject: `body:${id}`,
        detail: { before, after },
        reason,
      });
      return after ?? before;
    });
  }
}
