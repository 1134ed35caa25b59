import { Controller } from '@nestjs/common';
import {
  actorOf,
  askerOf,
  authorise,
  InvitationService,
  MemberService,
  OrganisationService,
  PeopleService,
  type Principal,
  SignInWanted,
} from '#accounts';
import {
  type Action,
  acceptInvitation,
  changeMember,
  createInvitation,
  type InputOf,
  listInvitations,
  listMembers,
  readInvitation,
  removeMember,
  revokeInvitation,
  signUp,
} from '#contracts';
import { Caller, Endpoint, Input, MaybeCaller } from '../http/endpoint.decorator.js';

/** Accounts, and who works for an organisation. */
@Controller()
export class MembersController {
  constructor(
    private readonly organisations: OrganisationService,
    private readonly people: PeopleService,
    private readonly memberships: MemberService,
    private readonly invitations: InvitationService,
  ) {}

  @Endpoint(signUp)
  signUp(@Input() { body }: InputOf<typeof signUp>) {
    return this.people.signUp(body);
  }

  @Endpoint(listMembers)
  async members(@Input() { params }: InputOf<typeof listMembers>, @Caller() caller: Principal) {
    await this.admit(caller, 'member.list', params.id);
    return { items: await this.memberships.list(params.id) };
  }

  @Endpoint(changeMember)
  async changeMember(@Input() { params, body }: InputOf<typeof changeMember>, @Caller() caller: Principal) {
    await this.admit(caller, 'member.change', params.id);
    return this.memberships.change(commandOf(params, caller), body.role);
  }

  @Endpoint(removeMember)
  async removeMember(@Input() { params }: InputOf<typeof removeMember>, @Caller() caller: Principal) {
    await this.admit(caller, 'member.remove', params.id);
    return this.memberships.remove(commandOf(params, caller));
  }

  @Endpoint(createInvitation)
  async invite(@Input() { params, body }: InputOf<typeof createInvitation>, @Caller() caller: Principal) {
    await this.admit(caller, 'invitation.create', params.id);
    return this.invitations.create({ organisationId: params.id, ...body, actor: actorOf(caller) });
  }

  @Endpoint(listInvitations)
  async listInvitations(@Input() { params }: InputOf<typeof listInvitations>, @Caller() caller: Principal) {
    await this.admit(caller, 'invitation.list', params.id);
    return { items: await this.invitations.list(params.id) };
  }

  @Endpoint(revokeInvitation)
  async revoke(@Input() { params }: InputOf<typeof revokeInvitation>, @Caller() caller: Principal) {
    await this.admit(caller, 'invitation.revoke', params.id);
    return this.invitations.revoke(params.id, params.invitationId, actorOf(caller));
  }

  @Endpoint(readInvitation)
  readInvitation(@Input() { body }: InputOf<typeof readInvitation>) {
    return this.invitations.read(body.token);
  }

  @Endpoint(acceptInvitation)
  accept(@Input() { body }: InputOf<typeof acceptInvitation>, @MaybeCaller() caller: Principal | undefined) {
    const by = body.person ?? caller;
    if (!by) throw new SignInWanted();
    return this.invitations.accept(body.token, by);
  }

  /** @throws NotFound where there is no such organisation, or it is another's; Forbidden */
  private async admit(caller: Principal, action: Action, organisationId: string): Promise<void> {
    const { area } = await this.organisations.seen(organisationId, askerOf(caller));
    authorise(caller, action, { organisationIds: [organisationId], area });
  }
}

function commandOf(params: { readonly id: string; readonly personId: string }, caller: Principal) {
  return { organisationId: params.id, personId: params.personId, actor: actorOf(caller) };
}
