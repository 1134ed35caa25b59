import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { ListingKind, ListingState } from '#contracts';
import { InMigration } from '#platform';

/** Who took which step with which revision, when and why. Rows are added and never changed. */
@Entity('listing_history')
@InMigration({ indexes: ['ix_listing_history_listing'] })
export class ListingStep {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('text') kind!: ListingKind;
  @Column('uuid', { name: 'listing_id' }) listingId!: string;
  @Column('integer') revision!: number;
  @Column('text', { name: 'from_state', nullable: true }) from!: ListingState | null;
  @Column('text', { name: 'to_state' }) to!: ListingState;
  @Column('uuid', { name: 'actor_id', nullable: true }) actorId!: string | null;
  @Column('text', { name: 'actor_name' }) actorName!: string;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) at!: Date;
}
