import { Column, type ColumnOptions, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { ListingState } from '#contracts';
import { InMigration } from '#platform';
import { ListingHead } from './listing-head.js';

/** Worked out by the database from the document; written by nobody. The blank stands for what the migration says. */
const fromContent = {
  generatedType: 'STORED',
  asExpression: ' ',
  insert: false,
  update: false,
} satisfies ColumnOptions;

/** What a listing says in one of its revisions, as a document without personal data. */
@Entity('listing_revisions')
@InMigration({
  checks: ['ck_listing_revisions_state', 'ck_listing_revisions_content'],
  indexes: [
    'uq_listing_revisions_published',
    'ix_listing_revisions_expiring',
    'ix_listing_revisions_title',
    'ix_listing_revisions_apart',
  ],
})
export class ListingRevision {
  @PrimaryColumn('uuid', { name: 'listing_id' })
  @ForeignKey(() => ListingHead, { name: 'fk_listing_revisions_listing', onDelete: 'CASCADE' })
  listingId!: string;
  @PrimaryColumn('integer') revision!: number;
  @Column('text') state!: ListingState;
  @Column('text') title!: string;
  /** Checked by the kind's schema on the way in and out. */
  @Column('jsonb') content!: object;
  @Column('text', { array: true, ...fromContent }) fields!: string[];
  @Column('text', { array: true, ...fromContent }) chains!: string[];
  @Column('text', { nullable: true, ...fromContent }) area!: string | null;
  @Column('text', { nullable: true, ...fromContent }) department!: string | null;
  @Column({ type: 'text', ...fromContent }) visibility!: string;
  @Column('date', { name: 'valid_until', nullable: true, ...fromContent }) validUntil!: string | null;
}
