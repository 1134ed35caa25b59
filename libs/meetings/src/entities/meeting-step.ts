import { Column, Entity, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';
import { InMigration } from '#platform';
import { Meeting } from './meeting.js';

/** Who did what with a meeting, when and why. Rows are added and never changed. */
@Entity('meeting_history')
@InMigration({ indexes: ['ix_meeting_history_meeting'] })
export class MeetingStep {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('uuid', { name: 'meeting_id' })
  @ForeignKey(() => Meeting, { name: 'fk_meeting_history_meeting' })
  meetingId!: string;
  @Column('text') what!: string;
  @Column('uuid', { name: 'actor_id' }) actorId!: string;
  @Column('text', { name: 'actor_name' }) actorName!: string;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) at!: Date;
}
