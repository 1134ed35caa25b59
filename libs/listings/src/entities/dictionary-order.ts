import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DictionaryName } from '#contracts';
import { InMigration } from '#platform';

/** The order that a city gave a dictionary; entries that are not named follow. */
@Entity('dictionary_orders')
@InMigration({ checks: ['ck_dictionary_orders_codes'] })
export class DictionaryOrder {
  @PrimaryColumn('text') name!: DictionaryName;
  @Column('text', { array: true }) codes!: string[];
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt!: Date;
}
