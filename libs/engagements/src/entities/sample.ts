import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { MarketCode } from '#contracts';
import type { Day, Yuan } from '#kernel';
import { InMigration } from '#platform';

/** A draw of verified claims for a second look, with all that anybody needs to draw it again. */
@Entity('verification_samples')
@Unique('uq_verification_samples_number', ['number'])
@InMigration({
  checks: [
    'ck_verification_samples_percent',
    'ck_verification_samples_seed',
    'ck_verification_samples_population',
    'ck_verification_samples_market',
  ],
  indexes: ['ix_verification_samples_newest'],
})
export class Sample {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  @Column('text') market!: MarketCode;
  @Column('text') period!: string;
  @Column('date', { name: 'first_day' }) firstDay!: Day;
  @Column('date', { name: 'last_day' }) lastDay!: Day;
  /** Reporting area; null: all. */
  @Column('text', { nullable: true }) area!: string | null;
  @Column('numeric', { precision: 16, scale: 2 }) threshold!: Yuan;
  @Column('smallint') percent!: number;
  @Column('text') seed!: string;
  @Column('text', { name: 'population_sha256' }) populationSha256!: string;
  @Column('uuid', { name: 'drawn_by' }) drawnBy!: string;
  @Column('text', { name: 'drawn_by_name' }) drawnByName!: string;
  @Column('timestamptz', { name: 'drawn_at', default: () => 'clock_timestamp()' }) drawnAt!: Date;
}
