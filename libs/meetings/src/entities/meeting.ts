import { Column, Entity, PrimaryColumn, Unique, VersionColumn } from 'typeorm';
import type { MarketCode, MeetingState } from '#contracts';
import type { Day } from '#kernel';
import { InMigration } from '#platform';

/** An offline or online event where both sides meet (对接会). */
@Entity('meetings')
@Unique('uq_meetings_number', ['number'])
@InMigration({
  checks: [
    'ck_meetings_state',
    'ck_meetings_where',
    'ck_meetings_times',
    'ck_meetings_cancelled',
    'ck_meetings_market',
  ],
  indexes: ['ix_meetings_newest'],
  foreignKeys: ['fk_meetings_body'],
})
export class Meeting {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  /** Whose listings it is for. */
  @Column('text') market!: MarketCode;
  @Column('text') title!: string;
  @Column('date') day!: Day;
  /** `14:00`. */
  @Column('text') starts!: string;
  @Column('text') ends!: string;
  @Column('text', { nullable: true }) place!: string | null;
  @Column('text', { nullable: true }) link!: string | null;
  @Column('uuid', { name: 'body_id' }) bodyId!: string;
  @Column('text', { name: 'body_name' }) bodyName!: string;
  /** The reporting area that it counts for; null: the whole city. */
  @Column('text', { nullable: true }) area!: string | null;
  @Column('text') note!: string;
  @Column('text') state!: MeetingState;
  @Column('text', { nullable: true }) reason!: string | null;
  /** By which organisations check in. */
  @Column('text') code!: string;
  @VersionColumn({ default: 1 }) version!: number;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt!: Date;
}
