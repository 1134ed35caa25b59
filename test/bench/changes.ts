import { parseArgs } from 'node:util';
import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { PublishedCapability, PublishedScenario } from '#contracts';
import { ListingsModule } from '#listings';
import {
  MatchingModule,
  MatchingService,
  MatchRunService,
  ReconcileService,
  RunCoordinator,
} from '#matching';
import { appendFacts, Config, PlatformModule, prepareDatabase } from '#platform';
import { type TemporaryDatabase, temporaryDatabase } from './database.js';
import { line, rounded } from './figures.js';
import { fill } from './filling.js';
import { Listings } from './listings.js';
import { Texts } from './texts.js';

const options = {
  docs: { type: 'string', default: '100000' },
  needs: { type: 'string', default: '10000' },
  burst: { type: 'string', default: '1000' },
  singles: { type: 'string', default: '40' },
  threads: { type: 'string', default: '2' },
} as const;

@Module({})
class BenchModule {
  static of(config: Config): DynamicModule {
    return { module: BenchModule, imports: [PlatformModule.forRoot(config), ListingsModule, MatchingModule] };
  }
}

type Listing = PublishedCapability | PublishedScenario;

/**
 * `npm run bench -- changes`: a market in a PostgreSQL of its own, fully matched; then single capabilities and needs are
 * approved one after the other, then many at once. What noting a change costs is the time of the process besides the
 * ranking of the needs that it really changes. In the end a full run ranks everything anew, and lists are compared.
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
    const made = market(docs, needs, burst, singles);
    await fill(database.db, 'capability', made.capabilities.slice(0, docs));
    await fill(database.db, 'scenario', made.scenarios.slice(0, needs));
    const app = await NestFactory.createApplicationContext(BenchModule.of(Config.load()), {
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
        ...(await one(app, database, 'capability', made.capabilities.slice(docs, docs + singles))),
      });
      line({
        system: 'one need',
        ...sizes,
        ...(await one(app, database, 'scenario', made.scenarios.slice(needs))),
      });
      line({
        system: 'burst',
        ...sizes,
        approvals: burst,
        ...(await atOnce(app, database, made.capabilities.slice(docs + singles))),
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

function market(docs: number, needs: number, burst: number, singles: number) {
  const listings = Listings.of(11, 2000, 20_000);
  const texts = new Texts(7);
  const capabilities = Array.from({ length: docs + singles + burst }, () => {
    texts.begin();
    return listings.capability({
      product: texts.text(5),
      functions: texts.text(80),
      cases: texts.text(35),
      advancement: texts.text(25),
    });
  });
  const scenarios = Array.from({ length: needs + singles }, () => {
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
  let touched = 0;
  for (const listing of listings) {
    const changes = await approve(database, kind, [listing]);
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    touched += (await matching.note(changes)).flatMap((of) => of.needs).length;
    const used = process.cpuUsage(cpu);
    noting.push((used.user + used.system) / 1000);
    noticed.push(performance.now() - started);
    await matching.work();
    whole.push(performance.now() - started);
  }
  const at = (of: number[], share: number) =>
    rounded([...of].sort((a, b) => a - b)[Math.min(of.length - 1, Math.floor(share * of.length))] ?? 0, 1);
  return {
    approvals: listings.length,
    needsTouched: rounded(touched / listings.length, 1),
    cpuMsToNote: at(noting, 0.5),
    cpuMsToNoteP95: at(noting, 0.95),
    msToNote: at(noticed, 0.5),
    msToMatched: at(whole, 0.5),
    msToMatchedP95: at(whole, 0.95),
  };
}

async function atOnce(
  app: INestApplicationContext,
  database: TemporaryDatabase,
  listings: readonly Listing[],
) {
  const changes = await approve(database, 'capability', listings);
  const started = performance.now();
  const needs = (await app.get(MatchingService).note(changes)).flatMap((of) => of.needs);
  const noted = performance.now();
  await app.get(MatchingService).work();
  return {
    needsTouched: needs.length,
    secondsToNote: rounded((noted - started) / 1000, 1),
    seconds: rounded((performance.now() - started) / 1000, 1),
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
