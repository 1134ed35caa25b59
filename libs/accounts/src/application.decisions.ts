import { Injectable } from '@nestjs/common';
import type { ApplicationGrounds, ApplicationState, ApplicationView, OrganisationView } from '#contracts';
import { InvalidInput, transition } from '#kernel';
import { Database, type Tx } from '#platform';
import {
  applications,
  applicationView,
  findApplication,
  lockApplication,
  profileOf,
} from './application.store.js';
import { AuditService } from './audit.service.js';
import { applicationStates, approvalOf } from './domain/application.js';
import { OtherArea } from './domain/application.refusals.js';
import type { Actor } from './domain/principal.js';
import { Application } from './entities/application.js';
import { MemberService } from './member.service.js';
import { OrganisationService } from './organisation.service.js';
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
    const { id, uscc } = application;
    const found = await this.organisations.findByUscc(uscc);
    const people = found ? await this.members.list(found.id) : [];
    const others = await applications(this.db.manager)
      .where('a.uscc = :uscc AND a.id <> :id AND a.submittedAt IS NOT NULL', { uscc, id })
      .orderBy('a.submittedAt', 'DESC')
      .addOrderBy('a.id', 'DESC')
      .limit(50)
      .getMany();
    const owners = people
      .filter(({ role }) => role === 'owner')
      .map(({ id, login, name }) => ({ id, login, name }));
    return { organisation: found ? { ...standing(found), owners } : null, others: others.map(other) };
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
      const before = await lockApplication(tx, id);
      transition<ApplicationState>(applicationStates, '申请', before.state, 'approved');
      if (organisation && organisation.area !== null && !approval.decides(organisation.area))
        throw new OtherArea();
      const asked = { uscc, role: before.memberRole, ownerGone: before.ownerGone };
      const what = approvalOf(asked, organisation, approval.ownerGone);
      if (what === 'replace' && reason === null) throw new InvalidInput([reasonWanted]);
      await this.people.lockNowhere(tx, before.personId);
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
      await this.people.place(tx, before.personId, { organisationId, role: before.memberRole });
      return applicationView(await findApplication(tx, id));
    });
  }

  /** Leaves the record and nothing else. */
  reject(id: string, actor: Actor, reason: string): Promise<ApplicationView> {
    return this.db.transaction(async (tx) => {
      const before = await lockApplication(tx, id);
      transition<ApplicationState>(applicationStates, '申请', before.state, 'rejected');
      await this.decide(tx, before, { to: 'rejected', actor, reason, organisationId: null });
      return applicationView(await findApplication(tx, id));
    });
  }

  private async decide(tx: Tx, before: Application, decision: Decision): Promise<void> {
    const { to, actor, reason, organisationId } = decision;
    const { id: decidedBy, name: decidedByName } = actor;
    const decided = { decidedAt: () => 'now()', decidedBy, decidedByName };
    await tx.update(Application, { id: before.id }, { state: to, reason, organisationId, ...decided });
    await this.audit.record(tx, {
      actor,
      action: `application.${to}`,
      subject: `application:${before.id}`,
      detail: { uscc: before.uscc, personId: before.personId, role: before.memberRole, organisationId },
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

function other({
  id,
  person,
  submittedAt,
  ...application
}: Application): ApplicationGrounds['others'][number] {
  const { name, area, state, reason } = application;
  return {
    id,
    name,
    area,
    personName: person.name,
    state,
    reason,
    submittedAt: submittedAt?.toISOString() ?? null,
  };
}

function standing(organisation: OrganisationView) {
  const { id, name, state, kinds, area, department, ownerKind, size, address } = organisation;
  return { id, name, state, kinds, area, department, ownerKind, size, address };
}
