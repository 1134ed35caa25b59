import { Column, CreateDateColumn, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { InMigration } from '#platform';
import { Person } from './person.js';

@Entity('sessions')
@InMigration({ indexes: ['ix_sessions_person', 'ix_sessions_expiry'] })
export class Session {
  @PrimaryColumn('uuid') id!: string;
  /** The token lies with the browser. */
  @Column('text', { name: 'token_sha256', unique: true }) tokenSha256!: string;
  @Column('uuid', { name: 'person_id' })
  @ForeignKey(() => Person, { name: 'fk_sessions_person', onDelete: 'CASCADE' })
  personId!: string;
  @Column('text', { name: 'user_agent' }) userAgent!: string;
  @Column('text', { default: '' }) address!: string;
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @Column('timestamptz', { name: 'seen_at', default: () => 'now()' }) seenAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
}
