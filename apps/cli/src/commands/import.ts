import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { AccountsModule, OrganisationService } from '#accounts';
import { kindCode } from '#contracts';
import { ImportService, ListingQueries, ListingsModule, ListingWriter } from '#listings';
import { Database, FilesFolder } from '#platform';
import { print } from '../output.js';
import { withServices } from '../platform.js';
import { reporter } from '../progress.js';

interface Options {
  readonly organisation?: string;
  readonly name?: string;
  readonly publish?: boolean;
  readonly dryRun?: boolean;
}

export function importCommand(program: Command): void {
  program
    .command('import <kind> <file>')
    .description('导入 scenario 或 capability 的 .xlsx、.csv；有错误的行不写入并逐行列出')
    .option('--organisation <uscc>', '行内没有单位时归入的单位（未注册则建立待认领的单位）')
    .option('--name <name>', '该单位的名称')
    .option('--publish', '随即审核发布')
    .option('--dry-run', '只检查，不写入')
    .action((kind: string, file: string, options: Options) =>
      withServices([AccountsModule, ListingsModule], async (app) => {
        const imports = app.get(ImportService);
        const wanted = kindCode.parse(kind);
        const files = app.get(FilesFolder);
        mkdirSync(files.at('imports'), { recursive: true });
        const path = `imports/${randomUUID()}`;
        copyFileSync(file, files.at(path));
        const uscc = options.organisation;
        const organisation =
          uscc === undefined
            ? null
            : await app.get(Database).transaction((tx) =>
                app.get(OrganisationService).ensureUnclaimed(tx, {
                  uscc,
                  name: options.name ?? uscc,
                  kinds: [wanted === 'scenario' ? 'user' : 'firm'],
                }),
              );
        const bar = reporter('导入');
        const started = Date.now();
        const report = (done: number, doing: string) => bar.report({ done, doing });
        let done = await imports.stage(
          {
            kind: wanted,
            fileName: basename(file),
            filePath: path,
            organisationId: organisation?.id ?? null,
            ownerOrganisationId: null,
            bodyId: null,
            actor: { id: null, name: '运维导入' },
          },
          report,
        );
        if (done.refused > 0) {
          for (const row of (await imports.preview(done.id, true, 200, undefined)).items)
            for (const e of row.errors)
              print(`第${e.row}行 ${e.header}“${e.value}”：${e.expected}（${e.code}）`);
        }
        if (!options.dryRun) {
          await imports.begin(done.id, options.publish ?? false);
          done = await imports.commit(done.id, report);
        }
        bar.stop();
        print(
          JSON.stringify({
            import: done.id,
            rows: done.total,
            valid: done.valid,
            refused: done.refused,
            skipped: done.skipped,
            created: done.created,
            known: done.known,
            published: done.published,
            seconds: (Date.now() - started) / 1000,
          }),
        );
        if (done.refused > 0) process.exitCode = 2;
      }),
    );
}

export function publish(program: Command): void {
  program
    .command('publish <kind>')
    .description('审核发布全部已提交的 scenario 或 capability')
    .option('--area <code>', '只限一个统计区域')
    .action((kind: string, { area }: { area?: string }) =>
      withServices([AccountsModule, ListingsModule], async (app) => {
        const wanted = kindCode.parse(kind);
        const ids = await app
          .get(ListingQueries)
          .waiting(wanted, area === undefined ? {} : { area }, 1_000_000);
        const { published, skipped } = await app
          .get(ListingWriter)
          .publishAll(wanted, ids, { id: null, name: '运维' }, '批量审核发布');
        print(`已发布 ${published} 项`);
        for (const { id, reason } of skipped) print(`未发布 ${id}：${reason}`);
      }),
    );
}
