import type { Command } from 'commander';
import { ClaimAudit, EngagementsModule } from '#engagements';
import { RecountService, StatisticsModule } from '#statistics';
import { print } from '../output.js';
import { withServices } from '../platform.js';

export function recount(program: Command): void {
  program
    .command('recount')
    .description('从事实与申报重新计算台账和全部统计并核对；有出入退出 1')
    .option('--json', '以 JSON 输出')
    .option('--repair', '补记已核实而台账缺少的记录，然后核对')
    .option('--rebuild', '清空汇总，由台账、明细与供需对重新汇总，然后核对')
    .action(({ json, repair, rebuild }: { json?: boolean; repair?: boolean; rebuild?: boolean }) =>
      withServices([StatisticsModule, EngagementsModule], async (app) => {
        const service = app.get(RecountService);
        const claims = app.get(ClaimAudit);
        const added = repair ? await service.repair() : 0;
        const result = await (rebuild ? service.rebuild(claims) : service.recount(claims));
        if (json) print(JSON.stringify(repair ? { ...result, added } : result));
        else {
          if (repair) print(`补记 ${added} 条`);
          print(
            `事实 ${result.facts} 条，申报 ${result.claims} 项，台账 ${result.entries} 条，核对数字 ${result.figures} 个`,
          );
          for (const difference of result.differences) print(JSON.stringify(difference));
          print(result.differences.length === 0 ? '一致' : `有 ${result.differences.length} 处出入`);
        }
        if (result.differences.length > 0) process.exitCode = 1;
      }),
    );
}
