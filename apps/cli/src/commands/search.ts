import type { Command } from 'commander';
import { SearchModule, SearchService } from '#search';
import { print } from '../output.js';
import { withServices } from '../platform.js';
import { reporter } from '../progress.js';

export function reindex(program: Command): void {
  program
    .command('reindex')
    .description('重建检索索引（期间检索与写入照常）；--check 只核对并修补')
    .option('--check', '只核对并修补')
    .action(({ check }: { check?: boolean }) =>
      withServices([SearchModule], async (app) => {
        const search = app.get(SearchService);
        const bar = reporter('索引');
        const report = (done: number) => bar.report({ done });
        const repairs = await (check ? search.reconcile(report) : search.rebuild(report));
        bar.stop();
        for (const { engine, added, removed } of repairs) print(`${engine}：补入 ${added}，移除 ${removed}`);
      }),
    );
}
