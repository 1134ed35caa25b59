import type { ListingKind } from '#contracts';
import { DomainError } from '#kernel';
import type { Actor } from '../domain/refusals.js';
import type { ContentOf } from '../listing.writer.js';
import type { CellError } from './errors.js';
import type { ColumnMapping } from './mapping.js';
import type { FileType } from './read.js';
import type { RowOrganisation } from './row.js';

export interface ImportRow {
  id: string;
  kind: ListingKind;
  state: 'previewed' | 'committing' | 'committed';
  file_name: string;
  file_path: string;
  file_type: FileType;
  organisation_id: string | null;
  owner_organisation_id: string | null;
  body_id: string | null;
  created_by: string | null;
  created_by_name: string;
  publish: boolean;
  header_row: number;
  mapping: ColumnMapping[];
  total: number;
  valid: number;
  refused: number;
  skipped: number;
  created: number;
  known: number;
  published: number;
  job_id: string | null;
  version: number;
  created_at: Date;
}

export interface Upload {
  readonly kind: ListingKind;
  readonly fileName: string;
  readonly filePath: string;
  /** The organisation of rows that name none. */
  readonly organisationId: string | null;
  /** Set for people of an organisation: they import for it alone. */
  readonly ownerOrganisationId: string | null;
  readonly bodyId: string | null;
  readonly actor: Actor;
}

export interface PreviewRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly errors: readonly CellError[];
  readonly warnings: readonly string[];
}

/** A row that is right, on its way into the listings. */
export interface StagedRow {
  readonly row: number;
  readonly content: ContentOf<ListingKind>;
  readonly organisation: RowOrganisation | null;
  readonly import_key: string;
}

export class ImportUnderWay extends DomainError {
  readonly code = 'import.under_way';
  readonly status = 409;

  constructor() {
    super('该批导入正在写入或已写入，不能再修改对应关系');
  }
}

/** How far it is, from 0 to 1, and what it does. */
export type Report = (done: number, doing: string) => Promise<void>;
export const silent: Report = async () => undefined;
