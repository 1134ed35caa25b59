import type { Command } from 'commander';
import { RecountService, StatisticsModule } from '#statistics';
import { print } from '../output.js';
import { withServices } from '../platform.js';

export function recount(program: Command): void {
  program
    .command('recount')
    .description('从台账重新计算全部统计并与汇总核对；有出入退出 1')
    .option('--json', '以 JSON 输出')
    .action(({ json }: { json?: boolean }) =>
      withServices([StatisticsModule], async (app) => {
        const result = await app.get(RecountService).recount();
        if (json) print(JSON.stringify(result));
        else {
          print(`台账 ${result.entries} 条，核对数字 ${result.figures} 个`);
          for (const difference of result.differences) print(JSON.stringify(difference));
          print(result.differences.length === 0 ? '一致' : `有 ${result.differences.length} 处出入`);
        }
        if (result.differences.length > 0) process.exitCode = 1;
      }),
    );
}
