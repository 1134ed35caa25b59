import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import type { OrganisationChangeView, OrganisationKind, ProposedChange } from '#contracts';
import { NotFound, newId, Stale, transition } from '#kernel';
import { appendFact, Database, lockedRow, rows, type Tx } from '#platform';
import { AuditService } from './audit.service.js';
import { type ChangeFilter, changeView, findChange, listChanges, standingValues } from './change.store.js';
import {
  ChangeOpen,
  type ChangeState,
  CityWanted,
  CodeTaken,
  changed,
  changeStates,
  DecidesOwn,
  differences,
  KindInUse,
  movesArea,
  NotWithdrawable,
  nothingChanged,
  type Reviewed,
} from './domain/change.js';
import { checkedCreditCode } from './domain/organisation.js';
import { actorOf, type Principal } from './domain/principal.js';
import { ControllerLink } from './entities/controller-link.js';
import { Organisation } from './entities/organisation.js';
import { OrganisationChange } from './entities/organisation-change.js';

export interface Proposal {
  readonly organisationId: string;
  readonly proposed: ProposedChange;
  readonly reason: string;
  readonly caller: Principal;
}

export interface ChangeDecision {
  readonly id: string;
  readonly caller: Principal;
  readonly reason: string | null;
}

export interface ChangeApproval extends ChangeDecision {
  /** Of the organisation, as the values were read that it is decided on. */
  readonly version: number;
  /** Kinds that it cannot give up: something of that side is in force. */
  readonly kindsInUse: readonly OrganisationKind[];
}

type Decided = Exclude<ChangeState, 'submitted'>;

/** What an organisation asks to be known by otherwise, until a coordinator has decided; it owns the transactions. */
@Injectable()
export class ChangeService {
  constructor(
    private readonly db: Database,
    private readonly audit: AuditService,
  ) {}

  /** @throws ChangeOpen `change.open`; InvalidInput `change.nothing` where it would change nothing */
  propose({ organisationId, reason, caller, ...given }: Proposal): Promise<OrganisationChangeView> {
    const { uscc } = given.proposed;
    const proposed =
      uscc === undefined
        ? given.proposed
        : { ...given.proposed, uscc: checkedCreditCode(uscc, '/proposed/uscc') };
    return this.db.transaction(async (tx) => {
      await lockOrganisation(tx, organisationId);
      if (await tx.existsBy(OrganisationChange, { organisationId, state: 'submitted' }))
        throw new ChangeOpen();
      const id = newId();
      await tx.insert(OrganisationChange, {
        id,
        organisationId,
        state: 'submitted',
        proposed,
        reason,
        side: caller.body ? 'coordinator' : 'organisation',
        proposedBy: caller.personId,
        proposedByName: caller.name,
      });
      const change = await findChange(tx, id);
      const found = differences(standingValues(change.organisation), proposed);
      if (found.length === 0) throw nothingChanged();
      const [actor, action] = [actorOf(caller), 'change.proposed'];
      await this.audit.record(tx, { actor, action, ...recordOf(change), reason });
      return changeView(change);
    });
  }

  /**
   * The proposed values stand from here on, everywhere: in one transaction with the fact that tells so.
   * @throws DecidesOwn, CityWanted, KindInUse, CodeTaken, Stale
   */
  approve({ version, kindsInUse, ...decision }: ChangeApproval): Promise<OrganisationChangeView> {
    return this.decide(decision, 'approved', async (tx, change) => {
      const { organisation, proposed } = change;
      if (organisation.version !== version) throw new Stale(organisation.version);
      const before = standingValues(organisation);
      const found = differences(before, proposed);
      if (change.proposedBy === decision.caller.personId) throw new DecidesOwn();
      if (movesArea(found) && decision.caller.body?.scope !== 'city') throw new CityWanted();
      const after = changed(before, proposed);
      const lost = kindsInUse.find((kind) => before.kinds.includes(kind) && !after.kinds.includes(kind));
      if (lost) throw new KindInUse(lost);
      if (after.uscc !== before.uscc) await moveCode(tx, before.uscc, after.uscc);
      const { id: organisationId } = organisation;
      await tx.update(Organisation, { id: organisationId }, after);
      const party = ({ uscc, name, area, department }: Reviewed) => ({
        organisationId,
        uscc,
        name,
        area,
        department,
      });
      await appendFact(tx, `organisation:${organisationId}`, {
        name: 'organisation.changed',
        changeId: change.id,
        before: party(before),
        party: party(after),
        kinds: after.kinds,
        fields: found.map(({ field }) => field),
      });
    });
  }

  reject(decision: ChangeDecision): Promise<OrganisationChangeView> {
    return this.decide(decision, 'rejected', async () => undefined);
  }

  /** By the side that asked for it. @throws NotWithdrawable `change.not_own` */
  withdraw(decision: ChangeDecision): Promise<OrganisationChangeView> {
    return this.decide(decision, 'withdrawn', async (_tx, { side }) => {
      if ((side === 'coordinator') !== (decision.caller.body !== undefined)) throw new NotWithdrawable();
    });
  }

  /** @throws NotFound */
  async find(id: string): Promise<OrganisationChangeView> {
    return changeView(await findChange(this.db.manager, id));
  }

  async list(filter: ChangeFilter, limit: number, cursor: string | undefined) {
    return listChanges(this.db.manager, filter, { limit, cursor });
  }

  private decide(
    { id, caller, reason }: ChangeDecision,
    to: Decided,
    run: (tx: Tx, change: OrganisationChange) => Promise<void>,
  ): Promise<OrganisationChangeView> {
    return this.db.transaction(async (tx) => {
      // The organisation first, as whoever proposes does: two of them never wait for each other.
      await lockOrganisation(tx, (await findChange(tx, id)).organisationId);
      const change = await findChange(tx, id);
      transition<ChangeState>(changeStates, '变更', change.state, to);
      await run(tx, change);
      const before = Object.fromEntries(
        differences(standingValues(change.organisation), change.proposed).map((one) => [
          one.field,
          one.before,
        ]),
      );
      const { personId: decidedBy, name: decidedByName } = caller;
      const decided = { decidedBy, decidedByName, decidedAt: () => 'now()', decisionReason: reason };
      await tx.update(OrganisationChange, { id }, { state: to, before, ...decided });
      const [actor, action] = [actorOf(caller), `change.${to}`];
      await this.audit.record(tx, { actor, action, ...recordOf(change), reason });
      return changeView(await findChange(tx, id));
    });
  }
}

/** What the audit trail says of a change, against the values that stand. */
function recordOf({ id, organisation, proposed }: OrganisationChange) {
  return {
    subject: `organisation:${organisation.id}`,
    detail: { changeId: id, differences: differences(standingValues(organisation), proposed) },
  };
}

async function lockOrganisation(tx: Tx, id: string): Promise<void> {
  if (!(await lockedRow(tx, Organisation, { id }))) throw new NotFound('单位', id);
}

/** Who controls whom stands by code: it goes with the organisation to its new one. @throws CodeTaken */
async function moveCode(tx: Tx, from: string, to: string): Promise<void> {
  if (await tx.existsBy(Organisation, { uscc: to })) throw new CodeTaken(to);
  await rows(
    tx,
    `INSERT INTO controllers (uscc, controller_uscc, reason, set_by, set_by_name, set_at)
     SELECT $2, controller_uscc, reason, set_by, set_by_name, set_at FROM controllers WHERE uscc = $1 AND controller_uscc <> $2
     ON CONFLICT ON CONSTRAINT pk_controllers DO NOTHING`,
    [from, to],
  );
  await tx.delete(ControllerLink, { uscc: from });
  await tx.update(ControllerLink, { controllerUscc: from, uscc: Not(to) }, { controllerUscc: to });
}
