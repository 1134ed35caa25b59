import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { StoredFigures } from '#contracts';
import { InMigration, instantText, wholeNumber } from '#platform';
import { FrozenPeriod } from './frozen-period.js';

/** How much came late for a period. */
export interface Late {
  readonly entries: number;
  readonly pairs: number;
  readonly lines: number;
}

/** A frozen period's figures with what came late for it. Its hash is over all members but itself. */
@Entity('period_amendments')
@InMigration({ checks: ['ck_period_amendments_number', 'ck_period_amendments_sha256'] })
export class PeriodAmendment {
  @PrimaryColumn('text')
  @ForeignKey(() => FrozenPeriod, { name: 'fk_period_amendments_period' })
  code!: string;
  @PrimaryColumn('integer') number!: number;
  @Column('text') reason!: string;
  @Column({ type: 'timestamptz', precision: 3, name: 'amended_at', transformer: instantText }) at!: string;
  @Column('uuid', { name: 'amended_by' }) byId!: string;
  @Column('text', { name: 'amended_by_name' }) by!: string;
  @Column('bigint', { name: 'head_seq', transformer: wholeNumber }) headSeq!: number;
  @Column('text', { name: 'head_hash' }) headHash!: string;
  /** How much it tells of. */
  @Column('jsonb') late!: Late;
  @Column('jsonb') figures!: StoredFigures;
  @Column('text') sha256!: string;
}
