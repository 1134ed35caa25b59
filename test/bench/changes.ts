import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { PublishedCapability, PublishedScenario } from '#contracts';
import { MatchingService, MatchRunService, ReconcileService, RunCoordinator } from '#matching';
import { Config, prepareDatabase } from '#platform';
import { type TemporaryDatabase, temporaryDatabase } from './database.js';
import { line, rounded, shareOf } from './figures.js';
import { announce, fill } from './filling.js';
import { Followed, type FollowedTimes } from './followed.js';
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

type Kind = 'scenario' | 'capability';
type Listing = PublishedCapability | PublishedScenario;

/**
 * `npm run bench -- changes`: a market in a PostgreSQL of its own, fully matched; then single capabilities and needs are
 * approved one after the other, once more while people read lists, then many at once, and followed by the log as in a
 * worker. What noting a change costs is the processor's time of the process besides the ranking of the needs that it
 * really changes; `cpuMsANeed` is that of the ranking. In the end a full run ranks everything anew, and lists are compared.
 * `--singles 0` leaves the first part out, `--burst 0` the second.
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
      const followed = Followed.of(app, database.url);
      try {
        const alone = () => oneByOne(followed, database, 'capability', capabilities.splice(0, singles));
        if (singles > 0) {
          line({ system: 'one capability', ...sizes, ...(await alone()) });
          const ofNeeds = await oneByOne(followed, database, 'scenario', scenarios);
          line({ system: 'one need', ...sizes, ...ofNeeds });
          const { found, read } = await whilePeopleRead(+values.people, alone);
          line({ system: 'one capability while people read', ...sizes, ...read, ...found });
        }
        const together = { ...sizes, approvals: burst };
        if (burst > 0)
          line({ system: 'burst', ...together, ...(await atOnce(followed, database, capabilities)) });
      } finally {
        await followed.stop();
      }
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
async function approve({ db }: TemporaryDatabase, kind: Kind, listings: readonly Listing[]): Promise<void> {
  await fill(db, kind, listings);
  await announce(db, kind, listings);
}

/** Approves one after the other, each when the one before is matched. */
async function oneByOne(
  followed: Followed,
  database: TemporaryDatabase,
  kind: Kind,
  listings: readonly Listing[],
) {
  const times: FollowedTimes[] = [];
  for (const listing of listings)
    times.push(await followed.after([listing.id], () => approve(database, kind, [listing])));
  const at = (of: (one: FollowedTimes) => number, share: number) => rounded(shareOf(times.map(of), share), 1);
  const sum = (of: (one: FollowedTimes) => number) => times.reduce((all, one) => all + of(one), 0);
  return {
    approvals: listings.length,
    needsTouched: rounded(sum((one) => one.needs) / listings.length, 1),
    cpuMsToNote: at((one) => one.cpuToNote, 0.5),
    cpuMsToNoteP95: at((one) => one.cpuToNote, 0.95),
    msToNote: at((one) => one.noted, 0.5),
    cpuMsANeed: rounded(sum((one) => one.cpuToRank) / sum((one) => one.needs), 1),
    msToMatched: at((one) => one.matched, 0.5),
    msToMatchedP95: at((one) => one.matched, 0.95),
  };
}

async function atOnce(followed: Followed, database: TemporaryDatabase, listings: readonly Listing[]) {
  const processors = await Processors.ofDatabase(database.db);
  const ids = listings.map(({ id }) => id);
  let before = 0;
  const [{ now } = { now: '' }] = await database.db.query<{ now: string }>('SELECT now()::text AS now');
  const { needs, noted, matched, cpuToNote, cpuToRank } = await followed.after(ids, async () => {
    await approve(database, 'capability', listings);
    before = processors.seconds();
  });
  const [rows] = await database.db.query<{ written: number; all: number }>(
    'SELECT count(*) FILTER (WHERE matched_at > $1)::integer AS written, count(*)::integer AS all FROM matches',
    [now],
  );
  return {
    needsTouched: needs,
    rowsWritten: rows?.written,
    rows: rows?.all,
    secondsToNote: rounded(noted / 1000, 1),
    seconds: rounded(matched / 1000, 1),
    cpuSeconds: rounded((cpuToNote + cpuToRank) / 1000, 1),
    databaseCpuSeconds: rounded(processors.seconds() - before, 1),
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
