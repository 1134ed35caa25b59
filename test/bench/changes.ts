import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { PublishedCapability, PublishedScenario } from '#contracts';
import { MatchingService, MatchRunService, ReconcileService, RunCoordinator } from '#matching';
import { appendFacts, Config, prepareDatabase } from '#platform';
import { type TemporaryDatabase, temporaryDatabase } from './database.js';
import { line, rounded, shareOf } from './figures.js';
import { fill } from './filling.js';
import { Listings } from './listings.js';
import { MatchingBench } from './matching.module.js';
import { Processors } from './processors.js';
import { whilePeopleRead } from './readers.js';
import { Texts } from './texts.js';

const options = {
  docs: { type: 'string', default: '100000' },
  needs: { type: 'string', default: '10000' },
  burst: { type: 'string', default: '1000' },
  singles: { type: 'string', default: '40' },
  threads: { type: 'string', default: '2' },
  people: { type: 'string', default: '20' },
} as const;

type Listing = PublishedCapability | PublishedScenario;

/**
 * `npm run bench -- changes`: a market in a PostgreSQL of its own, fully matched; then single capabilities and needs are
 * approved one after the other, once more while people read lists, then many at once. What noting a change costs is the
 * processor's time of the process besides the ranking of the needs that it really changes; `cpuMsANeed` is that of the
 * ranking. In the end a full run ranks everything anew, and lists are compared.
 */
export async function benchChanges(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const [docs, needs, burst, singles] = [+values.docs, +values.needs, +values.burst, +values.singles];
  const database = await temporaryDatabase();
  try {
    await prepareDatabase({ ownerUrl: database.url, applicationUrl: database.url });
    process.env['DATABASE_URL'] = database.url;
    process.env['DATA_DIR'] = database.folder;
    process.env['MATCH_THREADS'] = values.threads;
    process.env['MATCH_MIN'] = '0'; // drawn texts have little in common: all 50 of each need are written
    const { capabilities, scenarios } = market(docs + 2 * singles + burst, needs + singles);
    await fill(database.db, 'capability', capabilities.splice(0, docs));
    await fill(database.db, 'scenario', scenarios.splice(0, needs));
    const app = await NestFactory.createApplicationContext(MatchingBench.of(Config.load()), {
      logger: ['error'],
      abortOnError: false,
    });
    const sizes = { docs, needs, threads: +values.threads };
    try {
      await fullRun(app);
      await warm(app);
      line({
        system: 'one capability',
        ...sizes,
        ...(await one(app, database, 'capability', capabilities.splice(0, singles))),
      });
      line({
        system: 'one need',
        ...sizes,
        ...(await one(app, database, 'scenario', scenarios)),
      });
      const { found, read } = await whilePeopleRead(+values.people, () =>
        one(app, database, 'capability', capabilities.splice(0, singles)),
      );
      line({ system: 'one capability while people read', ...sizes, ...read, ...found });
      line({
        system: 'burst',
        ...sizes,
        approvals: burst,
        ...(await atOnce(app, database, capabilities)),
      });
      const before = await lists(database);
      await fullRun(app);
      line({ system: 'against a full run', ...sizes, ...compared(before, await lists(database)) });
      line({ system: 'reconcile', ...sizes, ...(await app.get(ReconcileService).reconcile()) });
    } finally {
      await app.close();
    }
  } finally {
    await database.close();
  }
}

function market(supplies: number, demands: number) {
  const listings = Listings.of(11, 2000, 20_000);
  const texts = new Texts(7);
  const capabilities = Array.from({ length: supplies }, () => {
    texts.begin();
    return listings.capability({
      product: texts.text(5),
      functions: texts.text(80),
      cases: texts.text(35),
      advancement: texts.text(25),
    });
  });
  const scenarios = Array.from({ length: demands }, () => {
    texts.begin();
    return listings.scenario({
      title: texts.text(6),
      needs: texts.text(80),
      technicalIndicators: texts.text(24),
    });
  });
  return { capabilities, scenarios };
}

async function fullRun(app: INestApplicationContext): Promise<void> {
  const { id } = await app.get(MatchRunService).request('software', null);
  const run = await app.get(RunCoordinator).run(id, async () => undefined, true);
  if (run.state !== 'completed') throw new Error(`the run ended as ${run.state}: ${run.error}`);
}

/** The needs' index is there before anything is measured, as in a worker that has followed before. */
async function warm(app: INestApplicationContext): Promise<void> {
  await app.get(MatchingService).prepare();
}

/** Publishes as an approval does, as far as matching sees it: rows in force and their facts. */
async function approve(
  { db }: TemporaryDatabase,
  kind: 'scenario' | 'capability',
  listings: readonly Listing[],
) {
  await fill(db, kind, listings);
  await db.transaction((tx) =>
    appendFacts(
      tx,
      listings.map(({ id, number, organisation, fields, chains, area }) => ({
        subject: `${kind}:${id}`,
        fact: {
          name: 'listing.published',
          kind,
          listingId: id,
          number,
          revision: 1,
          organisationId: organisation.id,
          area,
          department: null,
          fields: [...fields],
          chains: [...chains],
        },
      })),
    ),
  );
  return { listings: listings.map(({ id }) => ({ kind, id })), left: [], decided: [] };
}

async function one(
  app: INestApplicationContext,
  database: TemporaryDatabase,
  kind: 'scenario' | 'capability',
  listings: readonly Listing[],
) {
  const matching = app.get(MatchingService);
  const noting: number[] = [];
  const noticed: number[] = [];
  const whole: number[] = [];
  let [touched, ranking] = [0, 0];
  for (const listing of listings) {
    const changes = await approve(database, kind, [listing]);
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    touched += (await matching.note(changes)).flatMap((of) => of.needs).length;
    noting.push(cpuMs(cpu));
    noticed.push(performance.now() - started);
    const began = process.cpuUsage();
    await matching.work();
    ranking += cpuMs(began);
    whole.push(performance.now() - started);
  }
  const at = (of: number[], share: number) => rounded(shareOf(of, share), 1);
  return {
    approvals: listings.length,
    needsTouched: rounded(touched / listings.length, 1),
    cpuMsToNote: at(noting, 0.5),
    cpuMsToNoteP95: at(noting, 0.95),
    msToNote: at(noticed, 0.5),
    cpuMsANeed: rounded(ranking / touched, 1),
    msToMatched: at(whole, 0.5),
    msToMatchedP95: at(whole, 0.95),
  };
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

async function atOnce(
  app: INestApplicationContext,
  database: TemporaryDatabase,
  listings: readonly Listing[],
) {
  const changes = await approve(database, 'capability', listings);
  const processors = await Processors.ofDatabase(database.db);
  const [started, cpu, inDatabase] = [performance.now(), process.cpuUsage(), processors.seconds()];
  const needs = (await app.get(MatchingService).note(changes)).flatMap((of) => of.needs);
  const noted = performance.now();
  await app.get(MatchingService).work();
  return {
    needsTouched: needs.length,
    secondsToNote: rounded((noted - started) / 1000, 1),
    seconds: rounded((performance.now() - started) / 1000, 1),
    cpuSeconds: rounded(cpuMs(cpu) / 1000, 1),
    databaseCpuSeconds: rounded(processors.seconds() - inDatabase, 1),
  };
}

/** By pair, tenths of a point. */
async function lists({ db }: TemporaryDatabase): Promise<Map<string, string>> {
  const found = await db.query<{ pair: string; score: string }>(
    "SELECT demand_listing_id || ' ' || supply_listing_id AS pair, score FROM matches",
  );
  return new Map(found.map((row) => [row.pair, row.score]));
}

function compared(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) {
  let [same, otherPoints, only] = [0, 0, 0];
  for (const [pair, score] of after) {
    const was = before.get(pair);
    if (was === score) same++;
    else if (was === undefined) only++;
    else otherPoints++;
  }
  return {
    pairs: after.size,
    same,
    otherPoints,
    onlyInTheRun: only,
    onlyBefore: before.size - same - otherPoints,
  };
}
