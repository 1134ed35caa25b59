import { Column, Entity, ForeignKey, PrimaryColumn, VersionColumn } from 'typeorm';
import type { Assessment, SelfAssessment, UnitScore } from '#contracts';
import { InMigration } from '#platform';
import { Review } from './review.js';

/** A unit in a review: what is computed for it, what it says of itself, what it is given. */
@Entity('review_units')
@InMigration({ checks: ['ck_review_units_self', 'ck_review_units_assessed'] })
export class ReviewUnit {
  @PrimaryColumn('uuid', { name: 'review_id' })
  @ForeignKey(() => Review, { name: 'fk_review_units_review' })
  reviewId!: string;
  /** Code of the area or department. */
  @PrimaryColumn('text') key!: string;
  @Column('text') label!: string;
  @Column('jsonb') computed!: UnitScore;
  @Column('jsonb', { nullable: true }) self!: SelfAssessment | null;
  @Column('uuid', { name: 'self_by', nullable: true }) selfBy!: string | null;
  @Column('text', { name: 'self_by_name', nullable: true }) selfByName!: string | null;
  @Column('boolean', { name: 'self_on_behalf' }) selfOnBehalf!: boolean;
  @Column('timestamptz', { name: 'self_submitted_at', nullable: true }) selfSubmittedAt!: Date | null;
  @Column('jsonb', { nullable: true }) assessed!: Assessment | null;
  @Column('uuid', { name: 'assessed_by', nullable: true }) assessedBy!: string | null;
  @Column('text', { name: 'assessed_by_name', nullable: true }) assessedByName!: string | null;
  @Column('timestamptz', { name: 'assessed_at', nullable: true }) assessedAt!: Date | null;
  @Column('timestamptz', { name: 'accepted_at', nullable: true }) acceptedAt!: Date | null;
  @Column('text', { name: 'accepted_by_name', nullable: true }) acceptedByName!: string | null;
  @VersionColumn() revision!: number;
}
