import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InMigration } from '#platform';

/** Who controls whom, by credit code: neither of them needs to be on the platform. */
@Entity('controllers')
@InMigration({
  checks: ['ck_controllers_uscc', 'ck_controllers_other'],
  indexes: ['ix_controllers_controller'],
})
export class ControllerLink {
  @PrimaryColumn('text') uscc!: string;
  @Column('text', { name: 'controller_uscc' }) controllerUscc!: string;
  @Column('text') reason!: string;
  @Column('uuid', { name: 'set_by', nullable: true }) setBy!: string | null;
  @Column('text', { name: 'set_by_name' }) setByName!: string;
  @Column('timestamptz', { name: 'set_at', default: () => 'now()' }) setAt!: Date;
}
