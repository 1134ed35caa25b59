import type { ListingKind } from '#contracts';
import { DomainError } from '#kernel';
import type { Cell } from '#sheets';
import type { ListingActor } from '../domain/refusals.js';
import type { FieldChange } from './compare.js';
import type { CellError } from './errors.js';
import type { LineKind } from './layout/lines.js';
import type { Notice } from './row.cells.js';
import type { RowOrganisation } from './whose.js';

export type ImportState =
  | 'reading'
  | 'header'
  | 'previewed'
  | 'committing'
  | 'stopped'
  | 'committed'
  | 'undoing'
  | 'undone'
  | 'cancelled'
  | 'refused';

/** What is to become of a row; `head`: it stands above the table or is its header. */
export type RowState = 'head' | 'skipped' | 'error' | 'question' | 'new' | 'changed' | 'unchanged';
export type RowOutcome = 'new' | 'changed' | 'unchanged' | 'skipped' | 'refused' | 'undone';
/** What a person wants of a row that asks: a listing of its own, a revision of the one that stands, or nothing. */
export type RowDecision = 'write' | 'revise' | 'skip';

/** What a row asks. */
export type RowQuestion =
  /** Another row of the file has the same organisation and title, and other content. */
  | 'title_twice'
  /** Its running number is that of a listing with a title like its own. */
  | 'number_taken';

/** What a person chose: everything else is found. */
export interface Choice {
  readonly sheet?: number;
  /** Row of the sheet from 1; 0: the sheet has no header. */
  readonly headerRow?: number;
  /** Fields by column, from 0. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** A sheet that is visible, as a person sees it who chooses one. */
export interface SheetSeen {
  readonly index: number;
  readonly name: string;
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
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
  /** Of a coordinator for whom one area is all. */
  readonly area?: string | null;
  /** Unknown organisations with a code are to be made, unclaimed. */
  readonly newOrganisations?: boolean;
  readonly actor: ListingActor;
  readonly choice?: Choice;
}

export interface PreviewRow {
  readonly row: number;
  readonly state: RowState;
  readonly cells: readonly string[];
  readonly errors: readonly CellError[];
  readonly notices: readonly Notice[];
  readonly skip: LineKind | 'repeat' | 'above' | null;
  readonly organisation: string | null;
  readonly question: RowQuestion | null;
  readonly changes: readonly FieldChange[];
  readonly decision: RowDecision | null;
  readonly outcome: RowOutcome | null;
  /** What stands under the row's identity, or what was made of it. */
  readonly listing: { readonly id: string; readonly number: string } | null;
}

/** A row that is right, on its way into the listings; what it says stays in the database until it is compared. */
export interface StagedRow {
  readonly row: number;
  readonly state: RowState;
  readonly organisation: RowOrganisation;
  readonly serial: string | null;
  readonly title: string;
  readonly decision: RowDecision | null;
  readonly question: RowQuestion | null;
}

/** A row as it is kept while it waits: its cells can be read again. */
export interface KeptRow {
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** What was asked of an import that is in no state for it. */
export class ImportUnderWay extends DomainError {
  readonly code = 'import.under_way';
  readonly status = 409;

  constructor(state: ImportState) {
    super(`该批导入${importStateWords[state]}，此时不能这样做`, { state });
  }
}

const importStateWords: Readonly<Record<ImportState, string>> = {
  reading: '正在读取',
  header: '待指定表头',
  previewed: '待写入',
  committing: '正在写入',
  stopped: '写入已中止',
  committed: '已写入',
  undoing: '正在撤销',
  undone: '已撤销',
  cancelled: '已取消',
  refused: '文件未能读取',
};

/** How far it is, from 0 to 1, and what it does. */
export type Report = (done: number, doing: string) => Promise<void>;
export const silent: Report = async () => undefined;
