import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { InMigration, wholeNumber } from '#platform';
import { ReviewObjection } from './review-objection.js';
import { ReviewUnit } from './review-unit.js';

/** A file of a 自评, or of an objection. */
@Entity('review_files')
@ForeignKey(() => ReviewUnit, ['reviewId', 'key'], ['reviewId', 'key'], { name: 'fk_review_files_unit' })
@InMigration({
  checks: ['ck_review_files_purpose', 'ck_review_files_sha256'],
  indexes: ['ix_review_files_unit', 'ix_review_files_sha256'],
})
export class ReviewFile {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'review_id' }) reviewId!: string;
  @Column('text') key!: string;
  @Column('text') purpose!: 'self' | 'objection';
  @Column('uuid', { name: 'objection_id', nullable: true })
  @ForeignKey(() => ReviewObjection, { name: 'fk_review_files_objection' })
  objectionId!: string | null;
  @Column('text') sha256!: string;
  @Column('text', { name: 'file_name' }) fileName!: string;
  @Column('text', { name: 'media_type' }) mediaType!: string;
  /** Bytes. */
  @Column('bigint', { transformer: wholeNumber }) size!: number;
  @Column('uuid', { name: 'uploaded_by' }) uploadedBy!: string;
  @Column('text', { name: 'uploaded_by_name' }) uploadedByName!: string;
  @Column('timestamptz', { name: 'uploaded_at' }) uploadedAt!: Date;
}
