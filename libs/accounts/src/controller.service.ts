import { Injectable } from '@nestjs/common';
import type { ControllersView } from '#contracts';
import { Database, lockedRow, rows, type Tx } from '#platform';
import { AuditService } from './audit.service.js';
import { controllersAbove } from './controllers.js';
import { ControlsItself } from './domain/controllers.js';
import { checkedCreditCode } from './domain/organisation.js';
import type { Actor } from './domain/principal.js';
import { ControllerLink } from './entities/controller-link.js';
import { Organisation } from './entities/organisation.js';

export interface ControlCommand {
  /** Of the organisation that is controlled. */
  readonly uscc: string;
  /** Null: nobody controls it, as far as is known. */
  readonly controllerUscc: string | null;
  readonly reason: string;
  readonly actor: Actor;
}

interface Link {
  uscc: string;
  organisation_id: string | null;
  name: string | null;
  controller_uscc: string | null;
  reason: string | null;
  set_by_name: string | null;
  set_at: Date | null;
}

/** Who controls whom; it owns its transactions. */
@Injectable()
export class ControllerService {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditService,
  ) {}

  /** @throws ControlsItself `organisation.controls_itself` */
  async set({ uscc, controllerUscc, reason, actor }: ControlCommand): Promise<ControllersView> {
    const controller = controllerUscc === null ? null : checkedCreditCode(controllerUscc, '/controllerUscc');
    if (controller === uscc) throw new ControlsItself();
    return this.db.transaction(async (tx) => {
      const before = await lockedRow(tx, ControllerLink, { uscc });
      if (controller === null) await tx.delete(ControllerLink, { uscc });
      else {
        const set = { setBy: actor.id, setByName: actor.name, setAt: () => 'now()' };
        await tx.upsert(ControllerLink, { uscc, controllerUscc: controller, reason, ...set }, ['uscc']);
      }
      const organisation = await tx.findOneBy(Organisation, { uscc });
      await this.audit.record(tx, {
        actor,
        action: controller === null ? 'organisation.controller_cleared' : 'organisation.controller_set',
        subject: organisation ? `organisation:${organisation.id}` : `uscc:${uscc}`,
        detail: { uscc, before: before?.controllerUscc ?? null, after: controller },
        reason,
      });
      return this.chain(uscc, tx);
    });
  }

  /** An organisation and its controllers, nearest first, as far as they are known. */
  async chain(uscc: string, by: Tx = this.db.manager): Promise<ControllersView> {
    const codes = [uscc, ...((await controllersAbove(by, [uscc])).get(uscc) ?? [])];
    const found = await rows<Link>(
      by,
      `SELECT asked.uscc, o.id AS organisation_id, o.name, c.controller_uscc, c.reason, c.set_by_name, c.set_at
       FROM unnest($1::text[]) WITH ORDINALITY AS asked(uscc, place)
       LEFT JOIN organisations o ON o.uscc = asked.uscc LEFT JOIN controllers c ON c.uscc = asked.uscc ORDER BY asked.place`,
      [codes],
    );
    return {
      chain: found.map((row) => ({
        uscc: row.uscc,
        organisationId: row.organisation_id,
        name: row.name,
        controllerUscc: row.controller_uscc,
        reason: row.reason,
        setBy: row.set_by_name,
        setAt: row.set_at?.toISOString() ?? null,
      })),
    };
  }
}
