import { z } from 'zod';
import { kindCode } from '../codes.js';
import { id, idParams, jobStarted, page, pageQuery, reasonBody, text } from './common.js';
import { endpoint } from './endpoint.js';

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

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

const importSummary = z.strictObject({
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

const importView = importSummary.extend({
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
export function placeOf(at: {
  readonly column: number;
  readonly header: string;
  readonly field?: string | undefined;
}): string {
  const { column, header, field = '' } = at;
  if (column === 0) return field === '' ? '' : `表中没有“${field}”一列`;
  const name = header === '' ? `第${column}列` : `“${header}”`;
  return field === '' || field === header ? name : `${name}（${field}）`;
}

const rowDecision = z.enum(['write', 'revise', 'skip']);
const importedRow = z.strictObject({
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

const rowFilter = z.enum([
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

const tag = 'imports';
const column = z.number().int().min(0).max(16_383);

export const createImport = endpoint({
  method: 'POST',
  path: '/imports',
  limit: 'upload',
  tag,
  summary: '上传 .xlsx、.xls、.ods 或 .csv（最大 50 MB、20 万行）；读取在后台进行',
  action: 'import.create',
  heavy: true,
  status: 202,
  multipart: true,
  body: z.strictObject({
    kind: kindCode,
    /** The organisation of rows that name none. */ organisationId: id.optional(),
    /** Organisations that are not known yet and have a code are made, unclaimed. */
    newOrganisations: z.stringbool().default(false),
  }),
  answer: importView,
});
export const listImports = endpoint({
  method: 'GET',
  path: '/imports',
  tag,
  summary: '本单位或本部门的导入：时间、文件、结果',
  action: 'import.list',
  query: pageQuery,
  answer: page(importSummary),
});
export const readImport = endpoint({
  method: 'GET',
  path: '/imports/:id',
  tag,
  summary: '预览：对应关系、逐行的错误、疑问与改动',
  action: 'import.read',
  params: idParams,
  query: pageQuery.extend({ rows: rowFilter.default('all') }),
  answer: importView.extend({ rows: z.array(importedRow), next: z.string().nullable() }),
});
export const mapImport = endpoint({
  method: 'PATCH',
  path: '/imports/:id',
  tag,
  summary: '选定工作表、表头行（0 为无表头）、各列的对应；随后在后台重新读取',
  action: 'import.change',
  refusals: [410],
  heavy: true,
  params: idParams,
  versioned: true,
  body: z.strictObject({
    /** From 0. */ sheet: z.number().int().min(0).max(10_000).optional(),
    headerRow: z.number().int().min(0).max(1_048_576).optional(),
    mapping: z
      .array(z.strictObject({ column, field: z.string().max(40) }))
      .max(200)
      .optional(),
    newOrganisations: z.boolean().optional(),
    /** Other content under the same identity becomes a new revision. */ revise: z.boolean().optional(),
    organisationId: id.optional(),
  }),
  answer: importView,
});
export const readImportRow = endpoint({
  method: 'GET',
  path: '/imports/:id/rows/:row',
  tag,
  summary: `一行的全部文字：预览中每个单元格只有前 ${shownOfCell} 个字`,
  action: 'import.read',
  params: z.strictObject({ id, row: z.string().max(40) }),
  answer: importedRow,
});
export const changeImportRow = endpoint({
  method: 'PATCH',
  path: '/imports/:id/rows/:row',
  tag,
  summary: '改正一行的单元格，或对有疑问的行作出选择',
  action: 'import.change',
  /** `row` of the sheet, from 1. */
  params: z.strictObject({ id, row: z.string().max(40) }),
  body: z.strictObject({
    cells: z
      .array(z.strictObject({ column, value: text(32_000, 0) }))
      .max(200)
      .optional(),
    /** Null takes it back. */ decision: rowDecision.nullable().optional(),
  }),
  answer: importView,
});
export const decideImportRows = endpoint({
  method: 'POST',
  path: '/imports/:id/decide',
  tag,
  summary: '对同一种疑问的所有行作出同一选择',
  action: 'import.change',
  params: idParams,
  body: z.strictObject({
    question: z.enum(['title_twice', 'number_taken']),
    decision: rowDecision.nullable(),
  }),
  answer: importView,
});
export const mendImportRows = endpoint({
  method: 'POST',
  path: '/imports/:id/corrections',
  limit: 'upload',
  tag,
  summary: '上传改好的错误清单，继续同一批导入',
  action: 'import.change',
  heavy: true,
  status: 202,
  multipart: true,
  params: idParams,
  body: z.strictObject({}),
  answer: jobStarted,
});
export const commitImportRows = endpoint({
  method: 'POST',
  path: '/imports/:id/commit',
  tag,
  summary: '写入有效的行；publish 由协调部门使用，随即审核发布',
  action: 'import.commit',
  params: idParams,
  status: 202,
  body: z.strictObject({ publish: z.boolean().default(false) }),
  answer: jobStarted,
});
export const submitImport = endpoint({
  method: 'POST',
  path: '/imports/:id/submit',
  tag,
  summary: '把本批导入的草稿一并提交审核',
  action: 'import.commit',
  params: idParams,
  status: 202,
  answer: jobStarted,
});
export const publishImport = endpoint({
  method: 'POST',
  path: '/imports/:id/publish',
  tag,
  summary: '把本批导入的内容一并审核发布',
  action: 'import.publish',
  params: idParams,
  status: 202,
  answer: jobStarted,
});
export const cancelImport = endpoint({
  method: 'POST',
  path: '/imports/:id/cancel',
  tag,
  summary: '取消读取或待写入的导入；正在写入的就此停下',
  action: 'import.change',
  params: idParams,
  answer: importView,
});
export const undoImportRows = endpoint({
  method: 'POST',
  path: '/imports/:id/undo',
  tag,
  summary: '整批撤销：尚无任何一项被改动或使用时，新增的撤回，修改的复原',
  action: 'import.undo',
  params: idParams,
  status: 202,
  body: reasonBody,
  answer: jobStarted,
});
export const importErrors = endpoint({
  method: 'GET',
  path: '/imports/:id/errors.xlsx',
  tag,
  summary: '错误清单：错误单元格已标记，改好后可再上传',
  action: 'import.read',
  heavy: true,
  params: idParams,
  produces: workbook,
});
export const importOutcome = endpoint({
  method: 'GET',
  path: '/imports/:id/outcome.xlsx',
  tag,
  summary: '导入结果：每一行成了什么',
  action: 'import.read',
  heavy: true,
  params: idParams,
  produces: workbook,
});
export const importTemplate = endpoint({
  method: 'GET',
  path: '/imports/templates/:kind.xlsx',
  tag,
  summary: '导入模板（本单位人员的模板不含单位列）',
  action: 'import.template',
  params: z.strictObject({ kind: kindCode }),
  produces: workbook,
});

const rememberedHeader = z.strictObject({
  id,
  kind: kindCode,
  header: z.string(),
  field: z.string(),
  label: z.string(),
  by: z.string(),
  at: z.string(),
});
export const listImportHeaders = endpoint({
  method: 'GET',
  path: '/import-headers',
  tag,
  summary: '本部门记住的列名对应',
  action: 'import.headers',
  query: pageQuery,
  answer: page(rememberedHeader),
});
export const forgetImportHeader = endpoint({
  method: 'DELETE',
  path: '/import-headers/:id',
  tag,
  summary: '不再记住一个列名对应',
  action: 'import.headers',
  params: idParams,
  status: 204,
});
