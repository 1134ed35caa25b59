import type { Command } from 'commander';
import { type JobView, jobState } from '#contracts';
import { everyJob, JobQueues, Jobs } from '#platform';
import { print } from '../output.js';
import { withServices } from '../platform.js';

export function jobs(program: Command): void {
  const command = program.command('jobs').description('后台任务：列出、查看、重试');
  command
    .command('list', { isDefault: true })
    .description('列出任务，默认失败的')
    .option('--state <state>', jobState.options.join('、'), 'failed')
    .option('--limit <n>', '最多多少条', '50')
    .action(({ state, limit }: { state: string; limit: string }) =>
      withServices([], async (app) => {
        const queues = app.get(JobQueues);
        for (const [queue, counts] of Object.entries(await queues.counts()))
          print(`${queue}: ${JSON.stringify(counts)}`);
        const { items: found } = await app.get(Jobs).list(jobState.parse(state), everyJob, Number(limit));
        for (const job of found) print(line(job));
        if (found.length === 0) print('没有这种状态的任务');
      }),
    );
  command
    .command('show <id>')
    .description('查看一个任务')
    .action((id: string) =>
      withServices([], async (app) => print(JSON.stringify(await app.get(Jobs).find(id, everyJob), null, 2))),
    );
  command
    .command('retry [ids...]')
    .description('重试失败的任务；--all 重试全部')
    .option('--all', '全部失败的任务')
    .action((ids: string[], { all }: { all?: boolean }) =>
      withServices([], async (app) => {
        const jobs = app.get(Jobs);
        const chosen = all ? (await jobs.list('failed', everyJob, 10_000)).items.map((job) => job.id) : ids;
        for (const id of chosen) print(line(await jobs.retry(id, everyJob)));
        if (chosen.length === 0) print('没有要重试的任务');
      }),
    );
}

function line(job: JobView): string {
  return [job.id, job.name, job.state, `第${job.attempts}次`, job.createdAt, job.error ?? ''].join('\t');
}
