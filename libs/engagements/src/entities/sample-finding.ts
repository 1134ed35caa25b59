import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InMigration } from '#platform';

/** What the second look at a sampled claim found. */
@Entity('verification_findings')
@InMigration({
  checks: ['ck_verification_findings_outcome'],
  foreignKeys: ['fk_verification_findings_claim'],
})
export class SampleFinding {
  @PrimaryColumn('uuid', { name: 'sample_id' }) sampleId!: string;
  @PrimaryColumn('uuid', { name: 'claim_id' }) claimId!: string;
  @Column('text') outcome!: 'upheld' | 'wrong';
  @Column('text') reason!: string;
  @Column('uuid', { name: 'found_by' }) foundBy!: string;
  @Column('text', { name: 'found_by_name' }) foundByName!: string;
  @Column('timestamptz', { name: 'found_at', default: () => 'clock_timestamp()' }) foundAt!: Date;
}
