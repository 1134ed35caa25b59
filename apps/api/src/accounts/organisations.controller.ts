import { Controller } from '@nestjs/common';
import {
  AuditService,
  actorOf,
  askerOf,
  authorise,
  BodyService,
  OrganisationService,
  PeopleService,
  type Principal,
} from '#accounts';
import {
  type Action,
  addCoordinator,
  createBody,
  editBody,
  editOrganisation,
  type InputOf,
  listAudit,
  listBodies,
  listOrganisations,
  readOrganisation,
  restoreBody,
  restoreOrganisation,
  suspendBody,
  suspendOrganisation,
} from '#contracts';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

@Controller()
export class OrganisationsController {
  constructor(
    private readonly organisations: OrganisationService,
    private readonly people: PeopleService,
    private readonly audit: AuditService,
    private readonly body: BodyService,
  ) {}

  @Endpoint(listOrganisations)
  list(@Input() { query }: InputOf<typeof listOrganisations>, @Caller() caller: Principal) {
    return this.organisations.list({ ...query, asker: askerOf(caller) }, query.limit, query.cursor);
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
    return this.organisations.edit(params.id, version, body.address, actorOf(caller));
  }

  @Endpoint(suspendOrganisation)
  async suspend(@Input() { params, body }: InputOf<typeof suspendOrganisation>, @Caller() caller: Principal) {
    await this.reached(caller, 'organisation.suspend', params.id);
    return this.organisations.suspend(params.id, actorOf(caller), body.reason);
  }

  @Endpoint(restoreOrganisation)
  async restore(@Input() { params, body }: InputOf<typeof restoreOrganisation>, @Caller() caller: Principal) {
    await this.reached(caller, 'organisation.restore', params.id);
    return this.organisations.restore(params.id, actorOf(caller), body.reason);
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

  @Endpoint(suspendBody)
  suspendBody(@Input() { params, body }: InputOf<typeof suspendBody>, @Caller() caller: Principal) {
    return this.body.suspend({ id: params.id, reason: body.reason, actor: actorOf(caller) });
  }

  @Endpoint(restoreBody)
  restoreBody(@Input() { params, body }: InputOf<typeof restoreBody>, @Caller() caller: Principal) {
    return this.body.restore({ id: params.id, reason: body.reason, actor: actorOf(caller) });
  }

  @Endpoint(addCoordinator)
  addCoordinator(@Input() { params, body }: InputOf<typeof addCoordinator>) {
    return this.people.addCoordinator(params.id, { ...body, initial: true });
  }

  @Endpoint(listAudit)
  listAudit(@Input() { query }: InputOf<typeof listAudit>) {
    return this.audit.list(query, query.limit, query.cursor);
  }

  private async reached(caller: Principal, action: Action, id: string) {
    const organisation = await this.organisations.seen(id, askerOf(caller));
    authorise(caller, action, { organisationIds: [id], area: organisation.area });
    return organisation;
  }
}
