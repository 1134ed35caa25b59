import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Stakes } from '#accounts';
import type { ClaimState, EngagementSide } from '#contracts';
import type { Day, Yuan } from '#kernel';
import { InMigration } from '#platform';
import { Engagement } from './engagement.js';

/** One side's word that a level was reached, and its way to verification. */
@Entity('claims')
@InMigration({
  checks: [
    'ck_claims_level',
    'ck_claims_state',
    'ck_claims_side',
    'ck_claims_channel',
    'ck_claims_amount',
    'ck_claims_confirmed',
    'ck_claims_verified',
    'ck_claims_persons',
    'ck_claims_tax',
    'ck_claims_reminded',
  ],
  indexes: [
    'uq_claims_standing',
    'ix_claims_state',
    'ix_claims_engagement',
    'ix_claims_due',
    'ix_claims_verified',
    'ix_claims_decided',
  ],
})
export class Claim {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'engagement_id' })
  @ForeignKey(() => Engagement, { name: 'fk_claims_engagement' })
  engagementId!: string;
  @Column('smallint') level!: number;
  @Column('text') state!: ClaimState;
  @Column('text') side!: EngagementSide;
  @Column('text') channel!: 'online' | 'meeting';
  /** Yuan, tax included. */
  @Column('numeric', { precision: 16, scale: 2, nullable: true }) amount!: Yuan | null;
  @Column('boolean', { name: 'amount_includes_tax', nullable: true }) amountIncludesTax!: true | null;
  @Column('date', { name: 'happened_on', nullable: true }) happenedOn!: Day | null;
  @Column('text') note!: string;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text', { name: 'reason_code', nullable: true }) reasonCode!: string | null;
  /** Last day to answer. */
  @Column('date', { name: 'due_on' }) dueOn!: Day;
  /** How many days before the last one the newest reminder was due. */
  @Column('smallint', { nullable: true }) reminded!: number | null;
  @Column('uuid', { name: 'claimed_by' }) claimedBy!: string;
  @Column('timestamptz', { name: 'claimed_at' }) claimedAt!: Date;
  @Column('uuid', { name: 'confirmed_by', nullable: true }) confirmedBy!: string | null;
  @Column('timestamptz', { name: 'confirmed_at', nullable: true }) confirmedAt!: Date | null;
  @Column('uuid', { name: 'verified_by', nullable: true }) verifiedBy!: string | null;
  @Column('timestamptz', { name: 'verified_at', nullable: true }) verifiedAt!: Date | null;
  @Column('uuid', { name: 'disputed_by', nullable: true }) disputedBy!: string | null;
  /** Who had a stake when it was made: nothing that changes later lets one of them verify it. */
  @Column('jsonb', { default: { codes: [], departments: [], bodyIds: [], personIds: [] } }) stakes!: Stakes;
  /** Who took the last step: the same step sent again by the same person changes nothing. */
  @Column('uuid', { name: 'acted_by' }) actedBy!: string;
}
