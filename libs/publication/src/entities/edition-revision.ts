import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { InMigration } from '#platform';
import { Edition } from './edition.js';

/** What was published, to the byte, for ever. */
@Entity('edition_revisions')
@InMigration({ checks: ['ck_edition_revisions_struck', 'ck_edition_revisions_sha256'] })
export class EditionRevision {
  @PrimaryColumn('uuid', { name: 'edition_id' })
  @ForeignKey(() => Edition, { name: 'fk_edition_revisions_edition' })
  editionId!: string;
  @PrimaryColumn('integer') revision!: number;
  /** The canonical JSON. */
  @Column('text') document!: string;
  @Column('text') sha256!: string;
  @Column('integer') items!: number;
  @Column('integer', { default: 0 }) struck!: number;
  /** Why it was amended. */
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('uuid', { name: 'actor_id', nullable: true }) actorId!: string | null;
  @Column('timestamptz', { name: 'published_at' }) publishedAt!: Date;
}
