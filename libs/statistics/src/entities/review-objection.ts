import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { InMigration } from '#platform';
import { ReviewUnit } from './review-unit.js';

/** What a unit objects to, and how it was decided. */
@Entity('review_objections')
@ForeignKey(() => ReviewUnit, ['reviewId', 'key'], ['reviewId', 'key'], {
  name: 'fk_review_objections_unit',
})
@InMigration({
  checks: ['ck_review_objections_outcome', 'ck_review_objections_decided', 'ck_review_objections_second'],
  indexes: ['ix_review_objections_unit'],
})
export class ReviewObjection {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'review_id' }) reviewId!: string;
  @Column('text') key!: string;
  /** Null: to the whole. */
  @Column('text', { nullable: true }) measure!: string | null;
  @Column('text') statement!: string;
  @Column('uuid', { name: 'raised_by' }) raisedBy!: string;
  @Column('text', { name: 'raised_by_name' }) raisedByName!: string;
  @Column('timestamptz', { name: 'raised_at' }) raisedAt!: Date;
  @Column('boolean', { name: 'on_behalf' }) onBehalf!: boolean;
  @Column('text', { nullable: true }) outcome!: 'upheld' | 'partly' | 'rejected' | null;
  @Column('text', { nullable: true }) answer!: string | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @Column('text', { name: 'decided_by_name', nullable: true }) decidedByName!: string | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
}
