import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { InvitationView } from '#contracts';
import { NotFound, newId, sha256 } from '#kernel';
import { Config, Database, rows, type Tx } from '#platform';
import { AuditService } from './audit.service.js';
import {
  type InvitationGround,
  InvitationVoid,
  refuseVoid,
  TooManyInvitations,
} from './domain/invitation.js';
import type { MemberRole, Principal } from './domain/principal.js';
import { type InvitationRow, invitationView, selectInvitations } from './invitation.store.js';
import type { Actor } from './organisation.service.js';
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

interface OfferRow {
  id: string;
  organisation_id: string;
  organisation_name: string;
  organisation_state: string;
  member_role: MemberRole;
  inviter_name: string;
  inviter_is_owner: boolean;
  invited_by: string;
  expires_at: Date;
  accepted_at: Date | null;
  revoked_at: Date | null;
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
      await rows(
        tx,
        `INSERT INTO invitations (id, organisation_id, member_role, note, token_sha256, invited_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, given.organisationId, given.role, given.note, sha256(token), given.actor.id, expiresAt],
      );
      await this.record(tx, given.organisationId, given.actor, 'invitation.create', {
        invitationId: id,
        role: given.role,
      });
      return { invitation: await this.required(tx, given.organisationId, id), token };
    });
  }

  async list(organisationId: string): Promise<InvitationView[]> {
    const found = await this.db.query<InvitationRow & Record<string, unknown>>(
      `${selectInvitations} WHERE i.organisation_id = $1 ORDER BY i.created_at DESC, i.id DESC LIMIT 200`,
      [organisationId],
    );
    return found.map((row) => invitationView(row, new Date()));
  }

  /** Of an open one; of any other it says what became of it. @throws NotFound, InvitationVoid `invitation.void` */
  revoke(organisationId: string, id: string, actor: Actor): Promise<InvitationView> {
    return this.db.transaction(async (tx) => {
      const before = await this.required(tx, organisationId, id, 'FOR UPDATE OF i');
      if (before.state === 'accepted' || before.state === 'revoked') throw new InvitationVoid(before.state);
      await rows(tx, 'UPDATE invitations SET revoked_at = now() WHERE id = $1', [id]);
      await this.record(tx, organisationId, actor, 'invitation.revoke', { invitationId: id });
      return this.required(tx, organisationId, id);
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
      await rows(tx, 'SELECT 1 FROM organisations WHERE id = $1 FOR SHARE', [seen.organisation_id]);
      await rows(tx, 'SELECT 1 FROM people WHERE id = $1 FOR SHARE', [seen.invited_by]);
      await rows(tx, 'SELECT 1 FROM invitations WHERE id = $1 FOR UPDATE', [seen.id]);
      const row = await this.standing(tx, token);
      const personId = 'personId' in by ? by.personId : await this.people.create(tx, by, null);
      await this.people.lockNowhere(tx, personId);
      await this.people.withdrawApplications(tx, personId, `已接受${row.organisation_name}的邀请`);
      await rows(tx, 'UPDATE invitations SET accepted_at = now(), accepted_by = $2 WHERE id = $1', [
        row.id,
        personId,
      ]);
      await this.people.place(tx, personId, { organisationId: row.organisation_id, role: row.member_role });
      await this.record(tx, row.organisation_id, { id: personId, name: by.name }, 'invitation.accept', {
        invitationId: row.id,
        personId,
        role: row.member_role,
      });
      const { organisation, role } = offerOf(row);
      return { organisation, role, login: by.login };
    });
  }

  private async standing(tx: Tx, token: string): Promise<OfferRow> {
    const [row] = await rows<OfferRow>(
      tx,
      `SELECT i.id, i.organisation_id, o.name AS organisation_name, o.state AS organisation_state, i.member_role, p.name AS inviter_name,
         i.invited_by, COALESCE(p.organisation_id = i.organisation_id AND p.member_role = 'owner', false) AS inviter_is_owner,
         i.expires_at, i.accepted_at, i.revoked_at
       FROM invitations i JOIN organisations o ON o.id = i.organisation_id JOIN people p ON p.id = i.invited_by
       WHERE i.token_sha256 = $1`,
      [sha256(token)],
    );
    refuseVoid(row && groundOf(row), new Date());
    return row as OfferRow;
  }

  private async refuseMany(tx: Tx, organisationId: string): Promise<void> {
    const [open] = await rows<{ n: number }>(
      tx,
      `SELECT count(*)::integer AS n FROM invitations WHERE organisation_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL
         AND expires_at > now()`,
      [organisationId],
    );
    if ((open?.n ?? 0) >= mostOpen) throw new TooManyInvitations(mostOpen);
  }

  private async required(tx: Tx, organisationId: string, id: string, lock = ''): Promise<InvitationView> {
    const [row] = await rows<InvitationRow>(
      tx,
      `${selectInvitations} WHERE i.organisation_id = $1 AND i.id = $2 ${lock}`,
      [organisationId, id],
    );
    if (!row) throw new NotFound('邀请', id);
    return invitationView(row, new Date());
  }

  private record(
    tx: Tx,
    organisationId: string,
    actor: Actor,
    action: string,
    detail: Record<string, unknown>,
  ) {
    return this.audit.record(tx, {
      actorId: actor.id,
      actorName: actor.name,
      action,
      subject: `organisation:${organisationId}`,
      detail,
    });
  }
}

function groundOf(row: OfferRow): InvitationGround {
  return {
    expiresAt: row.expires_at,
    acceptedAt: row.accepted_at,
    revokedAt: row.revoked_at,
    inviterIsOwner: row.inviter_is_owner,
    organisationState: row.organisation_state,
  };
}

function offerOf(row: OfferRow): Offer {
  return {
    organisation: { id: row.organisation_id, name: row.organisation_name },
    role: row.member_role,
    invitedBy: row.inviter_name,
    expiresAt: row.expires_at.toISOString(),
  };
}
