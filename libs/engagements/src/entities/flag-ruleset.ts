import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FlagParameters } from '#contracts';
import { InMigration } from '#platform';

/** A version of the numbers that the rules of flags go by. */
@Entity('flag_rules')
@InMigration({ checks: ['ck_flag_rules_version'] })
export class FlagRuleset {
  @PrimaryColumn('integer') version!: number;
  @Column('jsonb') parameters!: FlagParameters;
  @Column('text') reason!: string;
  @Column('uuid', { name: 'made_by' }) madeBy!: string;
  @Column('text', { name: 'made_by_name' }) madeByName!: string;
  @Column('timestamptz', { name: 'made_at', default: () => 'clock_timestamp()' }) madeAt!: Date;
}
