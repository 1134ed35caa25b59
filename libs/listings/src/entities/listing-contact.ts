import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Contact } from '#contracts';
import { ListingRevision } from './listing-revision.js';

/** Whom to call about a listing. It lies apart: what reads a content never comes by it. */
@Entity('listing_contacts')
@ForeignKey(() => ListingRevision, ['listingId', 'revision'], ['listingId', 'revision'], {
  name: 'fk_listing_contacts_revision',
  onDelete: 'CASCADE',
})
export class ListingContact {
  @PrimaryColumn('uuid', { name: 'listing_id' }) listingId!: string;
  @PrimaryColumn('integer') revision!: number;
  @Column('jsonb') contact!: Contact;
}
