import type { Command } from 'commander';
import { adoptFiles, checkFiles, Database, FileStore } from '#platform';
import { print } from '../output.js';
import { withServices } from '../platform.js';

export function files(program: Command): void {
  program
    .command('files')
    .description('检查文件目录（FILES_DIR）或存储桶（S3_ENDPOINT）是否为本平台正在使用的')
    .option('--adopt', '文件整体迁移或从备份恢复之后：认定为本平台的文件存储')
    .action(({ adopt }: { adopt?: boolean }) =>
      withServices([], async (app) => {
        const { objects } = app.get(FileStore);
        if (adopt) await adoptFiles(app.get(Database), objects);
        await checkFiles(app.get(Database), objects);
        print(`${objects.place}：正在使用`);
      }),
    );
}
