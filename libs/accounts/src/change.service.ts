import { Injectable } from '@nestjs/common';
import type { OrganisationChangeView, ProposedChange } from '#contracts';
import { NotFound, newId, Stale, transition } from '#kernel';
import { appendFact, Database, keyset, rows, type Tx } from '#platform';
import { AuditService } from './audit.service.js';
import {
  type ChangeFilter,
  type ChangeRow,
  changeView,
  findChange,
  listChangeRows,
  standingValues,
} from './change.store.js';
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
import type { OrganisationKind, Principal } from './domain/principal.js';

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
      const open = await listChangeRows(tx, { state: ['submitted'], organisation: organisationId }, 1, []);
      if (open.length > 0) throw new ChangeOpen();
      const id = newId();
      const side = caller.body ? 'coordinator' : 'organisation';
      await rows(
        tx,
        `INSERT INTO organisation_changes (id, organisation_id, state, proposed, reason, side, proposed_by, proposed_by_name)
         VALUES ($1, $2, 'submitted', $3, $4, $5, $6, $7)`,
        [id, organisationId, JSON.stringify(proposed), reason, side, caller.personId, caller.name],
      );
      const row = await required(tx, id);
      const found = differences(standingValues(row), proposed);
      if (found.length === 0) throw nothingChanged();
      await this.record(tx, caller, row, 'proposed', reason);
      return changeView(row);
    });
  }

  /**
   * The proposed values stand from here on, everywhere: in one transaction with the fact that tells so.
   * @throws DecidesOwn, CityWanted, KindInUse, CodeTaken, Stale
   */
  approve({ version, kindsInUse, ...decision }: ChangeApproval): Promise<OrganisationChangeView> {
    return this.decide(decision, 'approved', async (tx, row) => {
      if (row.version !== version) throw new Stale(row.version);
      const found = differences(standingValues(row), row.proposed);
      if (row.proposed_by === decision.caller.personId) throw new DecidesOwn();
      if (movesArea(found) && decision.caller.body?.scope !== 'city') throw new CityWanted();
      const after = changed(standingValues(row), row.proposed);
      const lost = kindsInUse.find((kind) => row.kinds.includes(kind) && !after.kinds.includes(kind));
      if (lost) throw new KindInUse(lost);
      if (after.uscc !== row.uscc) await moveCode(tx, row.uscc, after.uscc);
      await rows(
        tx,
        `UPDATE organisations SET name = $2, uscc = $3, kinds = $4, area = $5, department = $6, owner_kind = $7, size = $8,
           version = version + 1, updated_at = now() WHERE id = $1`,
        [
          row.organisation_id,
          after.name,
          after.uscc,
          after.kinds,
          after.area,
          after.department,
          after.ownerKind,
          after.size,
        ],
      );
      const party = (values: Reviewed) => ({
        organisationId: row.organisation_id,
        uscc: values.uscc,
        name: values.name,
        area: values.area,
        department: values.department,
      });
      await appendFact(tx, `organisation:${row.organisation_id}`, {
        name: 'organisation.changed',
        changeId: row.id,
        before: party(standingValues(row)),
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
    return this.decide(decision, 'withdrawn', async (_tx, row) => {
      if ((row.side === 'coordinator') !== (decision.caller.body !== undefined)) throw new NotWithdrawable();
    });
  }

  /** @throws NotFound */
  async find(id: string): Promise<OrganisationChangeView> {
    return changeView(await required(this.db.manager, id));
  }

  async list(filter: ChangeFilter, limit: number, cursor: string | undefined) {
    const after = keyset.read(cursor, ['instant', 'id']) ?? [];
    const found = await listChangeRows(this.db.manager, filter, limit + 1, after as (string | null)[]);
    return keyset.page(found, limit, (row) => [row.at, row.id], changeView);
  }

  private decide(
    { id, caller, reason }: ChangeDecision,
    to: Decided,
    run: (tx: Tx, row: ChangeRow) => Promise<void>,
  ): Promise<OrganisationChangeView> {
    return this.db.transaction(async (tx) => {
      // The organisation first, as whoever proposes does: two of them never wait for each other.
      await lockOrganisation(tx, (await required(tx, id)).organisation_id);
      const row = await required(tx, id);
      transition<ChangeState>(changeStates, '变更', row.state, to);
      await run(tx, row);
      const before = Object.fromEntries(
        differences(standingValues(row), row.proposed).map((one) => [one.field, one.before]),
      );
      await rows(
        tx,
        `UPDATE organisation_changes SET state = $2, before = $3, decided_by = $4, decided_by_name = $5, decided_at = now(), decision_reason = $6
         WHERE id = $1`,
        [id, to, JSON.stringify(before), caller.personId, caller.name, reason],
      );
      await this.record(tx, caller, row, to, reason);
      return changeView(await required(tx, id));
    });
  }

  private record(
    tx: Tx,
    { personId, name }: Principal,
    row: ChangeRow,
    what: 'proposed' | Decided,
    reason: string | null,
  ): Promise<void> {
    return this.audit.record(tx, {
      actorId: personId,
      actorName: name,
      action: `change.${what}`,
      subject: `organisation:${row.organisation_id}`,
      detail: { changeId: row.id, differences: differences(standingValues(row), row.proposed) },
      reason,
    });
  }
}

async function lockOrganisation(tx: Tx, id: string): Promise<void> {
  const found = await rows(tx, 'SELECT 1 FROM organisations WHERE id = $1 FOR UPDATE', [id]);
  if (found.length === 0) throw new NotFound('单位', id);
}

async function required(tx: Tx, id: string): Promise<ChangeRow> {
  const row = await findChange(tx, id);
  if (!row) throw new NotFound('变更', id);
  return row;
}

/** Who controls whom stands by code: it goes with the organisation to its new one. @throws CodeTaken */
async function moveCode(tx: Tx, from: string, to: string): Promise<void> {
  if ((await rows(tx, 'SELECT 1 FROM organisations WHERE uscc = $1', [to])).length > 0)
    throw new CodeTaken(to);
  await rows(
    tx,
    `INSERT INTO controllers (uscc, controller_uscc, reason, set_by, set_by_name, set_at)
     SELECT $2, controller_uscc, reason, set_by, set_by_name, set_at FROM controllers WHERE uscc = $1 AND controller_uscc <> $2
     ON CONFLICT ON CONSTRAINT pk_controllers DO NOTHING`,
    [from, to],
  );
  await rows(tx, 'DELETE FROM controllers WHERE uscc = $1', [from]);
  await rows(tx, 'UPDATE controllers SET controller_uscc = $2 WHERE controller_uscc = $1 AND uscc <> $2', [
    from,
    to,
  ]);
}
