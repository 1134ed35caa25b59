import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel';
import { Database, lockedRow, rows } from '#platform';
import { AuditService } from './audit.service.js';
import { checkedCreditCode } from './domain/organisation.js';
import type { Actor } from './domain/principal.js';
import { Body } from './entities/body.js';
import { type BodyView, bodyView } from './people.service.js';

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

/** Changes to coordinating bodies that exist; each method is a transaction of its own. */
@Injectable()
export class BodyService {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditService,
  ) {}

  edit({ name, department, ...given }: BodyEdit): Promise<BodyView> {
    const uscc = given.uscc === null ? null : checkedCreditCode(given.uscc);
    return this.decide(given, 'edit', { name, uscc, department });
  }

  /** Suspends a body: its people can decide and see nothing any more but that it is suspended, and why. */
  suspend(decision: BodyDecision): Promise<BodyView> {
    return this.decide(decision, 'suspend', { suspendedReason: decision.reason });
  }

  restore(decision: BodyDecision): Promise<BodyView> {
    return this.decide(decision, 'restore', { suspendedReason: null });
  }

  private decide(
    { id, reason, actor }: BodyDecision,
    what: 'edit' | 'suspend' | 'restore',
    changes: Partial<Body>,
  ): Promise<BodyView> {
    return this.db.transaction(async (tx) => {
      const body = await lockedRow(tx, Body, { id });
      if (!body) throw new NotFound('协调部门', id);
      const before = bodyView(body);
      const after = bodyView(await tx.save(Object.assign(body, changes)));
      if (what === 'suspend')
        await rows(
          tx,
          'DELETE FROM sessions USING people WHERE people.id = sessions.person_id AND people.body_id = $1',
          [id],
        );
      await this.audit.record(tx, {
        actor,
        action: `body.${what}`,
        subject: `body:${id}`,
        detail: { before, after },
        reason,
      });
      return after;
    });
  }
}
