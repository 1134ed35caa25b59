import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { InMigration } from '#platform';
import { Meeting } from './meeting.js';

/** An organisation that came: by a coordinator at the desk, or by its own person with the code. */
@Entity('meeting_check_ins')
@InMigration({ checks: ['ck_meeting_check_ins_how'] })
export class CheckIn {
  @PrimaryColumn('uuid', { name: 'meeting_id' })
  @ForeignKey(() => Meeting, { name: 'fk_meeting_check_ins_meeting' })
  meetingId!: string;
  @PrimaryColumn('uuid', { name: 'organisation_id' }) organisationId!: string;
  @Column('text') how!: 'desk' | 'code';
  @Column('uuid', { name: 'by_id' }) byId!: string;
  @Column('text', { name: 'by_name' }) byName!: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) at!: Date;
}
