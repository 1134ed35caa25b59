import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { MeetingSide } from '#contracts';
import { InMigration } from '#platform';
import { Meeting } from './meeting.js';

/** A listing that a meeting is for, as it was called when it was invited. */
@Entity('meeting_listings')
@InMigration({ checks: ['ck_meeting_listings_side'], indexes: ['ix_meeting_listings_organisation'] })
export class MeetingListing {
  @PrimaryColumn('uuid', { name: 'meeting_id' })
  @ForeignKey(() => Meeting, { name: 'fk_meeting_listings_meeting' })
  meetingId!: string;
  @PrimaryColumn('uuid', { name: 'listing_id' }) listingId!: string;
  @Column('text') side!: MeetingSide;
  @Column('text') number!: string;
  @Column('text') title!: string;
  @Column('uuid', { name: 'organisation_id' }) organisationId!: string;
  @Column('text', { name: 'organisation_name' }) organisationName!: string;
}
