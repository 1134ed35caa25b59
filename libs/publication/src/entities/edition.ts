import {
  Column,
  CreateDateColumn,
  Entity,
  PrimaryColumn,
  Unique,
  UpdateDateColumn,
  VersionColumn,
  VirtualColumn,
} from 'typeorm';
import type { ListingKind } from '#contracts';
import { InMigration } from '#platform';
import type { EditionState } from '../domain/states.js';

/** What is frozen of the edition's present revision. */
const frozen = (column: string, edition: string) =>
  `(SELECT r.${column} FROM edition_revisions r WHERE r.edition_id = ${edition}.id AND r.revision = ${edition}.revision)`;

/** A numbered list of one issuer, from its draft on. */
@Entity('editions')
@Unique('uq_editions_number', ['issuerId', 'kind', 'number'])
@Unique('uq_editions_slug', ['kind', 'issuerCode', 'number'])
@InMigration({
  checks: ['ck_editions_kind', 'ck_editions_state', 'ck_editions_numbered'],
  indexes: ['ix_editions_listed', 'ix_editions_due'],
})
export class Edition {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: ListingKind;
  @Column('uuid', { name: 'issuer_id' }) issuerId!: string;
  @Column('text', { name: 'issuer_name' }) issuerName!: string;
  /** Area code, or the city's. */
  @Column('text', { name: 'issuer_code' }) issuerCode!: string;
  /** Null until it is published. */
  @Column('integer', { nullable: true }) number!: number | null;
  @Column('text', { default: 'draft' }) state!: EditionState;
  @Column('text') title!: string;
  @Column('text', { default: '' }) preface!: string;
  @Column('timestamptz', { name: 'scheduled_for', nullable: true }) scheduledFor!: Date | null;
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt!: Date | null;
  @Column('integer', { default: 0 }) revision!: number;
  @Column('text', { name: 'withdrawn_reason', nullable: true }) withdrawnReason!: string | null;
  @VersionColumn({ default: 1 }) version!: number;
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy!: string | null;
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' }) updatedAt!: Date;

  /** Of the revision that is shown; null for a draft. */
  @VirtualColumn({ type: 'text', query: (alias) => `SELECT ${frozen('sha256', alias)}` })
  sha256!: string | null;
  /** How many listings it holds, or is to hold. */
  @VirtualColumn({
    type: 'integer',
    query: (alias) =>
      `SELECT coalesce(${frozen('items', alias)},
        (SELECT count(*)::integer FROM edition_items i WHERE i.edition_id = ${alias}.id))`,
  })
  items!: number;
  /** Of them, those that are struck. */
  @VirtualColumn({ type: 'integer', query: (alias) => `SELECT coalesce(${frozen('struck', alias)}, 0)` })
  struck!: number;
}
