import { Column, Entity, PrimaryColumn, Unique, VersionColumn } from 'typeorm';
import type { ReviewContent, ReviewState } from '#contracts';
import { InMigration } from '#platform';

/** One version of a performance review (绩效评比). */
@Entity('reviews')
@Unique('uq_reviews_version', ['seriesId', 'version'])
@InMigration({
  checks: [
    'ck_reviews_version',
    'ck_reviews_state',
    'ck_reviews_units',
    'ck_reviews_begun',
    'ck_reviews_published',
    'ck_reviews_sha256',
  ],
  indexes: ['uq_reviews_open'],
})
export class Review {
  @PrimaryColumn('uuid') id!: string;
  /** The first version's id. */
  @Column('uuid', { name: 'series_id' }) seriesId!: string;
  @Column('integer') version!: number;
  @Column('text') name!: string;
  @Column('text') state!: ReviewState;
  @Column('uuid', { name: 'scheme_id' }) schemeId!: string;
  @Column('integer', { name: 'scheme_version' }) schemeVersion!: number;
  @Column('text') units!: 'area' | 'department';
  @Column('text', { array: true }) keys!: string[];
  @Column('text') period!: string;
  @Column('integer', { nullable: true }) amendment!: number | null;
  @Column('text', { name: 'period_sha256', nullable: true }) periodSha256!: string | null;
  @Column('date', { name: 'self_due', nullable: true }) selfDue!: string | null;
  @Column('date', { name: 'objections_due', nullable: true }) objectionsDue!: string | null;
  @Column('text', { name: 'correction_reason', nullable: true }) correctionReason!: string | null;
  @Column('uuid', { name: 'created_by' }) createdBy!: string;
  @Column('text', { name: 'created_by_name' }) createdByName!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('uuid', { name: 'published_by', nullable: true }) publishedBy!: string | null;
  @Column('text', { name: 'published_by_name', nullable: true }) publishedByName!: string | null;
  @Column({ type: 'timestamptz', name: 'published_at', nullable: true, precision: 3 })
  publishedAt!: Date | null;
  @Column('jsonb', { nullable: true }) content!: ReviewContent | null;
  @Column('text', { nullable: true }) sha256!: string | null;
  @VersionColumn() revision!: number;
}
