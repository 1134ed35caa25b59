import type { Command } from 'commander';
import { adoptFiles, Config, checkFiles, Database, FilesFolder } from '#platform';
import { print } from '../output.js';
import { withServices } from '../platform.js';

export function files(program: Command): void {
  program
    .command('files')
    .description('检查文件目录（FILES_DIR）是否为本平台正在使用的目录')
    .option('--adopt', '目录整体迁移或从备份恢复之后：认定为本平台的文件目录')
    .action(({ adopt }: { adopt?: boolean }) =>
      withServices([], async (app) => {
        const folder = FilesFolder.of(app.get(Config));
        if (adopt) await adoptFiles(app.get(Database), folder);
        await checkFiles(app.get(Database), folder);
        print(`${folder.root}：正在使用`);
      }),
    );
}
