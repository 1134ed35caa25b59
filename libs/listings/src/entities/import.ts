import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn, VersionColumn } from 'typeorm';
import type { ListingKind } from '#contracts';
import { InMigration } from '#platform';
import type { FileType } from '#sheets';
import type { Choice, ImportState, SheetSeen } from '../import/import.types.js';
import type { ColumnMapping } from '../import/layout/header.js';

/** A file on its way into the listings: by whom and for whom, how it is read, and how its rows are counted. */
@Entity('imports')
@InMigration({ checks: ['ck_imports_kind', 'ck_imports_state'], indexes: ['ix_imports_newest'] })
export class Import {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: ListingKind;
  @Column('text') state!: ImportState;
  @Column('text', { name: 'file_name' }) fileName!: string;
  /** In the store; it is deleted before the import is. */
  @Column('text', { name: 'file_path' }) filePath!: string;
  @Column('text', { name: 'file_sha256' }) fileSha256!: string;
  @Column('text', { name: 'file_type' }) fileType!: FileType;
  /** Of rows that name none. */
  @Column('uuid', { name: 'organisation_id', nullable: true }) organisationId!: string | null;
  /** Of people of an organisation, who import for it alone. */
  @Column('uuid', { name: 'owner_organisation_id', nullable: true }) ownerOrganisationId!: string | null;
  @Column('uuid', { name: 'body_id', nullable: true }) bodyId!: string | null;
  /** Of a coordinator for whom one area is all. */
  @Column('text', { nullable: true }) area!: string | null;
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy!: string | null;
  @Column('text', { name: 'created_by_name' }) createdByName!: string;
  @Column('boolean', { default: false }) publish!: boolean;
  /** Other content under the same identity is to become a new revision. */
  @Column('boolean', { default: false }) revise!: boolean;
  /** Unknown organisations with a code are to be made, unclaimed. */
  @Column('boolean', { name: 'new_organisations', default: false }) newOrganisations!: boolean;
  @Column('jsonb', { default: [] }) sheets!: readonly SheetSeen[];
  @Column('integer', { default: 0 }) sheet!: number;
  @Column('integer', { name: 'header_row', nullable: true }) headerRow!: number | null;
  @Column('integer', { name: 'header_rows', default: 1 }) headerRows!: number;
  @Column('text', { nullable: true }) unit!: string | null;
  @Column('jsonb', { default: [] }) mapping!: readonly ColumnMapping[];
  /** What a person chose: a reading starts from it. */
  @Column('jsonb', { default: {} }) choice!: Choice;
  /** Counts the readings: a job that was asked for before the last change has nothing to do. */
  @Column('integer', { default: 1 }) reading!: number;
  /** What the rows were checked by when they were read, the kind's form and the dictionaries, as a hash. */
  @Column('text', { nullable: true }) form!: string | null;
  /** Why the file was refused as a whole. */
  @Column('jsonb', { nullable: true }) refusal!: { readonly code: string; readonly detail: string } | null;
  @Column('text', { name: 'mended_path', nullable: true }) mendedPath!: string | null;
  @Column('integer', { default: 0 }) total!: number;
  @Column('integer', { default: 0 }) valid!: number;
  @Column('integer', { default: 0 }) refused!: number;
  @Column('integer', { default: 0 }) skipped!: number;
  @Column('integer', { default: 0 }) questions!: number;
  @Column('integer', { default: 0 }) changes!: number;
  @Column('integer', { default: 0 }) unchanged!: number;
  @Column('integer', { default: 0 }) notices!: number;
  @Column('integer', { default: 0 }) created!: number;
  @Column('integer', { default: 0 }) revised!: number;
  @Column('integer', { default: 0 }) known!: number;
  @Column('integer', { name: 'left_out', default: 0 }) leftOut!: number;
  @Column('integer', { default: 0 }) submitted!: number;
  @Column('integer', { default: 0 }) published!: number;
  @Column('text', { name: 'undone_by', nullable: true }) undoneBy!: string | null;
  @Column('text', { name: 'undo_reason', nullable: true }) undoReason!: string | null;
  @Column('text', { name: 'job_id', nullable: true }) jobId!: string | null;
  @VersionColumn({ default: 1 }) version!: number;
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt!: Date;
  @UpdateDateColumn({ name: 'changed_at', type: 'timestamptz' }) changedAt!: Date;
}
