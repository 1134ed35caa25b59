import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { AccountsModule, OrganisationService } from '#accounts';
import {
  ignored,
  kindCode,
  kindCodes,
  kindNamed,
  kinds,
  type LabelOf,
  type ListingKind,
  sheetColumnsOf,
} from '#contracts';
import {
  DictionaryService,
  errorText,
  type Import,
  type ImportChange,
  ImportService,
  ListingQueries,
  ListingsModule,
  ListingWriter,
  questionWords,
  sheetsAlike,
} from '#listings';
import { Database, FileStore } from '#platform';
import { letters } from '#sheets';
import { print } from '../output.js';
import { withServices } from '../platform.js';
import { reporter } from '../progress.js';

interface Options {
  readonly organisation?: string;
  readonly name?: string;
  readonly sheet?: string;
  readonly headerRow?: string;
  readonly map?: readonly string[];
  readonly knownOnly?: boolean;
  readonly revise?: boolean;
  readonly publish?: boolean;
  readonly dryRun?: boolean;
}

export function importCommand(program: Command): void {
  program
    .command('import <kind> <file>')
    .description(`导入 ${kindCodes.join('、')} 的 .xlsx、.xls、.ods、.csv；有错误的行不写入并逐行列出`)
    .option('--organisation <uscc>', '行内没有单位时归入的单位（未注册则建立待认领的单位）')
    .option('--name <name>', '该单位的名称')
    .option('--sheet <name>', '工作表的名称，或从 1 起的序号')
    .option('--header-row <row>', '表头（最后一行）的行号；0 表示没有表头')
    .option('--map <column=field...>', '列的对应，如 难题名称=title、C=needs、3=ignore；可多次')
    .option('--known-only', '表中未登记的单位不建立为待认领的单位，其行列为错误')
    .option('--revise', '与已有内容不同的行按修改写入')
    .option('--publish', '随即审核发布')
    .option('--dry-run', '只检查，不写入')
    .action((kind: string, file: string, options: Options) =>
      withServices([AccountsModule, ListingsModule], async (app) => {
        const wanted = kindCode.parse(kind);
        const imports = app.get(ImportService);
        const labelOf = await app.get(DictionaryService).labels();
        const bar = reporter('导入');
        const started = Date.now();
        const report = (done: number, doing: string) => bar.report({ done, doing });
        const upload = {
          kind: wanted,
          fileName: basename(file),
          filePath: (await app.get(FileStore).receiveImport(createReadStream(file), () => undefined)).name,
          organisationId: await organisationOf(app, wanted, options),
          ownerOrganisationId: null,
          bodyId: null,
          newOrganisations: options.knownOnly !== true,
          actor,
        };
        let done = await chosen(
          imports,
          await imports.stage(upload, report),
          { ...options, labelOf },
          report,
        );
        bar.stop();
        if (done.state === 'header') return tellSheets(done);
        const alike = sheetsAlike(done.sheets, done.sheet, done.headerRow);
        if (alike.length > 0)
          print(`文件中另有列名相同的工作表，没有读入：${alike.join('、')}；用 --sheet 指定后再次导入`);
        await tellRows(imports, done, labelOf);
        if (options.dryRun !== true) {
          await imports.begin(done.id, options.publish ?? false);
          done = await imports.commit(done.id, report);
          bar.stop();
        }
        print(JSON.stringify({ ...summary(done), seconds: (Date.now() - started) / 1000 }));
        if (done.refused > 0 || done.questions > 0) process.exitCode = 2;
      }),
    );
}

const actor = { id: null, name: '运维导入' };

type Report = (done: number, doing: string) => Promise<void>;

async function organisationOf(
  app: INestApplicationContext,
  kind: ListingKind,
  { organisation: uscc, name }: Options,
): Promise<string | null> {
  if (uscc === undefined) return null;
  const organisations = app.get(OrganisationService);
  const made = await app.get(Database).transaction((tx) =>
    organisations.ensureUnclaimed(tx, {
      uscc,
      name: name ?? uscc,
      kinds: [kinds[kind].definition.postedBy[0]],
    }),
  );
  return made.id;
}

/** What the options choose, where they choose something: the file is read again by it. */
async function chosen(
  imports: ImportService,
  read: Import,
  { sheet, headerRow, map, revise, labelOf }: Options & { readonly labelOf: LabelOf },
  report: Report,
): Promise<Import> {
  const change = async (before: Import, what: ImportChange) => {
    const reading = await imports.changeAlone({ ...before, actor }, what);
    return reading === undefined ? imports.find(before.id) : imports.read(before.id, reading, report);
  };
  let now = read;
  if (sheet !== undefined || headerRow !== undefined)
    now = await change(now, {
      sheet: sheet === undefined ? undefined : sheetOf(now, sheet),
      headerRow: headerRow === undefined ? undefined : Number(headerRow),
    });
  if (map !== undefined) now = await change(now, { mapping: map.map((one) => mappedBy(now, one, labelOf)) });
  if (revise) now = await change(now, { revise });
  return now;
}

function sheetOf({ sheets }: Import, wanted: string): number {
  const found = sheets.find(({ name }) => name === wanted) ?? sheets[Number(wanted) - 1];
  if (!found) throw new Error(`没有工作表“${wanted}”；可选：${sheets.map(({ name }) => name).join('、')}`);
  return found.index;
}

/** `难题名称=title`, `C=needs`, `3=预算区间`; by the names that the city gives fields, or those of the platform. */
function mappedBy(
  { mapping, kind }: Import,
  text: string,
  labelOf: LabelOf,
): { column: number; field: string } {
  const at = text.lastIndexOf('=');
  const [column, field] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  const found =
    mapping.find(({ header }) => header === column) ??
    mapping.find((one) => /^\d+$/.test(column) && one.column === Number(column) - 1) ??
    mapping.find((one) => /^[A-Z]{1,3}$/i.test(column) && letters(one.column) === column.toUpperCase());
  const columns = [kindNamed(kind, labelOf), kinds[kind]].flatMap(sheetColumnsOf);
  const known = columns.find(({ key, label }) => key === field || label === field);
  if (!found || (!known && field !== ignored))
    throw new Error(
      `--map ${text}：${found ? `没有内容“${field}”，可用 ${[ignored, ...sheetColumnsOf(kinds[kind]).map(({ key }) => key)].join('、')}` : `没有列“${column}”`}`,
    );
  return { column: found.column, field: known?.key ?? ignored };
}

/** Nothing is read until sheet and header are chosen: what there is to choose from. */
function tellSheets({ sheets, sheet, headerRow }: Import): void {
  print('不能确定哪一张表、哪一行是表头，没有读入任何内容；请用 --sheet、--header-row、--map 指定：');
  for (const { index, name, rows } of sheets) {
    print(`工作表 ${sheets.findIndex((one) => one.index === index) + 1}${name === '' ? '' : `“${name}”`}`);
    for (const { row, cells } of rows.slice(0, 12)) {
      const mark = index === sheet && row === headerRow ? '→' : ' ';
      print(`${mark} 第${row}行 ${cells.filter(Boolean).join(' | ').slice(0, 160)}`);
    }
  }
  process.exitCode = 2;
}

const told = 200;

async function tellRows(
  imports: ImportService,
  { id, mapping, kind, questions }: Import,
  labelOf: LabelOf,
): Promise<void> {
  const label = (field: string) =>
    sheetColumnsOf(kindNamed(kind, labelOf)).find(({ key }) => key === field)?.label ?? field;
  const hidden = mapping.filter((one) => one.hidden && one.field !== ignored);
  if (hidden.length > 0)
    print(
      `表中被隐藏的列仍已读取：${hidden.map(({ header }) => `“${header}”`).join('、')}；不需要的用 --map 指定为 ${ignored}`,
    );
  for (const { header, how, suggestion, samples } of mapping)
    if (how === 'question' && suggestion !== undefined)
      print(
        `列“${header}”可能是“${label(suggestion)}”（如 ${samples.join('、').slice(0, 80)}），未导入；用 --map 指定`,
      );
  for (const { errors } of (await imports.preview(id, 'error', told, undefined)).items)
    for (const error of errors) print(errorText(error));
  for (const { row, listing, changes } of (await imports.preview(id, 'changed', told, undefined)).items)
    print(
      `第${row}行与已有的 ${listing?.number ?? ''} 不同（用 --revise 按修改写入）：${changes
        .map((one) => `${one.label}“${one.before.slice(0, 40)}”→“${one.after.slice(0, 40)}”`)
        .join('；')}`,
    );
  if (questions === 0) return;
  for (const { row, question, errors } of (await imports.preview(id, 'question', told, undefined)).items) {
    for (const error of errors) print(errorText(error));
    if (question !== null) print(`第${row}行：${questionWords[question]}`);
  }
}

const summary = (done: Import) => ({
  import: done.id,
  rows: done.total,
  valid: done.valid,
  refused: done.refused,
  questions: done.questions,
  skipped: done.skipped,
  notices: done.notices,
  created: done.created,
  changed: done.revised,
  known: done.known,
  left: done.leftOut,
  published: done.published,
});

export function publish(program: Command): void {
  program
    .command('publish <kind>')
    .description(`审核发布全部已提交的 ${kindCodes.join('、')}`)
    .option('--area <code>', '只限一个统计区域')
    .action((kind: string, { area }: { area?: string }) =>
      withServices([AccountsModule, ListingsModule], async (app) => {
        const wanted = kindCode.parse(kind);
        const ids = await app
          .get(ListingQueries)
          .waiting(wanted, area === undefined ? {} : { area }, 1_000_000);
        const { published, skipped } = await app
          .get(ListingWriter)
          .publishAll({ kind: wanted, actor: { id: null, name: '运维' }, reason: '批量审核发布' }, ids);
        print(`已发布 ${published} 项`);
        for (const { id, reason } of skipped) print(`未发布 ${id}：${reason}`);
      }),
    );
}
