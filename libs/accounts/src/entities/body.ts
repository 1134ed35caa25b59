import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { InMigration } from '#platform';

/** A coordinating body: the city's, or that of one reporting area. */
@Entity('bodies')
@InMigration({ checks: ['ck_bodies_uscc', 'ck_bodies_scope'] })
export class Body {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { unique: true }) name!: string;
  @Column('text') scope!: 'city' | 'area';
  @Column('text', { nullable: true }) area!: string | null;
  @Column('text', { nullable: true, unique: true }) uscc!: string | null;
  @Column('text', { nullable: true }) department!: string | null;
  @Column('text', { name: 'suspended_reason', nullable: true }) suspendedReason!: string | null;
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
}
