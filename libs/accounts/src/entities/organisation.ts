import {
  Column,
  CreateDateColumn,
  Entity,
  PrimaryColumn,
  UpdateDateColumn,
  VersionColumn,
  VirtualColumn,
} from 'typeorm';
import type { OrganisationKind } from '#contracts';
import { InMigration } from '#platform';
import type { OrganisationState } from '../domain/organisation.js';

@Entity('organisations')
@InMigration({
  checks: ['ck_organisations_uscc', 'ck_organisations_kinds', 'ck_organisations_state'],
  indexes: ['ix_organisations_newest'],
})
export class Organisation {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { unique: true }) uscc!: string;
  @Column('text') name!: string;
  @Column('text', { array: true }) kinds!: OrganisationKind[];
  @Column('text') state!: OrganisationState;
  @Column('text', { nullable: true }) area!: string | null;
  @Column('text', { nullable: true }) department!: string | null;
  @Column('text', { name: 'owner_kind', nullable: true }) ownerKind!: string | null;
  @Column('text', { nullable: true }) size!: string | null;
  @Column('text', { default: '' }) address!: string;
  /** The reason given for the last suspension or restoration. */
  @Column('text', { name: 'decision_reason', nullable: true }) decisionReason!: string | null;
  @VersionColumn({ default: 1 }) version!: number;
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' }) updatedAt!: Date;
  /** A trigger of the database writes it. */
  @Column({
    type: 'timestamptz',
    name: 'changed_at',
    default: () => 'clock_timestamp()',
    insert: false,
    update: false,
  })
  changedAt!: Date;

  /** The credit code of the nearest controller: who controls whom stands by code, not by organisation. */
  @VirtualColumn({
    type: 'text',
    query: (alias) => `SELECT c.controller_uscc FROM controllers c WHERE c.uscc = ${alias}.uscc`,
  })
  controllerUscc!: string | null;
}
