import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a unit objects to, and how it was decided. */
@Entity('review_objections')
export class ReviewObjection {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'review_id' }) reviewId!: string;
  @Column('text') key!: string;
  /** Null: to the whole. */
  @Column('text', { nullable: true }) measure!: string | null;
  @Column('text') statement!: string;
  @Column('uuid', { name: 'raised_by' }) raisedBy!: string;
  @Column('text', { name: 'raised_by_name' }) raisedByName!: string;
  @Column('timestamptz', { name: 'raised_at' }) raisedAt!: Date;
  @Column('boolean', { name: 'on_behalf' }) onBehalf!: boolean;
  @Column('text', { nullable: true }) outcome!: 'upheld' | 'partly' | 'rejected' | null;
  @Column('text', { nullable: true }) answer!: string | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
  @Column('text', { name: 'decided_by_name', nullable: true }) decidedByName!: string | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
}
