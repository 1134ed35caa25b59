import {
  Column,
  CreateDateColumn,
  Entity,
  PrimaryColumn,
  Unique,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';
import type { ListingKind } from '#contracts';
import { InMigration } from '#platform';

/** A listing of any kind: whose it is, and which of its revisions are the newest and the one in force. */
@Entity('listings')
@Unique('uq_listings_number', ['number'])
@Unique('uq_listings_import', ['importKey'])
@InMigration({
  checks: ['ck_listings_kind', 'ck_listings_published'],
  indexes: ['ix_listings_newest', 'ix_listings_in_force', 'ix_listings_list_number'],
  foreignKeys: ['fk_listings_organisation'],
})
export class ListingHead {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: ListingKind;
  @Column('text') number!: string;
  @Column('uuid', { name: 'organisation_id' }) organisationId!: string;
  @Column('integer') revision!: number;
  @Column('integer', { name: 'published_revision', nullable: true }) publishedRevision!: number | null;
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt!: Date | null;
  /** The same key never makes a second listing: an import can be repeated. */
  @Column('text', { name: 'import_key', nullable: true }) importKey!: string | null;
  /** What the list that it came from calls it. */
  @Column('text', { name: 'list_number', nullable: true }) listNumber!: string | null;
  @VersionColumn({ default: 1 }) version!: number;
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' }) updatedAt!: Date;
}
