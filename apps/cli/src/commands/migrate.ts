import type { Command } from 'commander';
import { print } from '../output.js';
import { prepare, withDatabase } from '../platform.js';

export function migrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('执行尚未执行的数据库迁移（up 会自动执行）')
    .action(() =>
      withDatabase(async (config) => {
        const applied = await prepare(config);
        print(applied.length === 0 ? '数据库已是最新' : `已执行：${applied.join('、')}`);
      }),
    );
}
