import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DictionaryName } from '#contracts';
import { InMigration } from '#platform';

/** An entry of a dictionary as the city has changed or added it; it replaces the platform's own. */
@Entity('dictionary_entries')
@InMigration({ checks: ['ck_dictionary_entries_code'] })
export class DictionaryEntry {
  @PrimaryColumn('text') name!: DictionaryName;
  @PrimaryColumn('text') code!: string;
  @Column('text') label!: string;
  @Column('text', { array: true }) aliases!: string[];
  @Column('text', { nullable: true }) parent!: string | null;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('boolean') retired!: boolean;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt!: Date;
}
