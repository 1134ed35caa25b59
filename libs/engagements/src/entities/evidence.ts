import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { EngagementSide } from '#contracts';
import { InMigration, wholeNumber } from '#platform';
import { Claim } from './claim.js';
import { Engagement } from './engagement.js';

/** A file or a contract number that proves a claim; it stays with its hash, uploader and time. */
@Entity('evidence')
@InMigration({
  checks: ['ck_evidence_kind', 'ck_evidence_sha256', 'ck_evidence_side', 'ck_evidence_sm3'],
  indexes: ['ix_evidence_sha256', 'ix_evidence_engagement', 'ix_evidence_claim'],
})
export class Evidence {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'engagement_id' })
  @ForeignKey(() => Engagement, { name: 'fk_evidence_engagement' })
  engagementId!: string;
  /** Null until it stands for a claim. */
  @Column('uuid', { name: 'claim_id', nullable: true })
  @ForeignKey(() => Claim, { name: 'fk_evidence_claim' })
  claimId!: string | null;
  @Column('text') kind!: 'file' | 'contract';
  @Column('text') sha256!: string;
  @Column('text', { nullable: true }) sm3!: string | null;
  @Column('text', { name: 'file_name', nullable: true }) fileName!: string | null;
  @Column('text', { name: 'media_type', nullable: true }) mediaType!: string | null;
  /** Bytes. */
  @Column('bigint', { nullable: true, transformer: wholeNumber }) size!: number | null;
  @Column('text', { name: 'contract_number', nullable: true }) contractNumber!: string | null;
  @Column('text') side!: EngagementSide;
  @Column('uuid', { name: 'uploaded_by' }) uploadedBy!: string;
  @Column('text', { name: 'uploaded_by_name' }) uploadedByName!: string;
  @Column('timestamptz', { name: 'uploaded_at', default: () => 'clock_timestamp()' }) uploadedAt!: Date;
}
