import { Controller } from '@nestjs/common';
import { askerOf, authorise, ChangeService, OrganisationService, type Principal, reaches } from '#accounts';
import {
  type Action,
  approveChange,
  type InputOf,
  listChanges,
  type OrganisationChangeView,
  proposeChange,
  readChange,
  readDependents,
  rejectChange,
  withdrawChange,
} from '#contracts';
import { NotFound } from '#kernel';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { DependentsReader } from './dependents.reader.js';

@Controller()
export class ChangesController {
  constructor(
    private readonly changes: ChangeService,
    private readonly organisations: OrganisationService,
    private readonly dependents: DependentsReader,
  ) {}

  @Endpoint(proposeChange)
  async propose(
    @Input() { params, body }: InputOf<typeof proposeChange>,
    @Caller() caller: Principal,
  ): Promise<OrganisationChangeView> {
    await this.organisation(caller, 'change.propose', params.id);
    return this.changes.propose({ ...body, organisationId: params.id, caller });
  }

  @Endpoint(listChanges)
  list(@Input() { query }: InputOf<typeof listChanges>, @Caller() caller: Principal) {
    const { limit, cursor, ...filter } = query;
    const reach = reaches(caller, 'change.read');
    if (reach.includes('any')) return this.changes.list(filter, limit, cursor);
    const area = caller.body?.area;
    if (reach.includes('area') && area != null) return this.changes.list({ ...filter, area }, limit, cursor);
    return this.changes.list({ ...filter, organisation: caller.organisation?.id ?? '' }, limit, cursor);
  }

  @Endpoint(readChange)
  read(@Input() { params }: InputOf<typeof readChange>, @Caller() caller: Principal) {
    return this.reached(caller, 'change.read', params.id);
  }

  @Endpoint(approveChange)
  async approve(
    @Input() { params, body, version = 0 }: InputOf<typeof approveChange>,
    @Caller() caller: Principal,
  ): Promise<OrganisationChangeView> {
    const { organisation } = await this.reached(caller, 'change.decide', params.id);
    const kindsInUse = await this.dependents.kindsInUse(organisation.id);
    return this.changes.approve({ id: params.id, caller, version, kindsInUse, reason: body?.reason ?? null });
  }

  @Endpoint(rejectChange)
  async reject(
    @Input() { params, body }: InputOf<typeof rejectChange>,
    @Caller() caller: Principal,
  ): Promise<OrganisationChangeView> {
    await this.reached(caller, 'change.decide', params.id);
    return this.changes.reject({ id: params.id, caller, reason: body.reason });
  }

  @Endpoint(withdrawChange)
  async withdraw(
    @Input() { params, body }: InputOf<typeof withdrawChange>,
    @Caller() caller: Principal,
  ): Promise<OrganisationChangeView> {
    await this.reached(caller, 'change.withdraw', params.id);
    return this.changes.withdraw({ id: params.id, caller, reason: body?.reason ?? null });
  }

  @Endpoint(readDependents)
  async readDependents(@Input() { params }: InputOf<typeof readDependents>, @Caller() caller: Principal) {
    await this.organisation(caller, 'organisation.dependents', params.id);
    return this.dependents.of(params.id);
  }

  private async organisation(caller: Principal, action: Action, id: string): Promise<void> {
    const { area } = await this.organisations.seen(id, askerOf(caller));
    authorise(caller, action, { organisationIds: [id], area });
  }

  /** Who may not read a change learns that there is none. */
  private async reached(caller: Principal, action: Action, id: string): Promise<OrganisationChangeView> {
    const change = await this.changes.find(id);
    const whose = { organisationIds: [change.organisation.id], area: change.organisation.area };
    try {
      authorise(caller, 'change.read', whose);
    } catch {
      throw new NotFound('变更', id);
    }
    authorise(caller, action, whose);
    return change;
  }
}
