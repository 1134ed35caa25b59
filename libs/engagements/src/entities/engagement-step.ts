import { Column, Entity, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';
import type { EngagementSide } from '#contracts';
import { InMigration } from '#platform';
import { Engagement } from './engagement.js';

/** Who took which step with an engagement or one of its claims, when and why. Rows are added and never changed. */
@Entity('engagement_history')
@InMigration({
  checks: ['ck_engagement_history_side'],
  indexes: ['ix_engagement_history_engagement', 'ix_engagement_history_claim'],
})
export class EngagementStep {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('uuid', { name: 'engagement_id' })
  @ForeignKey(() => Engagement, { name: 'fk_engagement_history_engagement' })
  engagementId!: string;
  @Column('uuid', { name: 'claim_id', nullable: true }) claimId!: string | null;
  @Column('smallint', { nullable: true }) level!: number | null;
  @Column('text', { name: 'from_state', nullable: true }) from!: string | null;
  @Column('text', { name: 'to_state' }) to!: string;
  @Column('text') side!: EngagementSide | 'coordinator' | 'system';
  @Column('uuid', { name: 'actor_id' }) actorId!: string;
  @Column('text', { name: 'actor_name' }) actorName!: string;
  @Column('text', { nullable: true }) reason!: string | null;
  /** The reason by its code in a dictionary. */
  @Column('text', { nullable: true }) code!: string | null;
  /** What it rests on besides its words. */
  @Column('jsonb', { nullable: true }) detail!: object | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) at!: Date;
}
