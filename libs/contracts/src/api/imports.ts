import { z } from 'zod';
import { kindCode } from '../codes.js';
import { id, idParams, jobStarted, page, pageQuery, reasonBody, text } from './common.js';
import { endpoint } from './endpoint.js';
import {
  importedRow,
  importSummary,
  importView,
  rememberedHeader,
  rowDecision,
  rowFilter,
  shownOfCell,
} from './import-views.js';

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
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
