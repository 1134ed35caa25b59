import { z } from 'zod';
import { kindCode } from '../codes.js';
import { id } from './common.js';

const importState = z.enum([
  'reading',
  /** No header was found for certain: nothing is read until a person has chosen sheet and header. */ 'header',
  'previewed',
  'committing',
  'stopped',
  'committed',
  'undoing',
  'undone',
  'cancelled',
  'refused',
]);
export type ImportState = z.output<typeof importState>;

const jobLink = z.strictObject({ id: z.string(), href: z.string() });
const count = z.number().int();

const importColumn = z.strictObject({
  /** From 0. */
  column: count,
  header: z.string(),
  /** `ignore`: it is not read, or not until its question is answered. */
  field: z.string(),
  /** How that is known; `question`: it is not, and `suggestion` may be right. */
  how: z.enum(['name', 'remembered', 'person', 'values', 'question', 'taken', 'none']),
  suggestion: z.string().optional(),
  /** The first values below the header. */
  samples: z.array(z.string()),
  /** It is not shown in the sheet, and read all the same. */
  hidden: z.literal(true).optional(),
});
export type ImportColumn = z.output<typeof importColumn>;

const sheetSeen = z.strictObject({
  index: count,
  name: z.string(),
  /** The first rows, for who chooses the header. */
  rows: z.array(z.strictObject({ row: count, cells: z.array(z.string()) })),
});

export const importSummary = z.strictObject({
  id,
  kind: kindCode,
  state: importState,
  fileName: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  /** Why the file was refused as a whole. */
  refusal: z.strictObject({ code: z.string(), detail: z.string() }).nullable(),
  /** Rows of data: right, wrong, asking; of the right ones some change what stands and some say the same. */
  total: count,
  valid: count,
  refused: count,
  questions: count,
  changes: count,
  unchanged: count,
  notices: count,
  skipped: count,
  /** After the commit: new listings, new revisions, rows that said the same, rows left as they are, and what followed. */
  created: count,
  revised: count,
  known: count,
  left: count,
  submitted: count,
  published: count,
  undoneBy: z.string().nullable(),
  undoReason: z.string().nullable(),
});
export type ImportSummary = z.output<typeof importSummary>;

/** Characters of a cell that a preview has; of a longer one they are the beginning. */
export const shownOfCell = 300;

export const importView = importSummary.extend({
  organisationId: id.nullable(),
  sheets: z.array(sheetSeen),
  sheet: count,
  /** Names of the other sheets with the same columns: they are not read with this one. */
  sheetsAlike: z.array(z.string()),
  /** Row of the sheet from 1, the last of the header; 0: no header; null: not known yet. */
  headerRow: count.nullable(),
  headerRows: count,
  /** Of amounts, where a line above the table says it. */
  unit: z.string().nullable(),
  mapping: z.array(importColumn),
  newOrganisations: z.boolean(),
  revise: z.boolean(),
  job: jobLink.nullable(),
  /** Imports that are worked on before this one is. */
  ahead: count,
  version: count,
});
export type ImportView = z.output<typeof importView>;

const cellError = z.strictObject({
  row: z.number(),
  column: z.number(),
  header: z.string(),
  field: z.string().optional(),
  code: z.string(),
  value: z.string(),
  expected: z.string(),
  /** Where it is a question: texts that would answer it. */
  choices: z.array(z.strictObject({ label: z.string(), text: z.string() })).optional(),
});
const cellNotice = z.strictObject({
  column: z.number(),
  header: z.string(),
  field: z.string(),
  code: z.string(),
  text: z.string(),
});

/** Where something of a row stands, in words: “投资预算”（预算区间）, 第3列（场景名称）, or which column the sheet lacks. */
export function cellPlace(at: {
  readonly column: number;
  readonly header: string;
  readonly field?: string | undefined;
}): string {
  const { column, header, field = '' } = at;
  if (column === 0) return field === '' ? '' : `表中没有“${field}”一列`;
  const name = header === '' ? `第${column}列` : `“${header}”`;
  return field === '' || field === header ? name : `${name}（${field}）`;
}

export const rowDecision = z.enum(['write', 'revise', 'skip']);
export const importedRow = z.strictObject({
  row: count,
  state: z.enum(['head', 'skipped', 'error', 'question', 'new', 'changed', 'unchanged']),
  cells: z.array(z.string()),
  errors: z.array(cellError),
  notices: z.array(cellNotice),
  skip: z.string().nullable(),
  organisation: z.string().nullable(),
  question: z.enum(['title_twice', 'number_taken']).nullable(),
  changes: z.array(
    z.strictObject({ field: z.string(), label: z.string(), before: z.string(), after: z.string() }),
  ),
  decision: rowDecision.nullable(),
  outcome: z.enum(['new', 'changed', 'unchanged', 'skipped', 'refused', 'undone']).nullable(),
  listing: z.strictObject({ id, number: z.string() }).nullable(),
});
export type ImportedRow = z.output<typeof importedRow>;

export const rowFilter = z.enum([
  'all',
  'data',
  'error',
  'question',
  'notice',
  'changed',
  'unchanged',
  'new',
  'skipped',
  'written',
]);

export const rememberedHeader = z.strictObject({
  id,
  kind: kindCode,
  header: z.string(),
  field: z.string(),
  label: z.string(),
  by: z.string(),
  at: z.string(),
});
