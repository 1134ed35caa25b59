import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import type { ProposedChange } from '#contracts';
import { InMigration } from '#platform';
import type { ChangeState, Reviewed } from '../domain/change.js';
import { Organisation } from './organisation.js';

@Entity('organisation_changes')
@InMigration({
  checks: [
    'ck_organisation_changes_state',
    'ck_organisation_changes_side',
    'ck_organisation_changes_proposed',
    'ck_organisation_changes_decided',
    'ck_organisation_changes_rejected',
    'ck_organisation_changes_persons',
  ],
  indexes: [
    'uq_organisation_changes_open',
    'ix_organisation_changes_newest',
    'ix_organisation_changes_organisation',
  ],
})
export class OrganisationChange {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'organisation_id' }) organisationId!: string;
  @ManyToOne(() => Organisation)
  @JoinColumn({
    name: 'organisation_id',
    foreignKeyConstraintName: 'fk_organisation_changes_organisation',
  })
  organisation!: Relation<Organisation>;
  @Column('text') state!: ChangeState;
  /** Only what is to become different. */
  @Column('jsonb') proposed!: ProposedChange;
  @Column('text') reason!: string;
  @Column('text') side!: 'organisation' | 'coordinator';
  @Column('uuid', { name: 'proposed_by' }) proposedBy!: string;
  @Column('text', { name: 'proposed_by_name' }) proposedByName!: string;
  @CreateDateColumn({ name: 'proposed_at', type: 'timestamptz' }) proposedAt!: Date;
  /** The values that stood when it was decided. */
  @Column('jsonb', { nullable: true }) before!: Partial<Reviewed> | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @Column('text', { name: 'decided_by_name', nullable: true }) decidedByName!: string | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('text', { name: 'decision_reason', nullable: true }) decisionReason!: string | null;
}
