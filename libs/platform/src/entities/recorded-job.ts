import { Column, CreateDateColumn, Entity, Generated, PrimaryColumn } from 'typeorm';
import type { JobView, QueueName } from '#contracts';
import { InMigration } from '../database/entity.js';

/** Work that somebody waits for, or that has failed for good. */
@Entity('jobs')
@InMigration({
  checks: ['ck_jobs_state', 'ck_jobs_progress', 'ck_jobs_finished', 'ck_jobs_failed'],
  indexes: ['ix_jobs_open', 'ix_jobs_state'],
})
export class RecordedJob {
  @PrimaryColumn('text') id!: string;
  /** The order of lists. */
  @Column({ type: 'bigint', unique: true, generatedIdentity: 'ALWAYS', update: false })
  @Generated('identity' as 'increment') // the type knows identities of primary columns alone
  seq!: string;
  @Column('text') queue!: QueueName;
  @Column('text') name!: string;
  @Column('jsonb') payload!: unknown;
  /** All who asked for it. */
  @Column('uuid', { name: 'asked_by', array: true, default: () => "'{}'" }) askedBy!: string[];
  @Column('text', { name: 'request_id', nullable: true }) requestId!: string | null;
  @Column('text', { default: 'waiting' }) state!: JobView['state'];
  @Column('double precision', { default: 0 }) progress!: number;
  @Column('text', { nullable: true }) doing!: string | null;
  @Column('jsonb', { nullable: true }) result!: unknown;
  @Column('text', { nullable: true }) error!: string | null;
  @Column('integer', { default: 0 }) attempts!: number;
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', default: () => 'clock_timestamp()' })
  createdAt!: Date;
  /** The last sign of whoever works on it. */
  @Column('timestamptz', { name: 'heard_at', default: () => 'clock_timestamp()' }) heardAt!: Date;
  @Column('timestamptz', { name: 'finished_at', nullable: true }) finishedAt!: Date | null;
}
