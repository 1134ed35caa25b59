import { Injectable } from '@nestjs/common';
import type { ApplicationGrounds, ApplicationState, ApplicationView, OrganisationView } from '#contracts';
import { InvalidInput, transition } from '#kernel';
import { Database, rows, type Tx } from '#platform';
import { type ApplicationRow, applicationView, findApplication, profileOf } from './application.store.js';
import { AuditService } from './audit.service.js';
import { applicationStates, approvalOf } from './domain/application.js';
import { OtherArea } from './domain/application.refusals.js';
import { MemberService } from './member.service.js';
import { type Actor, OrganisationService } from './organisation.service.js';
import { PeopleService } from './people.service.js';

export interface Approval {
  readonly id: string;
  readonly actor: Actor;
  readonly reason: string | null;
  /** What the decider found of the owners of an organisation that is approved already. */
  readonly ownerGone: boolean;
  /** Whether the decider may decide on an organisation of that area. */
  readonly decides: (area: string | null) => boolean;
}

const reasonWanted = {
  pointer: '/reason',
  code: 'application.reason_wanted',
  detail: '请写明如何确认原管理员已离任',
} as const;

/** What coordinators decide of applications. */
@Injectable()
export class ApplicationDecisions {
  constructor(
    private readonly db: Database,
    private readonly people: PeopleService,
    private readonly members: MemberService,
    private readonly organisations: OrganisationService,
    private readonly audit: AuditService,
  ) {}

  /** What the decision rests on besides the application. */
  async grounds(application: ApplicationView): Promise<ApplicationGrounds> {
    const found = await this.organisations.findByUscc(application.uscc);
    const people = found ? await this.members.list(found.id) : [];
    const others = await this.db.query<ApplicationGrounds['others'][number] & Record<string, unknown>>(
      `SELECT a.id, a.name, a.area, p.name AS "personName", a.state, a.reason,
         to_char(a.submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "submittedAt"
       FROM applications a JOIN people p ON p.id = a.person_id
       WHERE a.uscc = $1 AND a.id <> $2 AND a.submitted_at IS NOT NULL ORDER BY a.submitted_at DESC, a.id DESC LIMIT 50`,
      [application.uscc, application.id],
    );
    const owners = people
      .filter(({ role }) => role === 'owner')
      .map(({ id, login, name }) => ({ id, login, name }));
    return { organisation: found ? { ...standing(found), owners } : null, others };
  }

  /**
   * Organisation, profile and membership come into being together, with the fact; other applications for the same code
   * stay to be decided.
   * @throws OwnerThere, OwnerWanted, OrganisationSuspended, OtherArea, PersonPlaced, TransitionRefused
   */
  approve(approval: Approval): Promise<ApplicationView> {
    const { id, actor, reason } = approval;
    return this.db.transaction(async (tx) => {
      const { uscc } = await findApplication(tx, id);
      const organisation = await this.organisations.lockCode(tx, uscc);
      const before = await findApplication(tx, id, 'FOR UPDATE OF a');
      transition<ApplicationState>(applicationStates, '申请', before.state, 'approved');
      if (organisation && organisation.area !== null && !approval.decides(organisation.area))
        throw new OtherArea();
      const asked = { uscc, role: before.member_role, ownerGone: before.owner_gone };
      const what = approvalOf(asked, organisation, approval.ownerGone);
      if (what === 'replace' && reason === null) throw new InvalidInput([reasonWanted]);
      await this.people.lockNowhere(tx, before.person_id);
      if (what === 'replace' && organisation)
        await this.members.endOwners(tx, organisation.id, actor, reason);
      const organisationId =
        what === 'replace' && organisation
          ? organisation.id
          : await this.organisations.found(
              tx,
              { uscc, kinds: before.kinds, profile: profileOf(before) },
              actor,
            );
      await this.decide(tx, before, { to: 'approved', actor, reason, organisationId });
      await this.people.place(tx, before.person_id, { organisationId, role: before.member_role });
      return applicationView(await findApplication(tx, id));
    });
  }

  /** Leaves the record and nothing else. */
  reject(id: string, actor: Actor, reason: string): Promise<ApplicationView> {
    return this.db.transaction(async (tx) => {
      const before = await findApplication(tx, id, 'FOR UPDATE OF a');
      transition<ApplicationState>(applicationStates, '申请', before.state, 'rejected');
      await this.decide(tx, before, { to: 'rejected', actor, reason, organisationId: null });
      return applicationView(await findApplication(tx, id));
    });
  }

  private async decide(tx: Tx, before: ApplicationRow, decision: Decision): Promise<void> {
    const { to, actor, reason, organisationId } = decision;
    await rows(
      tx,
      `UPDATE applications SET state = $2, reason = $3, organisation_id = $4, decided_at = now(), decided_by = $5, decided_by_name = $6,
         version = version + 1, updated_at = now() WHERE id = $1`,
      [before.id, to, reason, organisationId, actor.id, actor.name],
    );
    await this.audit.record(tx, {
      actorId: actor.id,
      actorName: actor.name,
      action: `application.${to}`,
      subject: `application:${before.id}`,
      detail: { uscc: before.uscc, personId: before.person_id, role: before.member_role, organisationId },
      reason,
    });
  }
}

interface Decision {
  readonly to: 'approved' | 'rejected';
  readonly actor: Actor;
  readonly reason: string | null;
  readonly organisationId: string | null;
}

function standing(organisation: OrganisationView) {
  const { id, name, state, kinds, area, department, ownerKind, size, address } = organisation;
  return { id, name, state, kinds, area, department, ownerKind, size, address };
}
