import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import { InMigration } from '#platform';
import type { MemberRole } from '../domain/principal.js';
import { Body } from './body.js';
import { Organisation } from './organisation.js';

@Entity('people')
@InMigration({
  checks: ['ck_people_member', 'ck_people_role', 'ck_people_one_side'],
  indexes: ['ix_people_organisation', 'ix_people_body'],
})
export class Person {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { unique: true }) login!: string;
  @Column('text') name!: string;
  /** Read only where it is asked for by name. */
  @Column('text', { name: 'password_hash', select: false }) passwordHash!: string;
  /** Until when the password lasts, where somebody else chose it. */
  @Column('timestamptz', { name: 'password_ends_at', nullable: true }) passwordEndsAt!: Date | null;
  @Column('uuid', { name: 'organisation_id', nullable: true }) organisationId!: string | null;
  @ManyToOne(() => Organisation)
  @JoinColumn({ name: 'organisation_id', foreignKeyConstraintName: 'fk_people_organisation' })
  organisation!: Relation<Organisation> | null;
  @Column('text', { name: 'member_role', nullable: true }) memberRole!: MemberRole | null;
  @Column('uuid', { name: 'body_id', nullable: true }) bodyId!: string | null;
  @ManyToOne(() => Body)
  @JoinColumn({ name: 'body_id', foreignKeyConstraintName: 'fk_people_body' })
  body!: Relation<Body> | null;
  @Column('boolean', { default: false }) operator!: boolean;
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
}
