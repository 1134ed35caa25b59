import { Injectable } from '@nestjs/common';
import type { ApplicationContent, ApplicationState, ApplicationView } from '#contracts';
import { InvalidInput, NotFound, newId, Stale, transition } from '#kernel';
import { Database, keyset, rows, type Tx } from '#platform';
import {
  type ApplicationRow,
  applicationView,
  contentColumns,
  contentValues,
  findApplication,
  selectApplications,
} from './application.store.js';
import { AuditService } from './audit.service.js';
import { applicationStates, refuseSubmission } from './domain/application.js';
import { ApplicationFixed, ApplicationOpen } from './domain/application.refusals.js';
import { applicationSight } from './domain/application.sight.js';
import { checkedCreditCode } from './domain/organisation.js';
import type { Principal } from './domain/principal.js';
import { OrganisationService } from './organisation.service.js';
import { PeopleService } from './people.service.js';

/** Requests to speak for an organisation, from their person's side: written, proved, submitted, withdrawn. */
@Injectable()
export class ApplicationService {
  constructor(
    private readonly db: Database,
    private readonly people: PeopleService,
    private readonly organisations: OrganisationService,
    private readonly audit: AuditService,
  ) {}

  /** @throws PersonPlaced `application.person_placed`, ApplicationOpen `application.one_open` */
  create(caller: Principal, content: ApplicationContent): Promise<ApplicationView> {
    const uscc = checkedCreditCode(content.uscc);
    return this.db.transaction(async (tx) => {
      await this.people.lockNowhere(tx, caller.personId);
      const id = newId();
      const made = await rows(
        tx,
        `INSERT INTO applications (id, person_id, ${contentColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (person_id) WHERE state IN ('draft', 'submitted') DO NOTHING RETURNING id`,
        [id, caller.personId, ...contentValues(uscc, content)],
      );
      if (made.length === 0) throw new ApplicationOpen();
      return applicationView(await findApplication(tx, id));
    });
  }

  edit(
    caller: Principal,
    id: string,
    version: number,
    content: ApplicationContent,
  ): Promise<ApplicationView> {
    const uscc = checkedCreditCode(content.uscc);
    return this.own(caller, id, async (tx, before) => {
      if (before.state !== 'draft') throw new ApplicationFixed(before.state);
      if (before.version !== version) throw new Stale(before.version);
      await rows(
        tx,
        `UPDATE applications SET (${contentColumns}) = ROW($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12), version = version + 1,
           updated_at = now() WHERE id = $1`,
        [id, ...contentValues(uscc, content)],
      );
    });
  }

  /** @throws InvalidInput `application.proof_wanted`; what refuseSubmission throws */
  submit(caller: Principal, id: string): Promise<ApplicationView> {
    return this.own(caller, id, async (tx, before) => {
      transition<ApplicationState>(applicationStates, '申请', before.state, 'submitted');
      await this.people.lockNowhere(tx, caller.personId);
      if (before.proof_sha256 === null)
        throw new InvalidInput([
          { pointer: '/proof', code: 'application.proof_wanted', detail: '请先上传授权书或营业执照' },
        ]);
      const organisation = await this.organisations.findByUscc(before.uscc, tx);
      refuseSubmission(
        { uscc: before.uscc, role: before.member_role, ownerGone: before.owner_gone },
        organisation,
      );
      await rows(
        tx,
        "UPDATE applications SET state = 'submitted', submitted_at = now(), version = version + 1, updated_at = now() WHERE id = $1",
        [id],
      );
      await this.record(tx, caller, before, 'application.submit');
    });
  }

  withdraw(caller: Principal, id: string, reason: string | null): Promise<ApplicationView> {
    return this.own(caller, id, async (tx, before) => {
      transition<ApplicationState>(applicationStates, '申请', before.state, 'withdrawn');
      await rows(
        tx,
        "UPDATE applications SET state = 'withdrawn', reason = $2, version = version + 1, updated_at = now() WHERE id = $1",
        [id, reason],
      );
      await this.record(tx, caller, before, 'application.withdraw', reason);
    });
  }

  /** @throws NotFound where the caller may not know of it */
  async get(caller: Principal, id: string): Promise<ApplicationView> {
    const found = applicationView(await findApplication(this.db.manager, id));
    const { person, profile, submittedAt } = found;
    if (!applicationSight(caller).sees({ personId: person.id, area: profile.area, submittedAt }))
      throw new NotFound('申请', id);
    return found;
  }

  async list(
    caller: Principal,
    filter: { readonly state?: readonly string[] | undefined; readonly q?: string | undefined },
    limit: number,
    cursor: string | undefined,
  ) {
    const sight = applicationSight(caller);
    const [at, id] = keyset.read(cursor, ['instant', 'id']) ?? [null, null];
    const found = await this.db.query<ApplicationRow & Record<string, unknown>>(
      `${selectApplications} WHERE ${sight.sql} AND ($4::text[] IS NULL OR a.state = ANY($4))
         AND ($5::text IS NULL OR strpos(a.name, $5) > 0 OR strpos(a.uscc, upper($5)) > 0)
         AND ($6::text IS NULL OR (a.created_at, a.id) < ($6::timestamptz, $7::uuid)) ORDER BY a.created_at DESC, a.id DESC LIMIT $8`,
      [...sight.parameters, filter.state ?? null, filter.q ?? null, at, id, limit + 1],
    );
    return keyset.page(found, limit, (row) => [row.at, row.id], applicationView);
  }

  /** A change of the caller's own application, in one transaction. @throws NotFound where it is another's */
  private own(
    caller: Principal,
    id: string,
    change: (tx: Tx, before: ApplicationRow) => Promise<void>,
  ): Promise<ApplicationView> {
    return this.db.transaction(async (tx) => {
      const before = await findApplication(tx, id, 'FOR UPDATE OF a');
      if (before.person_id !== caller.personId) throw new NotFound('申请', id);
      await change(tx, before);
      return applicationView(await findApplication(tx, id));
    });
  }

  private record(
    tx: Tx,
    caller: Principal,
    row: ApplicationRow,
    action: string,
    reason: string | null = null,
  ) {
    return this.audit.record(tx, {
      actorId: caller.personId,
      actorName: caller.name,
      action,
      subject: `application:${row.id}`,
      detail: { uscc: row.uscc, name: row.name },
      reason,
    });
  }
}
