import { z } from 'zod';
import { kindCode } from '../facts.js';
import { id, idParams, jobStarted, pageQuery } from './common.js';
import { endpoint } from './endpoint.js';

export const importView = z.strictObject({
  id,
  kind: kindCode,
  state: z.enum(['previewed', 'committing', 'committed']),
  fileName: z.string(),
  organisationId: id.nullable(),
  /** Row of the sheet from 1; 0: no header. */
  headerRow: z.number().int(),
  mapping: z.array(
    z.strictObject({
      column: z.number().int(),
      header: z.string(),
      field: z.string(),
      confidence: z.number(),
    }),
  ),
  total: z.number().int(),
  valid: z.number().int(),
  refused: z.number().int(),
  skipped: z.number().int(),
  /** After the commit: new listings, rows known from before, published at once. */
  created: z.number().int(),
  known: z.number().int(),
  published: z.number().int(),
  job: z.strictObject({ id: z.string(), href: z.string() }).nullable(),
  version: z.number().int(),
});
export type ImportView = z.output<typeof importView>;

const cellError = z.strictObject({
  row: z.number(),
  column: z.number(),
  header: z.string(),
  code: z.string(),
  value: z.string(),
  expected: z.string(),
});
const previewRow = z.strictObject({
  row: z.number().int(),
  cells: z.array(z.string()),
  errors: z.array(cellError),
  warnings: z.array(z.string()),
});

const tag = 'imports';
export const createImport = endpoint({
  method: 'POST',
  path: '/imports',
  limit: 'upload',
  tag,
  summary: '上传 .xlsx 或 .csv（最大 50 MB、20 万行）',
  action: 'import.create',
  heavy: true,
  status: 201,
  multipart: true,
  body: z.strictObject({
    kind: kindCode,
    /** The organisation of rows that name none. */ organisationId: id.optional(),
  }),
  answer: importView,
});
export const readImport = endpoint({
  method: 'GET',
  path: '/imports/:id',
  tag,
  summary: '预览：对应关系、行、错误',
  action: 'import.read',
  params: idParams,
  query: pageQuery.extend({ errors: z.stringbool().default(false) }),
  answer: importView.extend({ rows: z.array(previewRow), next: z.string().nullable() }),
});
export const mapImport = endpoint({
  method: 'PATCH',
  path: '/imports/:id',
  tag,
  summary: '修改列的对应关系',
  action: 'import.change',
  refusals: [410],
  heavy: true,
  params: idParams,
  versioned: true,
  body: z.strictObject({
    mapping: z
      .array(z.strictObject({ column: z.number().int().min(0).max(200), field: z.string().max(40) }))
      .max(200),
  }),
  answer: importView,
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
export const importErrors = endpoint({
  method: 'GET',
  path: '/imports/:id/errors.xlsx',
  tag,
  summary: '错误行，错误单元格已标记',
  action: 'import.read',
  heavy: true,
  params: idParams,
  produces: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
});
export const importTemplate = endpoint({
  method: 'GET',
  path: '/imports/templates/:kind.xlsx',
  tag,
  summary: '导入模板',
  action: 'import.template',
  params: z.strictObject({ kind: kindCode }),
  produces: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
});
