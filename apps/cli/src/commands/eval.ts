import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Command } from 'commander';
import { calibrate, evaluate } from '#matching';
import { print } from '../output.js';

export function evalCommand(program: Command): void {
  program
    .command('eval <dir>')
    .description('在带标注的数据集（queries.jsonl、docs.jsonl、qrels.tsv）上评测排序，输出一行 JSON')
    .option('--run <file>', '另写出每个查询的前100名：query<TAB>doc<TAB>score')
    .action(async (dir: string, { run }: { run?: string }) => {
      const out = run === undefined ? undefined : createWriteStream(run);
      print(JSON.stringify(await evaluate(dir, out && ((line) => void out.write(`${line}\n`)))));
      if (out) {
        out.end();
        await once(out, 'finish');
      }
    });
}

export function calibrateCommand(program: Command): void {
  program
    .command('calibrate <dirs...>')
    .description('在带标注的数据集上，报告文字得分每十分一档中确实相关的比例，每个数据集一行 JSON')
    .action(async (dirs: string[]) => {
      for (const dir of dirs) print(JSON.stringify({ set: dir, bands: await calibrate(dir) }));
    });
}
