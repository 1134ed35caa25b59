import {
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';
import type { ApplicationState, OrganisationKind } from '#contracts';
import { InMigration } from '#platform';
import type { MemberRole } from '../domain/principal.js';
import { Organisation } from './organisation.js';
import { Person } from './person.js';

/** A person's request to speak for an organisation, with what the organisation is to be. */
@Entity('applications')
@InMigration({
  checks: [
    'ck_applications_uscc',
    'ck_applications_kinds',
    'ck_applications_role',
    'ck_applications_state',
    'ck_applications_proof',
    'ck_applications_submitted',
    'ck_applications_decided',
    'ck_applications_reason',
    'ck_applications_made',
  ],
  indexes: [
    'uq_applications_open',
    'ix_applications_newest',
    'ix_applications_person',
    'ix_applications_uscc',
  ],
})
export class Application {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @ManyToOne(() => Person)
  @JoinColumn({ name: 'person_id', foreignKeyConstraintName: 'fk_applications_person' })
  person!: Relation<Person>;
  @Column('text') uscc!: string;
  @Column('text', { array: true }) kinds!: OrganisationKind[];
  @Column('text', { name: 'member_role' }) memberRole!: MemberRole;
  /** What the person is in the organisation, in the person's own words. */
  @Column('text', { default: '' }) position!: string;
  /** The person says that the owner of an organisation that is approved already is there no more. */
  @Column('boolean', { name: 'owner_gone', default: false }) ownerGone!: boolean;
  @Column('text') name!: string;
  @Column('text') area!: string;
  @Column('text', { nullable: true }) department!: string | null;
  @Column('text', { name: 'owner_kind', nullable: true }) ownerKind!: string | null;
  @Column('text', { nullable: true }) size!: string | null;
  @Column('text', { default: '' }) address!: string;
  @Column('text', { name: 'proof_sha256', nullable: true }) proofSha256!: string | null;
  @Column('text', { name: 'proof_file_name', nullable: true }) proofFileName!: string | null;
  @Column('text', { name: 'proof_media_type', nullable: true }) proofMediaType!: string | null;
  @Column('integer', { name: 'proof_size', nullable: true }) proofSize!: number | null;
  @Column('text', { default: 'draft' }) state!: ApplicationState;
  @Column('text', { nullable: true }) reason!: string | null;
  /** What its approval made or took. */
  @Column('uuid', { name: 'organisation_id', nullable: true })
  @ForeignKey(() => Organisation, { name: 'fk_applications_organisation' })
  organisationId!: string | null;
  @Column('timestamptz', { name: 'submitted_at', nullable: true }) submittedAt!: Date | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @Column('text', { name: 'decided_by_name', nullable: true }) decidedByName!: string | null;
  @VersionColumn({ default: 1 }) version!: number;
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' }) updatedAt!: Date;
}
