import type { Command } from 'commander';
import { EngagementsModule, SampleService } from '#engagements';
import { print } from '../output.js';
import { withServices } from '../platform.js';

export function sample(program: Command): void {
  program
    .command('sample')
    .description('按记录的种子重新抽取复核清单并核对；不一致退出 1')
    .requiredOption('--verify <number>', '清单的编号或 id')
    .action(({ verify }: { verify: string }) =>
      withServices([EngagementsModule], async (app) => {
        const { number, population, drawn, differences } = await app.get(SampleService).redraw(verify);
        print(`${number}：总体 ${population} 项，随机抽取 ${drawn} 项`);
        for (const difference of differences) print(difference);
        print(differences.length === 0 ? '一致' : `有 ${differences.length} 处不符`);
        if (differences.length > 0) process.exitCode = 1;
      }),
    );
}
