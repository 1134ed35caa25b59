import {
  Column,
  CreateDateColumn,
  Entity,
  PrimaryColumn,
  Unique,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';
import type { EngagementSide, MarketCode } from '#contracts';
import { InMigration } from '#platform';
import type { EngagementSubject } from '../domain/subject.js';

/** A side as facts carry it. */
export interface PartySnapshot {
  readonly organisationId: string;
  readonly uscc: string;
  readonly name: string;
  readonly area: string | null;
  readonly department: string | null;
}

/** What a demand's owner and a firm do about each other: one a (demand, firm). */
@Entity('engagements')
@Unique('uq_engagements_number', ['number'])
@Unique('uq_engagements_pair', ['demandListingId', 'firmId'])
@InMigration({
  checks: [
    'ck_engagements_state',
    'ck_engagements_sides',
    'ck_engagements_intent',
    'ck_engagements_declined',
    'ck_engagements_market',
  ],
  indexes: [
    'ix_engagements_newest',
    'ix_engagements_firm',
    'ix_engagements_demand',
    'ix_engagements_area',
    'ix_engagements_supply_listing',
  ],
  foreignKeys: [
    'fk_engagements_demand_listing',
    'fk_engagements_supply_listing',
    'fk_engagements_firm',
    'fk_engagements_demand',
  ],
})
export class Engagement {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  @Column('text') market!: MarketCode;
  @Column('uuid', { name: 'demand_listing_id' }) demandListingId!: string;
  @Column('uuid', { name: 'firm_id' }) firmId!: string;
  @Column('uuid', { name: 'demand_id' }) demandId!: string;
  @Column('uuid', { name: 'supply_listing_id' }) supplyListingId!: string;
  /** The listings and the two parties as they were when a side last acted on them. */
  @Column('jsonb') subject!: EngagementSubject;
  @Column('jsonb') demand!: PartySnapshot;
  @Column('jsonb') supply!: PartySnapshot;
  /** The reporting area that owns the match. */
  @Column('text', { nullable: true }) area!: string | null;
  @Column('text') state!: 'open' | 'declined';
  @Column('timestamptz', { name: 'demand_intent_at', nullable: true }) demandIntentAt!: Date | null;
  @Column('timestamptz', { name: 'supply_intent_at', nullable: true }) supplyIntentAt!: Date | null;
  @Column('text', { name: 'declined_by', nullable: true }) declinedBy!: EngagementSide | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text', { name: 'reason_code', nullable: true }) reasonCode!: string | null;
  /** Verified and reversed steps announced so far; the last one's place in the order. */
  @Column('integer', { default: 0 }) sequence!: number;
  @VersionColumn({ default: 1 }) version!: number;
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' }) updatedAt!: Date;
}
