import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MatchingService, MatchRunService, RunCoordinator } from '#matching';
import { Config, prepareDatabase } from '#platform';
import { type TemporaryDatabase, temporaryDatabase } from './database.js';
import { line, rounded } from './figures.js';
import { fill } from './filling.js';
import { Listings } from './listings.js';
import { MatchingBench } from './matching.module.js';
import { Texts } from './texts.js';

const options = {
  docs: { type: 'string', default: '100000' },
  queries: { type: 'string', default: '10000' },
  threads: { type: 'string', default: '2' },
} as const;

/**
 * `npm run bench -- rematch`: full runs of the product's own services over listings in a PostgreSQL of its own. The first
 * run writes into empty tables, the second replaces what the first has found.
 */
export async function benchRematch(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const database = await temporaryDatabase();
  try {
    await prepareDatabase({ ownerUrl: database.url, applicationUrl: database.url });
    await fillAll(database, +values.docs, +values.queries);
    process.env['DATABASE_URL'] = database.url;
    process.env['DATA_DIR'] = database.folder;
    process.env['MATCH_THREADS'] = values.threads;
    process.env['MATCH_MIN'] = '0'; // drawn texts have little in common: all 50 of each scenario are written
    const sizes = { docs: +values.docs, queries: +values.queries, threads: +values.threads };
    await inOneProcess(async (app) => {
      line({ system: 'catalogue read and built', ...sizes, ms: await timeOf(() => warmUp(app)) });
      line({ system: 'full rematch, the first', ...sizes, ...(await rematch(app, sizes.threads)) });
      line({ system: 'full rematch, replacing', ...sizes, ...(await rematch(app, sizes.threads)) });
    });
    await inOneProcess(async (app) => {
      line({ system: 'catalogue from its snapshot', ...sizes, ms: await timeOf(() => warmUp(app)) });
    });
  } finally {
    await database.close();
  }
}

async function fillAll({ db }: TemporaryDatabase, docs: number, queries: number): Promise<void> {
  const listings = Listings.of(11, 2000, 20_000);
  const texts = new Texts(7);
  const capabilities = Array.from({ length: docs }, () => {
    texts.begin();
    return listings.capability({
      product: texts.text(5),
      functions: texts.text(80),
      cases: texts.text(35),
      advancement: texts.text(25),
    });
  });
  await fill(db, 'capability', capabilities);
  const scenarios = Array.from({ length: queries }, () => {
    texts.begin();
    return listings.scenario({
      title: texts.text(6),
      needs: texts.text(80),
      technicalIndicators: texts.text(24),
    });
  });
  await fill(db, 'scenario', scenarios);
}

async function inOneProcess(work: (app: INestApplicationContext) => Promise<void>): Promise<void> {
  const app = await NestFactory.createApplicationContext(MatchingBench.of(Config.load()), {
    logger: ['error'],
    abortOnError: false,
  });
  try {
    await work(app);
  } finally {
    await app.close();
  }
}

const warmUp = (app: INestApplicationContext) => app.get(MatchingService).warmUp();

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round(performance.now() - started);
}

/** What the threads spent on matching itself, and the whole beside it. */
async function rematch(app: INestApplicationContext, threads: number) {
  const { id } = await app.get(MatchRunService).request('software', null);
  const started = performance.now();
  const run = await app.get(RunCoordinator).run(id, async () => undefined, true);
  const seconds = (performance.now() - started) / 1000;
  if (run.state !== 'completed') throw new Error(`the run ended as ${run.state}: ${run.error}`);
  const engineSeconds = Number(run.engine_ms) / 1000 / threads;
  return {
    pairs: run.pairs,
    seconds: rounded(seconds, 1),
    engineSeconds: rounded(engineSeconds, 1),
    beyondEngine: rounded((seconds - engineSeconds) / engineSeconds, 2),
  };
}
