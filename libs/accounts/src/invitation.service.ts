import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { type InvitationView, mostInvitations } from '#contracts';
import { newId, sha256 } from '#kernel';
import { Config, Database, lockedRow, rows, type Tx } from '#platform';
import { AuditService } from './audit.service.js';
import { InvitationVoid, refuseVoid, TooManyInvitations } from './domain/invitation.js';
import type { Actor, MemberRole, Principal } from './domain/principal.js';
import { Invitation } from './entities/invitation.js';
import { findInvitation, invitationsOf, invitationView } from './invitation.store.js';
import { type NewPerson, PeopleService } from './people.service.js';

/** Invitations of one organisation that may wait to be accepted. */
const mostOpen = 100;
const dayLength = 86_400_000;

export interface Offer {
  readonly organisation: { readonly id: string; readonly name: string };
  readonly role: MemberRole;
  readonly invitedBy: string;
  readonly expiresAt: string;
}

/** Where the person works now. */
export type Accepted = Pick<Offer, 'organisation' | 'role'> & { readonly login: string };

export interface NewInvitation {
  readonly organisationId: string;
  readonly role: MemberRole;
  readonly note: string;
  readonly actor: Actor & { readonly id: string };
}

/** How an approved organisation gets further people: a link that its owner gives, for one place, once, for some days. */
@Injectable()
export class InvitationService {
  constructor(
    private readonly db: Database,
    private readonly people: PeopleService,
    private readonly audit: AuditService,
    private readonly config: Config,
  ) {}

  /** @returns the token for the link, which is kept nowhere. @throws TooManyInvitations `invitation.too_many` */
  create(given: NewInvitation): Promise<{ invitation: InvitationView; token: string }> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + this.config.get('INVITATION_DAYS') * dayLength);
    return this.db.transaction(async (tx) => {
      await this.refuseMany(tx, given.organisationId);
      const id = newId();
      const { organisationId, role, note, actor } = given;
      await tx.insert(Invitation, {
        id,
        organisationId,
        memberRole: role,
        note,
        tokenSha256: sha256(token),
        invitedBy: actor.id,
        expiresAt,
      });
      await this.audit.record(tx, {
        actor,
        action: 'invitation.create',
        subject: `organisation:${organisationId}`,
        detail: { invitationId: id, role },
      });
      return { invitation: await findInvitation(tx, organisationId, id), token };
    });
  }

  async list(organisationId: string): Promise<InvitationView[]> {
    const found = await invitationsOf(this.db.manager, organisationId)
      .orderBy('i.createdAt', 'DESC')
      .addOrderBy('i.id', 'DESC')
      .limit(mostInvitations)
      .getMany();
    return found.map(invitationView);
  }

  /** Of an open one; of any other it says what became of it. @throws NotFound, InvitationVoid `invitation.void` */
  revoke(organisationId: string, id: string, actor: Actor): Promise<InvitationView> {
    return this.db.transaction(async (tx) => {
      await lockedRow(tx, Invitation, { id, organisationId });
      const before = await findInvitation(tx, organisationId, id);
      if (before.state === 'accepted' || before.state === 'revoked') throw new InvitationVoid(before.state);
      await tx.update(Invitation, { id }, { revokedAt: () => 'now()' });
      await this.audit.record(tx, {
        actor,
        action: 'invitation.revoke',
        subject: `organisation:${organisationId}`,
        detail: { invitationId: id },
      });
      return findInvitation(tx, organisationId, id);
    });
  }

  /** What a link offers. @throws InvitationVoid `invitation.void` */
  async read(token: string): Promise<Offer> {
    return offerOf(await this.standing(this.db.manager, token));
  }

  /**
   * Takes the place: with a new account, or with one that belongs nowhere.
   * @throws InvitationVoid `invitation.void`, PersonPlaced `application.person_placed`, LoginTaken `person.login_taken`
   */
  accept(token: string, by: NewPerson | Principal): Promise<Accepted> {
    return this.db.transaction(async (tx) => {
      const seen = await this.standing(tx, token);
      // The owner first, then the invitation: in the order in which removing the owner takes them.
      await rows(tx, 'SELECT 1 FROM organisations WHERE id = $1 FOR SHARE', [seen.organisationId]);
      await rows(tx, 'SELECT 1 FROM people WHERE id = $1 FOR SHARE', [seen.invitedBy]);
      await lockedRow(tx, Invitation, { id: seen.id });
      const invitation = await this.standing(tx, token);
      const { id, organisationId, memberRole: role } = invitation;
      const personId = 'personId' in by ? by.personId : await this.people.create(tx, by, null);
      await this.people.lockNowhere(tx, personId);
      await this.people.withdrawApplications(tx, personId, `已接受${invitation.organisation.name}的邀请`);
      await tx.update(Invitation, { id }, { acceptedAt: () => 'now()', acceptedBy: personId });
      await this.people.place(tx, personId, { organisationId, role });
      await this.audit.record(tx, {
        actor: { id: personId, name: by.name },
        action: 'invitation.accept',
        subject: `organisation:${organisationId}`,
        detail: { invitationId: id, personId, role },
      });
      return { organisation: offerOf(invitation).organisation, role, login: by.login };
    });
  }

  private async standing(tx: Tx, token: string): Promise<Invitation> {
    const found = await tx
      .createQueryBuilder(Invitation, 'i')
      .innerJoinAndSelect('i.organisation', 'organisation')
      .innerJoinAndSelect('i.inviter', 'inviter')
      .where('i.tokenSha256 = :hash', { hash: sha256(token) })
      .getOne();
    refuseVoid(found ?? undefined, new Date());
    return found as Invitation;
  }

  private async refuseMany(tx: Tx, organisationId: string): Promise<void> {
    const open = await tx.countBy(Invitation, {
      organisationId,
      acceptedAt: IsNull(),
      revokedAt: IsNull(),
      expiresAt: MoreThan(new Date()),
    });
    if (open >= mostOpen) throw new TooManyInvitations(mostOpen);
  }
}

function offerOf({ organisation, memberRole, inviter, expiresAt }: Invitation): Offer {
  return {
    organisation: { id: organisation.id, name: organisation.name },
    role: memberRole,
    invitedBy: inviter.name,
    expiresAt: expiresAt.toISOString(),
  };
}
