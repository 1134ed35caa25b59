import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { type MarketCode, marketCodes } from '#contracts';
import { MatchingModule, MatchRunService, RunCoordinator } from '#matching';
import { everyJob, Jobs } from '#platform';
import { OptionWrong, print } from '../output.js';
import { withServices } from '../platform.js';
import { reporter } from '../progress.js';

/** How long a worker is waited for before the command does the work itself. */
const patience = 5000;

export function rematch(program: Command): void {
  program
    .command('rematch')
    .description('全量匹配：交给后台任务；没有后台进程时由本命令执行')
    .option('--market <code>', `只匹配一个供需市场：${marketCodes.join('、')}；不写即逐个全部匹配`)
    .action(({ market }: { readonly market?: string }) =>
      withServices([MatchingModule], async (app) => {
        for (const one of chosen(market)) await rematchOne(app, one);
      }),
    );
}

function chosen(market: string | undefined): readonly MarketCode[] {
  if (market === undefined) return marketCodes;
  const found = marketCodes.filter((code) => code === market);
  if (found.length === 0) throw new OptionWrong(`--market 应为 ${marketCodes.join('、')}，而不是 ${market}`);
  return found;
}

async function rematchOne(app: INestApplicationContext, market: MarketCode): Promise<void> {
  const runs = app.get(MatchRunService);
  const jobs = app.get(Jobs);
  const started = Date.now();
  const { id, job_id } = await runs.request(market, null);
  const bar = reporter('匹配');
  let run = await runs.find(id);
  while (run.state === 'waiting' && Date.now() - started < patience) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    run = await runs.find(id);
  }
  if (run.state === 'waiting')
    run = await app.get(RunCoordinator).run(id, (progress) => bar.report(progress), true);
  while (['waiting', 'running', 'cancelling'].includes(run.state)) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const job = job_id === null ? undefined : await jobs.find(job_id, everyJob).catch(() => undefined);
    if (job?.state === 'failed') throw new Error(job.error ?? 'match.all failed');
    if (job) await bar.report({ done: job.progress, ...(job.doing === null ? {} : { doing: job.doing }) });
    run = await runs.find(id);
  }
  bar.stop();
  print(
    JSON.stringify({
      run: run.id,
      market,
      state: run.state,
      demands: run.demands,
      supplies: run.supplies,
      pairs: run.pairs,
      firmPairs: run.firm_pairs,
      gaps: run.gaps,
      engineSeconds: Number(run.engine_ms) / 1000,
      seconds: (Date.now() - started) / 1000,
    }),
  );
  if (run.state !== 'completed') process.exitCode = 1;
}
