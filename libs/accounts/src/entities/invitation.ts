import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import { InMigration } from '#platform';
import type { MemberRole } from '../domain/principal.js';
import { Organisation } from './organisation.js';
import { Person } from './person.js';

/** An owner's offer of one place, to whoever holds the link. */
@Entity('invitations')
@InMigration({
  checks: ['ck_invitations_role', 'ck_invitations_accepted', 'ck_invitations_once'],
  indexes: ['ix_invitations_organisation', 'ix_invitations_inviter', 'ix_invitations_accepted'],
})
export class Invitation {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'organisation_id' }) organisationId!: string;
  @ManyToOne(() => Organisation)
  @JoinColumn({ name: 'organisation_id', foreignKeyConstraintName: 'fk_invitations_organisation' })
  organisation!: Relation<Organisation>;
  @Column('text', { name: 'member_role' }) memberRole!: MemberRole;
  @Column('text', { default: '' }) note!: string;
  /** The token lies with whoever has the link. */
  @Column('text', { name: 'token_sha256', unique: true }) tokenSha256!: string;
  @Column('uuid', { name: 'invited_by' }) invitedBy!: string;
  @ManyToOne(() => Person)
  @JoinColumn({ name: 'invited_by', foreignKeyConstraintName: 'fk_invitations_inviter' })
  inviter!: Relation<Person>;
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('timestamptz', { name: 'accepted_at', nullable: true }) acceptedAt!: Date | null;
  @Column('uuid', { name: 'accepted_by', nullable: true }) acceptedBy!: string | null;
  @ManyToOne(() => Person)
  @JoinColumn({ name: 'accepted_by', foreignKeyConstraintName: 'fk_invitations_person' })
  accepter!: Relation<Person> | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null;
}
