import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { InMigration } from '#platform';
import type { Part } from '../domain/meeting.js';
import { MeetingListing } from './meeting-listing.js';

/** That a pair met at a meeting, as one part says: it has met when a coordinator named it, or both sides did. */
@Entity('meeting_pairs')
@ForeignKey(() => MeetingListing, ['meetingId', 'demandListingId'], ['meetingId', 'listingId'], {
  name: 'fk_meeting_pairs_demand',
})
@ForeignKey(() => MeetingListing, ['meetingId', 'supplyListingId'], ['meetingId', 'listingId'], {
  name: 'fk_meeting_pairs_supply',
})
@InMigration({ checks: ['ck_meeting_pairs_part'] })
export class PairNaming {
  @PrimaryColumn('uuid', { name: 'meeting_id' }) meetingId!: string;
  @PrimaryColumn('uuid', { name: 'demand_listing_id' }) demandListingId!: string;
  @PrimaryColumn('uuid', { name: 'supply_listing_id' }) supplyListingId!: string;
  @PrimaryColumn('text') part!: Part;
  @Column('uuid', { name: 'by_id' }) byId!: string;
  @Column('text', { name: 'by_name' }) byName!: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) at!: Date;
}
