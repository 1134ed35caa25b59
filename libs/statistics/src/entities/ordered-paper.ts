import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InMigration, wholeNumber } from '#platform';
import type { PaperOrder } from '../papers/order.js';

/** A workbook or report that somebody asked for; its file once it is made. */
@Entity('papers')
@InMigration({ checks: ['ck_papers_made'], indexes: ['ix_papers_sha256'] })
export class OrderedPaper {
  @PrimaryColumn('uuid') id!: string;
  /** What it is of, with all that it takes to make it. */
  @Column('jsonb') request!: PaperOrder;
  @Column('uuid', { name: 'asked_by' }) askedBy!: string;
  @Column('timestamptz', { name: 'asked_at', default: () => 'clock_timestamp()' }) askedAt!: Date;
  @Column('text', { name: 'file_name', nullable: true }) fileName!: string | null;
  @Column('text', { name: 'media_type', nullable: true }) mediaType!: string | null;
  /** Bytes. */
  @Column('bigint', { nullable: true, transformer: wholeNumber }) size!: number | null;
  @Column('text', { nullable: true }) sha256!: string | null;
}
