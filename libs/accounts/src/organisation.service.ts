import { Injectable } from '@nestjs/common';
import type { ApplicationProfile, OrganisationView } from '#contracts';
import {
  type ColumnSql,
  conditionSql,
  NotFound,
  narrowed,
  newId,
  Parameters,
  Stale,
  transition,
} from '#kernel';
import { appendFact, Database, keyset, lock, rows, type Tx } from '#platform';
import { AuditService } from './audit.service.js';
import { type Asker, type OrganisationFacts, organisationSeen, seesOrganisation } from './domain/asker.js';
import {
  ApplicationWanted,
  checkedCreditCode,
  type OrganisationState,
  organisationStates,
} from './domain/organisation.js';
import type { OrganisationKind } from './domain/principal.js';
import { PeopleService } from './people.service.js';

export interface Actor {
  readonly id: string | null;
  readonly name: string;
}

export interface Founding {
  readonly uscc: string;
  readonly kinds: readonly OrganisationKind[];
  readonly profile: ApplicationProfile;
}

interface OrganisationRow {
  id: string;
  uscc: string;
  name: string;
  kinds: OrganisationKind[];
  state: OrganisationState;
  area: string | null;
  department: string | null;
  owner_kind: string | null;
  size: string | null;
  address: string;
  controller_uscc: string | null;
  decision_reason: string | null;
  version: number;
  created_at: Date;
  at: string;
}

const select = `SELECT id, uscc, name, kinds, state, area, department, owner_kind, size, address, decision_reason,
  (SELECT c.controller_uscc FROM controllers c WHERE c.uscc = organisations.uscc) AS controller_uscc, version,
  created_at, created_at::text AS at FROM organisations`;

const sightColumns: Readonly<Record<keyof OrganisationFacts, ColumnSql>> = {
  id: { sql: 'organisations.id', type: 'uuid' },
  area: { sql: 'organisations.area', type: 'text' },
};

/** Organisations by their USCC; it owns their transactions. */
@Injectable()
export class OrganisationService {
  constructor(
    private readonly db: Database,
    private readonly people: PeopleService,
    private readonly audit: AuditService,
  ) {}

  /** Locks a code, known or not: whoever decides on it at the same time waits here. */
  async lockCode(tx: Tx, uscc: string): Promise<OrganisationView | undefined> {
    await lock(tx, 'creditCode', uscc);
    const row = await one(tx, 'WHERE uscc = $1 FOR UPDATE', [uscc]);
    return row && view(row);
  }

  /** Makes the organisation that an application asks for, or takes the unclaimed one; approved, with its fact. */
  async found(tx: Tx, given: Founding, actor: Actor): Promise<string> {
    const { uscc, profile } = given;
    const before = await one(tx, 'WHERE uscc = $1 FOR UPDATE', [uscc]);
    const id = before?.id ?? newId();
    if (before) transition<OrganisationState>(organisationStates, '单位', before.state, 'approved');
    const kinds = [...new Set([...(before?.kinds ?? []), ...given.kinds])];
    await rows(
      tx,
      `INSERT INTO organisations (id, uscc, name, kinds, state, area, department, owner_kind, size, address)
       VALUES ($1, $2, $3, $4, 'approved', $5, $6, $7, $8, $9)
       ON CONFLICT ON CONSTRAINT uq_organisations_uscc DO UPDATE SET name = excluded.name, kinds = excluded.kinds, state = excluded.state,
         area = excluded.area, department = excluded.department, owner_kind = excluded.owner_kind, size = excluded.size,
         address = excluded.address, version = organisations.version + 1, updated_at = now()`,
      [
        id,
        uscc,
        profile.name,
        kinds,
        profile.area,
        profile.department,
        profile.ownerKind,
        profile.size,
        profile.address,
      ],
    );
    const after = await this.required(tx, id);
    await this.audit.record(tx, {
      actorId: actor.id,
      actorName: actor.name,
      action: 'organisation.approved',
      subject: `organisation:${id}`,
      detail: before ? { before: view(before) } : { uscc },
    });
    await announceApproved(tx, after);
    return id;
  }

  /** The organisation of a code, made unclaimed when nobody knows it yet: listings are entered on its behalf. */
  async ensureUnclaimed(
    tx: Tx,
    given: {
      readonly uscc: string;
      readonly name: string;
      readonly kinds: readonly OrganisationKind[];
      readonly area?: string | null;
      readonly department?: string | null;
    },
  ): Promise<OrganisationView> {
    const uscc = checkedCreditCode(given.uscc);
    await rows(
      tx,
      `INSERT INTO organisations (id, uscc, name, kinds, state, area, department) VALUES ($1, $2, $3, $4, 'unclaimed', $5, $6)
       ON CONFLICT ON CONSTRAINT uq_organisations_uscc DO UPDATE
         SET kinds = ARRAY(SELECT DISTINCT k FROM unnest(organisations.kinds || excluded.kinds) AS k ORDER BY k)`,
      [newId(), uscc, given.name, [...given.kinds], given.area ?? null, given.department ?? null],
    );
    const row = await one(tx, 'WHERE uscc = $1', [uscc]);
    if (!row) throw new NotFound('单位', uscc);
    return view(row);
  }

  /** Lifts a suspension: what it halted was not rewritten, so that all of it stands again. */
  restore(id: string, actor: Actor, reason: string): Promise<OrganisationView> {
    return this.decide(id, 'approved', actor, reason, (tx) =>
      appendFact(tx, `organisation:${id}`, { name: 'organisation.restored', organisationId: id, reason }),
    );
  }

  /** Ends its people's sessions; its listings are out of force and its engagements on hold for as long as it lasts. */
  suspend(id: string, actor: Actor, reason: string): Promise<OrganisationView> {
    return this.decide(id, 'suspended', actor, reason, async (tx) => {
      await this.people.endSessionsOf(tx, id);
      await appendFact(tx, `organisation:${id}`, {
        name: 'organisation.suspended',
        organisationId: id,
        reason,
      });
    });
  }

  /** What nothing public and no decision rests on: the address. All else changes by a reviewed change. */
  edit(id: string, version: number, address: string, actor: Actor): Promise<OrganisationView> {
    return this.db.transaction(async (tx) => {
      const before = await one(tx, 'WHERE id = $1 FOR UPDATE', [id]);
      if (!before) throw new NotFound('单位', id);
      if (before.version !== version) throw new Stale(before.version);
      await rows(
        tx,
        'UPDATE organisations SET address = $2, version = version + 1, updated_at = now() WHERE id = $1',
        [id, address],
      );
      await this.audit.record(tx, {
        actorId: actor.id,
        actorName: actor.name,
        action: 'organisation.edit',
        subject: `organisation:${id}`,
        detail: { before: before.address, after: address },
      });
      return this.required(tx, id);
    });
  }

  async find(id: string, by: Tx = this.db.manager): Promise<OrganisationView | undefined> {
    const row = await one(by, 'WHERE id = $1', [id]);
    return row && view(row);
  }

  /** @throws NotFound also for what is there but not for this asker. */
  async seen(id: string, asker: Asker): Promise<OrganisationView> {
    const found = await this.find(id);
    if (!found || !seesOrganisation(asker, found)) throw new NotFound('单位', id);
    return found;
  }

  /** @throws NotFound */
  async get(id: string): Promise<OrganisationView> {
    return this.required(this.db.manager, id);
  }

  async findByUscc(uscc: string, by: Tx = this.db.manager): Promise<OrganisationView | undefined> {
    const row = await one(by, 'WHERE uscc = $1', [uscc]);
    return row && view(row);
  }

  /** All organisations, as whoever reads a list of names has to know them. */
  directory(by: Tx = this.db.manager) {
    return rows<Pick<OrganisationRow, 'id' | 'uscc' | 'name' | 'state' | 'area' | 'kinds'>>(
      by,
      'SELECT id, uscc, name, state, area, kinds FROM organisations',
    );
  }

  async list(
    filter: {
      state?: readonly string[] | undefined;
      kind?: readonly string[] | undefined;
      q?: string | undefined;
      asker: Asker;
    },
    limit: number,
    cursor: string | undefined,
  ) {
    const [at, id] = keyset.read(cursor, ['instant', 'id']) ?? [null, null];
    const parameters = new Parameters(
      filter.state ?? null,
      filter.kind ?? null,
      filter.q ?? null,
      at,
      id,
      limit + 1,
    );
    const seen = conditionSql(narrowed(organisationSeen, filter.asker), sightColumns, parameters);
    const found = await this.db.query<OrganisationRow>(
      `${select} WHERE ($1::text[] IS NULL OR state = ANY($1)) AND ($2::text[] IS NULL OR kinds && $2)
         AND ($3::text IS NULL OR strpos(name, $3) > 0 OR strpos(uscc, upper($3)) > 0) AND ${seen}
         AND ($4::text IS NULL OR (created_at, id) < ($4::timestamptz, $5::uuid)) ORDER BY created_at DESC, id DESC LIMIT $6`,
      parameters.values,
    );
    return keyset.page(found, limit, (row) => [row.at, row.id], view);
  }

  private decide(
    id: string,
    to: OrganisationState,
    actor: Actor,
    reason: string | null,
    then: (tx: Tx, organisation: OrganisationView) => Promise<unknown>,
  ): Promise<OrganisationView> {
    return this.db.transaction(async (tx) => {
      const before = await one(tx, 'WHERE id = $1 FOR UPDATE', [id]);
      if (!before) throw new NotFound('单位', id);
      transition<OrganisationState>(organisationStates, '单位', before.state, to);
      if (before.state === 'unclaimed') throw new ApplicationWanted();
      await rows(
        tx,
        'UPDATE organisations SET state = $2, decision_reason = $3, version = version + 1, updated_at = now() WHERE id = $1',
        [id, to, reason],
      );
      await this.audit.record(tx, {
        actorId: actor.id,
        actorName: actor.name,
        action: `organisation.${to}`,
        subject: `organisation:${id}`,
        detail: { from: before.state, to },
        reason,
      });
      const after = await this.required(tx, id);
      await then(tx, after);
      return after;
    });
  }

  private async required(tx: Tx, id: string): Promise<OrganisationView> {
    const row = await one(tx, 'WHERE id = $1', [id]);
    if (!row) throw new NotFound('单位', id);
    return view(row);
  }
}

async function announceApproved(
  tx: Tx,
  { id, uscc, name, area, department, kinds }: OrganisationView,
): Promise<void> {
  await appendFact(tx, `organisation:${id}`, {
    name: 'organisation.approved',
    party: { organisationId: id, uscc, name, area, department },
    kinds,
  });
}

async function one(
  tx: Tx,
  where: string,
  parameters: readonly unknown[],
): Promise<OrganisationRow | undefined> {
  return (await rows<OrganisationRow>(tx, `${select} ${where}`, parameters))[0];
}

function view(row: OrganisationRow): OrganisationView {
  return {
    id: row.id,
    uscc: row.uscc,
    name: row.name,
    kinds: row.kinds,
    state: row.state,
    area: row.area,
    department: row.department,
    ownerKind: row.owner_kind,
    size: row.size,
    address: row.address,
    controllerUscc: row.controller_uscc,
    decisionReason: row.decision_reason,
    version: row.version,
    createdAt: row.created_at.toISOString(),
  };
}
