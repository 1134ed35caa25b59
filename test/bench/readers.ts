import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NestFactory } from '@nestjs/core';
import { anyone } from '#listings';
import { MatchReader } from '#matching';
import { Config, Database } from '#platform';
import { rounded, shareOf } from './figures.js';
import { MatchingBench } from './matching.module.js';

/** What the people have read meanwhile. */
export interface ReadFigures {
  readonly people: number;
  readonly reads: number;
  readonly readMsP95: number;
}

/** Milliseconds that somebody looks at a list before the next. */
const looking = 1000;

/** People who read lists, one after the other, in a process of their own as the API's is, while something is measured. */
export async function whilePeopleRead<T>(
  people: number,
  work: () => Promise<T>,
): Promise<{ readonly found: T; readonly read: ReadFigures }> {
  const main = fileURLToPath(new URL('./main.js', import.meta.url));
  const child = fork(main, ['changes-readers', String(people)], { execArgv: [] });
  try {
    await once(child, 'message'); // everybody has begun
    const found = await work();
    const answered = once(child, 'message') as Promise<[ReadFigures]>;
    child.send('enough');
    const [read] = await answered;
    return { found, read };
  } finally {
    child.kill('SIGKILL');
  }
}

/** The process of the people: database and folder are those of its environment. */
export async function runReaders([count = '20']: readonly string[]): Promise<void> {
  const app = await NestFactory.createApplicationContext(MatchingBench.of(Config.load()), {
    logger: ['error'],
  });
  const needs = await app
    .get(Database)
    .query<{ id: string }>(
      'SELECT demand_listing_id AS id FROM match_summaries ORDER BY random() LIMIT 1000',
    );
  const reader = app.get(MatchReader);
  const times: number[] = [];
  let enough = false;
  const person = async (_: unknown, number: number) => {
    for (let turn = number; !enough; turn += +count) {
      const started = performance.now();
      const id = needs[turn % needs.length]?.id as string;
      await reader.of('scenario', id, { sight: anyone, limit: 20, cursor: undefined });
      times.push(performance.now() - started);
      await pause(looking * (0.5 + Math.random()));
    }
  };
  const everybody = Promise.all(Array.from({ length: +count }, person));
  process.send?.('begun');
  await once(process, 'message');
  enough = true;
  await everybody;
  await app.close();
  const figures: ReadFigures = {
    people: +count,
    reads: times.length,
    readMsP95: rounded(shareOf(times, 0.95), 1),
  };
  process.send?.(figures);
}
