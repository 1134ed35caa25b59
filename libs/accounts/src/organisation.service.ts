import { Injectable } from '@nestjs/common';
import type { ApplicationProfile, OrganisationKind, OrganisationView } from '#contracts';
import { type ColumnSql, NotFound, narrowed, newId, Stale, transition } from '#kernel';
import { appendFact, Database, lock, lockedRow, newestPage, rows, ruled, type Tx } from '#platform';
import { AuditService } from './audit.service.js';
import { type Asker, type OrganisationFacts, organisationSeen, seesOrganisation } from './domain/asker.js';
import {
  ApplicationWanted,
  checkedCreditCode,
  type OrganisationState,
  organisationStates,
} from './domain/organisation.js';
import type { Actor } from './domain/principal.js';
import { Organisation } from './entities/organisation.js';
import { PeopleService } from './people.service.js';

export interface Founding {
  readonly uscc: string;
  readonly kinds: readonly OrganisationKind[];
  readonly profile: ApplicationProfile;
}

interface Decision {
  readonly id: string;
  readonly to: 'approved' | 'suspended';
  readonly actor: Actor;
  readonly reason: string;
}

const sightColumns: Readonly<Record<keyof OrganisationFacts, ColumnSql>> = {
  id: { sql: 'o.id', type: 'uuid' },
  area: { sql: 'o.area', type: 'text' },
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
    const found = await lockedRow(tx, Organisation, { uscc });
    return found && view(found);
  }

  /** Makes the organisation that an application asks for, or takes the unclaimed one; approved, with its fact. */
  async found(tx: Tx, given: Founding, actor: Actor): Promise<string> {
    const { uscc, profile } = given;
    const known = await lockedRow(tx, Organisation, { uscc });
    const before = known && view(known);
    if (before) transition<OrganisationState>(organisationStates, '单位', before.state, 'approved');
    const kinds = [...new Set([...(before?.kinds ?? []), ...given.kinds])];
    const organisation = known ?? tx.create(Organisation, { id: newId(), uscc });
    await tx.save(Object.assign(organisation, profile, { kinds, state: 'approved' }));
    await this.audit.record(tx, {
      actor,
      action: 'organisation.approved',
      subject: `organisation:${organisation.id}`,
      detail: before ? { before } : { uscc },
    });
    await announceApproved(tx, organisation);
    return organisation.id;
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
    return view(await tx.findOneByOrFail(Organisation, { uscc }));
  }

  /** Lifts a suspension: what it halted was not rewritten, so that all of it stands again. */
  restore(id: string, actor: Actor, reason: string): Promise<OrganisationView> {
    return this.decide({ id, to: 'approved', actor, reason }, (tx) =>
      appendFact(tx, `organisation:${id}`, { name: 'organisation.restored', organisationId: id, reason }),
    );
  }

  /** Ends its people's sessions; its listings are out of force and its engagements on hold for as long as it lasts. */
  suspend(id: string, actor: Actor, reason: string): Promise<OrganisationView> {
    return this.decide({ id, to: 'suspended', actor, reason }, async (tx) => {
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
      const organisation = await this.locked(tx, id);
      if (organisation.version !== version) throw new Stale(organisation.version);
      const before = organisation.address;
      await tx.update(Organisation, { id }, { address });
      await this.audit.record(tx, {
        actor,
        action: 'organisation.edit',
        subject: `organisation:${id}`,
        detail: { before, after: address },
      });
      return this.required(tx, id);
    });
  }

  async find(id: string, by: Tx = this.db.manager): Promise<OrganisationView | undefined> {
    const found = await by.findOneBy(Organisation, { id });
    return found ? view(found) : undefined;
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
    const found = await by.findOneBy(Organisation, { uscc });
    return found ? view(found) : undefined;
  }

  /** All organisations, for code that recognises them by name. */
  directory(by: Tx = this.db.manager) {
    return rows<Pick<Organisation, 'id' | 'uscc' | 'name' | 'state' | 'area' | 'kinds'>>(
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
    const query = this.db.manager.createQueryBuilder(Organisation, 'o');
    ruled(query, narrowed(organisationSeen, filter.asker), sightColumns);
    if (filter.state) query.andWhere('o.state = ANY(:states::text[])', { states: filter.state });
    if (filter.kind) query.andWhere('o.kinds && :kinds::text[]', { kinds: filter.kind });
    if (filter.q !== undefined)
      query.andWhere('(strpos(o.name, :q) > 0 OR strpos(o.uscc, upper(:q)) > 0)', { q: filter.q });
    return newestPage(query, 'createdAt', { limit, cursor }, view);
  }

  private decide(
    { id, to, actor, reason }: Decision,
    then: (tx: Tx) => Promise<unknown>,
  ): Promise<OrganisationView> {
    return this.db.transaction(async (tx) => {
      const before = await this.locked(tx, id);
      transition<OrganisationState>(organisationStates, '单位', before.state, to);
      if (before.state === 'unclaimed') throw new ApplicationWanted();
      await tx.update(Organisation, { id }, { state: to, decisionReason: reason });
      await this.audit.record(tx, {
        actor,
        action: `organisation.${to}`,
        subject: `organisation:${id}`,
        detail: { from: before.state, to },
        reason,
      });
      await then(tx);
      return this.required(tx, id);
    });
  }

  private async locked(tx: Tx, id: string): Promise<Organisation> {
    const found = await lockedRow(tx, Organisation, { id });
    if (!found) throw new NotFound('单位', id);
    return found;
  }

  private async required(tx: Tx, id: string): Promise<OrganisationView> {
    const found = await this.find(id, tx);
    if (!found) throw new NotFound('单位', id);
    return found;
  }
}

async function announceApproved(
  tx: Tx,
  { id, uscc, name, area, department, kinds }: Organisation,
): Promise<void> {
  await appendFact(tx, `organisation:${id}`, {
    name: 'organisation.approved',
    party: { organisationId: id, uscc, name, area, department },
    kinds,
  });
}

function view({ updatedAt, changedAt, createdAt, ...organisation }: Organisation): OrganisationView {
  return { ...organisation, createdAt: createdAt.toISOString() };
}
