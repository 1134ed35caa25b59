import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InMigration } from '#platform';

/** What a person found of a flag, once. */
@Entity('claim_flag_settlements')
@InMigration({
  checks: ['ck_claim_flag_settlements_outcome'],
  foreignKeys: ['fk_claim_flag_settlements_flag'],
})
export class FlagSettlement {
  @PrimaryColumn('uuid', { name: 'flag_id' }) flagId!: string;
  @Column('text') outcome!: 'explained' | 'confirmed';
  @Column('text') reason!: string;
  @Column('uuid', { name: 'settled_by' }) settledBy!: string;
  @Column('text', { name: 'settled_by_name' }) settledByName!: string;
  @Column('timestamptz', { name: 'settled_at', default: () => 'clock_timestamp()' }) settledAt!: Date;
}
