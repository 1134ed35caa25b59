import { z } from 'zod';
import { marketCode } from '../codes.js';
import { id, idParams, instant, jobStarted, text, year } from './common.js';
import { endpoint } from './endpoint.js';
import { figureScope } from './statistics.js';

const form = z.enum(['workbook', 'report']);
/** Document number (文号) of a report. */
const number = text(60, 0).default('');

const paperAsked = z.discriminatedUnion('of', [
  z.strictObject({
    of: z.literal('year'),
    form,
    number,
    year,
    /** A paper is of one market; software's where none is named. */
    market: marketCode.default('software'),
    scope: figureScope.optional(),
    /** As it was known at this instant. */
    asOf: instant.optional(),
  }),
  z.strictObject({ of: z.literal('review'), form, number, review: id }),
]);
export type PaperAsked = z.output<typeof paperAsked>;

const tag = 'papers';

export const askPaper = endpoint({
  method: 'POST',
  path: '/papers',
  tag,
  summary: '制作工作簿（.xlsx）或报告（.docx）：年度统计或一次评比',
  action: 'paper.make',
  limit: 'export',
  body: paperAsked,
  status: 202,
  answer: jobStarted.extend({ paper: id }),
});
export const downloadPaper = endpoint({
  method: 'GET',
  path: '/papers/:id',
  tag,
  summary: '下载制作好的工作簿或报告，限申请人，保留30天',
  action: 'paper.read',
  params: idParams,
  produces: 'application/octet-stream',
  refusals: [409],
});
