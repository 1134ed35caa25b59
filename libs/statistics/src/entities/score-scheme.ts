import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { SchemeContent, SchemeVersionView } from '#contracts';
import { InMigration } from '#platform';

/** One version of a score scheme: a draft that is edited, or what was adopted and stays as it is. */
@Entity('score_schemes')
@InMigration({
  checks: ['ck_score_schemes_version', 'ck_score_schemes_state', 'ck_score_schemes_adopted'],
  indexes: ['uq_score_schemes_draft', 'uq_score_schemes_adopted'],
})
export class ScoreScheme {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('text') state!: SchemeVersionView['state'];
  @Column('jsonb') content!: SchemeContent;
  /** Counts the edits of a draft. */
  @VersionColumn({ default: 1 }) revision!: number;
  @Column('uuid', { name: 'created_by' }) createdBy!: string;
  @Column('text', { name: 'created_by_name' }) createdByName!: string;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
  @Column('uuid', { name: 'adopted_by', nullable: true }) adoptedBy!: string | null;
  @Column('text', { name: 'adopted_by_name', nullable: true }) adoptedByName!: string | null;
  @Column('timestamptz', { name: 'adopted_at', nullable: true }) adoptedAt!: Date | null;
}
