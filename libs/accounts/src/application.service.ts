import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { ApplicationContent, ApplicationState, ApplicationView } from '#contracts';
import { InvalidInput, NotFound, newId, Stale, transition } from '#kernel';
import { Database, newestPage, type Tx } from '#platform';
import {
  applications,
  applicationView,
  contentOf,
  findApplication,
  lockApplication,
} from './application.store.js';
import { AuditService } from './audit.service.js';
import { applicationStates, refuseSubmission } from './domain/application.js';
import { ApplicationFixed, ApplicationOpen } from './domain/application.refusals.js';
import { applicationSight } from './domain/application.sight.js';
import { checkedCreditCode } from './domain/organisation.js';
import { actorOf, type Principal } from './domain/principal.js';
import { Application } from './entities/application.js';
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
      // The person is locked: nobody else makes one meanwhile.
      const open = { personId: caller.personId, state: In(['draft', 'submitted']) };
      if (await tx.existsBy(Application, open)) throw new ApplicationOpen();
      await tx.insert(Application, { id, personId: caller.personId, ...contentOf(uscc, content) });
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
      await tx.update(Application, { id }, contentOf(uscc, content));
    });
  }

  /** @throws InvalidInput `application.proof_wanted`; what refuseSubmission throws */
  submit(caller: Principal, id: string): Promise<ApplicationView> {
    return this.own(caller, id, async (tx, before) => {
      transition<ApplicationState>(applicationStates, '申请', before.state, 'submitted');
      await this.people.lockNowhere(tx, caller.personId);
      if (before.proofSha256 === null)
        throw new InvalidInput([
          { pointer: '/proof', code: 'application.proof_wanted', detail: '请先上传授权书或营业执照' },
        ]);
      const organisation = await this.organisations.findByUscc(before.uscc, tx);
      const { uscc, memberRole: role, ownerGone } = before;
      refuseSubmission({ uscc, role, ownerGone }, organisation);
      await tx.update(Application, { id }, { state: 'submitted', submittedAt: () => 'now()' });
      const [actor, action] = [actorOf(caller), 'application.submit'];
      await this.audit.record(tx, { actor, action, ...recordOf(before) });
    });
  }

  withdraw(caller: Principal, id: string, reason: string | null): Promise<ApplicationView> {
    return this.own(caller, id, async (tx, before) => {
      transition<ApplicationState>(applicationStates, '申请', before.state, 'withdrawn');
      await tx.update(Application, { id }, { state: 'withdrawn', reason });
      const [actor, action] = [actorOf(caller), 'application.withdraw'];
      await this.audit.record(tx, { actor, action, ...recordOf(before), reason });
    });
  }

  /** @throws NotFound where the caller may not know of it */
  async get(caller: Principal, id: string): Promise<ApplicationView> {
    const found = await findApplication(this.db.manager, id);
    if (!applicationSight(caller).sees(found)) throw new NotFound('申请', id);
    return applicationView(found);
  }

  async list(
    caller: Principal,
    filter: { readonly state?: readonly string[] | undefined; readonly q?: string | undefined },
    limit: number,
    cursor: string | undefined,
  ) {
    const sight = applicationSight(caller);
    const query = applications(this.db.manager).where(sight.condition, sight.parameters);
    if (filter.state) query.andWhere('a.state = ANY(:states::text[])', { states: filter.state });
    if (filter.q !== undefined)
      query.andWhere('(strpos(a.name, :q) > 0 OR strpos(a.uscc, upper(:q)) > 0)', { q: filter.q });
    return newestPage(query, 'createdAt', { limit, cursor }, applicationView);
  }

  /** A change of the caller's own application, in one transaction. @throws NotFound where it is another's */
  private own(
    caller: Principal,
    id: string,
    change: (tx: Tx, before: Application) => Promise<void>,
  ): Promise<ApplicationView> {
    return this.db.transaction(async (tx) => {
      const before = await lockApplication(tx, id);
      if (before.personId !== caller.personId) throw new NotFound('申请', id);
      await change(tx, before);
      return applicationView(await findApplication(tx, id));
    });
  }
}

/** What the audit trail says of an application. */
function recordOf({ id, uscc, name }: Application) {
  return { subject: `application:${id}`, detail: { uscc, name } };
}
