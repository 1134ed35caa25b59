import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StoredFigures } from '#contracts';
import { InMigration, instantText, wholeNumber } from '#platform';

/** The part of the ledger that counts in a period; null where no entry does. */
export interface Range {
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  readonly entries: number;
}

/** A period's figures as they were when it was frozen. Its hash is over all members but itself. */
@Entity('frozen_periods')
@InMigration({ checks: ['ck_frozen_periods_code', 'ck_frozen_periods_sha256'] })
export class FrozenPeriod implements Range {
  @PrimaryColumn('text') code!: string;
  @Column({ type: 'timestamptz', precision: 3, name: 'frozen_at', transformer: instantText }) at!: string;
  @Column('uuid', { name: 'frozen_by' }) byId!: string;
  @Column('text', { name: 'frozen_by_name' }) by!: string;
  @Column('bigint', { name: 'first_seq', nullable: true, transformer: wholeNumber })
  firstSeq!: number | null;
  @Column('bigint', { name: 'last_seq', nullable: true, transformer: wholeNumber }) lastSeq!: number | null;
  @Column('bigint', { transformer: wholeNumber }) entries!: number;
  /** The head of the ledger at that moment. */
  @Column('bigint', { name: 'head_seq', transformer: wholeNumber }) headSeq!: number;
  @Column('text', { name: 'head_hash' }) headHash!: string;
  @Column('jsonb') figures!: StoredFigures;
  @Column('text') sha256!: string;
}
