import { Controller } from '@nestjs/common';
import {
  type Actor,
  AuditService,
  authorise,
  BodyService,
  OrganisationService,
  PeopleService,
  type Principal,
} from '#accounts';
import {
  type Action,
  addCoordinator,
  addMember,
  approveOrganisation,
  changeMember,
  createBody,
  editBody,
  editOrganisation,
  type InputOf,
  listAudit,
  listBodies,
  listMembers,
  listOrganisations,
  readOrganisation,
  registerOrganisation,
  rejectOrganisation,
  removeMember,
  suspendOrganisation,
} from '#contracts';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

const actorOf = (caller: Principal): Actor => ({ id: caller.personId, name: caller.name });

@Controller()
export class OrganisationsController {
  constructor(
    private readonly organisations: OrganisationService,
    private readonly people: PeopleService,
    private readonly audit: AuditService,
    private readonly body: BodyService,
  ) {}

  @Endpoint(registerOrganisation)
  register(@Input() { body }: InputOf<typeof registerOrganisation>) {
    return this.organisations.register(body, body.person);
  }

  @Endpoint(listOrganisations)
  list(@Input() { query }: InputOf<typeof listOrganisations>, @Caller() caller: Principal) {
    const area =
      caller.body?.scope === 'area' && !caller.operator ? (caller.body.area ?? undefined) : undefined;
    return this.organisations.list({ ...query, area }, query.limit, query.cursor);
  }

  @Endpoint(readOrganisation)
  read(@Input() { params }: InputOf<typeof readOrganisation>, @Caller() caller: Principal) {
    return this.reached(caller, 'organisation.read', params.id);
  }

  @Endpoint(editOrganisation)
  async edit(
    @Input() { params, body, version = 0 }: InputOf<typeof editOrganisation>,
    @Caller() caller: Principal,
  ) {
    await this.reached(caller, 'organisation.edit', params.id);
    return this.organisations.edit(params.id, version, body, actorOf(caller));
  }

  @Endpoint(approveOrganisation)
  async approve(@Input() { params, body }: InputOf<typeof approveOrganisation>, @Caller() caller: Principal) {
    await this.reached(caller, 'organisation.approve', params.id);
    return this.organisations.approve(params.id, actorOf(caller), body?.reason ?? null);
  }

  @Endpoint(rejectOrganisation)
  async reject(@Input() { params, body }: InputOf<typeof rejectOrganisation>, @Caller() caller: Principal) {
    await this.reached(caller, 'organisation.reject', params.id);
    return this.organisations.reject(params.id, actorOf(caller), body.reason);
  }

  @Endpoint(suspendOrganisation)
  async suspend(@Input() { params, body }: InputOf<typeof suspendOrganisation>, @Caller() caller: Principal) {
    await this.reached(caller, 'organisation.suspend', params.id);
    return this.organisations.suspend(params.id, actorOf(caller), body.reason);
  }

  @Endpoint(listMembers)
  async members(@Input() { params }: InputOf<typeof listMembers>, @Caller() caller: Principal) {
    await this.reached(caller, 'member.list', params.id);
    return { items: await this.people.members(params.id) };
  }

  @Endpoint(addMember)
  async addMember(@Input() { params, body }: InputOf<typeof addMember>, @Caller() caller: Principal) {
    await this.reached(caller, 'member.add', params.id);
    return this.people.addMember(params.id, body, body.role);
  }

  @Endpoint(changeMember)
  async changeMember(@Input() { params, body }: InputOf<typeof changeMember>, @Caller() caller: Principal) {
    await this.reached(caller, 'member.change', params.id);
    return this.people.changeMember(params.id, params.personId, body.role);
  }

  @Endpoint(removeMember)
  async removeMember(@Input() { params }: InputOf<typeof removeMember>, @Caller() caller: Principal) {
    await this.reached(caller, 'member.remove', params.id);
    return this.people.removeMember(params.id, params.personId);
  }

  @Endpoint(listBodies)
  async bodies() {
    return { items: await this.people.bodies() };
  }

  @Endpoint(createBody)
  createBody(@Input() { body }: InputOf<typeof createBody>) {
    return this.people.createBody(body.name, body.area, body);
  }

  @Endpoint(editBody)
  editBody(@Input() { params, body }: InputOf<typeof editBody>, @Caller() caller: Principal) {
    return this.body.edit({ ...body, id: params.id, actor: actorOf(caller) });
  }

  @Endpoint(addCoordinator)
  addCoordinator(@Input() { params, body }: InputOf<typeof addCoordinator>) {
    return this.people.addCoordinator(params.id, body);
  }

  @Endpoint(listAudit)
  listAudit(@Input() { query }: InputOf<typeof listAudit>) {
    return this.audit.list(query.subject, query.limit, query.cursor);
  }

  private async reached(caller: Principal, action: Action, id: string) {
    const organisation = await this.organisations.get(id);
    authorise(caller, action, { organisationIds: [id], area: organisation.area });
    return organisation;
  }
}
