import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccountsModule, OrganisationService, PeopleService } from '#accounts';
import { creditCodeCheck } from '#kernel';
import { Config, Database, PlatformModule, prepareDatabase } from '#platform';
import { type TemporaryDatabase, temporaryDatabase } from '../database.js';
import { line, rounded } from '../figures.js';
import { Processors } from '../processors.js';
import { Coordinator, password } from './coordinator.js';
import { type FileType, writtenFile } from './files.js';
import { keptFloors, plainFloor, type Spent } from './floors.js';
import { memoryOf, Running, watchMemory } from './running.js';

const options = {
  rows: { type: 'string', default: '200000' },
  /** csv, xlsx and crowd, or some of them. */
  only: { type: 'string', default: 'csv,xlsx,crowd' },
  'crowd-rows': { type: 'string', default: '10000' },
  /** Options for the worker's Node: `--node='--cpu-prof --cpu-prof-dir=profiles'`. */
  node: { type: 'string', default: '' },
} as const;
const code = '91410100MA4000003';
const crowd = 12;

@Module({})
class BenchModule {
  static of(config: Config): DynamicModule {
    return { module: BenchModule, imports: [PlatformModule.forRoot(config), AccountsModule] };
  }
}

/**
 * `npm run bench -- import`: files of 200,000 rows with eight columns, uploaded, read, shown and written by the running
 * processes, in seconds of the clock and of the processors; what memory the worker takes over its idle; how long other
 * people's GET /me takes meanwhile. Beside it three floors that do less, each said in the line of floors. Then twelve
 * imports at once, and how long people wait who read.
 */
export async function benchImport(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const wanted = values.only.split(',');
  line({
    plain: 'the bare reader, and COPY of the same cells into one table of texts without an index',
    listings:
      'plain, and COPY of listings, listing_revisions, listing_contacts and listing_history, ready as they stand, into tables with their indexes, checks and generated columns, without foreign keys and triggers',
    all: 'listings, and the same for import_rows and import_outcomes, which the platform keeps for preview, outcome and undo',
  });
  const node = values.node.split(' ').filter((one) => one !== '');
  for (const type of ['csv', 'xlsx'] as const)
    if (wanted.includes(type))
      line({ type, rows: +values.rows, ...(await measured(type, +values.rows, node)) });
  if (wanted.includes('crowd')) line({ crowd, ...(await crowded(+values['crowd-rows'])) });
}

interface Bench {
  readonly database: TemporaryDatabase;
  readonly organisationId: string;
  readonly running: Running;
}

async function withProduct<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
  const database = await temporaryDatabase();
  const environment = {
    PATH: process.env['PATH'],
    DATABASE_URL: database.url,
    DATA_DIR: database.folder,
    LOG_LEVEL: 'warn',
    PORT: '0',
  };
  const running = new Running(environment);
  try {
    await prepareDatabase({ ownerUrl: database.url, applicationUrl: database.url });
    return await work({ database, running, organisationId: await prepare(environment) });
  } finally {
    running.kill();
    await database.close();
  }
}

function measured(type: FileType, rows: number, node: readonly string[]) {
  return withProduct(async ({ database, organisationId, running }) => {
    const file = await writtenFile(database.folder, type, { rows });
    const postgres = await Processors.ofDatabase(database.db);
    const plain = await plainFloor(database, file, postgres);
    const api = await running.start('api');
    const worker = await running.start('worker', node);
    const city = await Coordinator.signIn(String(api.said['listening']));
    const idleMb = memoryOf(worker.child);
    const processors = postgres.and(worker.child.pid);
    const [idleFrom, usedIdle] = [performance.now(), processors.seconds()];
    const [idleMe = Number.NaN] = await city.watched(pause(5000), '/me');
    const idleCpuShare = rounded(
      (processors.seconds() - usedIdle) / ((performance.now() - idleFrom) / 1000),
      3,
    );
    const peak = watchMemory(worker.child);
    const [used, usedByDatabase] = [processors.seconds(), postgres.seconds()];
    const spent = (from: number) => ({
      seconds: rounded((performance.now() - from) / 1000, 1),
      cpuSeconds: rounded(processors.seconds() - used, 1),
      ofDatabase: rounded(postgres.seconds() - usedByDatabase, 1),
    });
    const imported = async () => {
      const from = performance.now();
      const id = await city.upload(file, organisationId);
      const read = await city.until(id, (state) => state !== 'reading');
      if (read.valid !== rows) throw new Error(`${read.valid} rows of ${rows} are valid`);
      const reading = spent(from);
      await city.commit(id);
      return { reading, all: spent(from) };
    };
    const work = imported();
    const [me = Number.NaN] = await city.watched(work, '/me');
    const { reading, all } = await work;
    const peakMb = peak();
    if (node.length > 0) await running.stop(worker.child);
    running.kill();
    const kept = await keptFloors(database, postgres);
    const listings = sum(plain, kept.listings);
    return {
      import: { ...all, reading },
      floors: { plain, listings, all: sum(listings, kept.own) },
      times: {
        plain: timesOf(all, plain, idleCpuShare),
        listings: timesOf(all, listings, idleCpuShare),
        all: timesOf(all, sum(listings, kept.own), idleCpuShare),
      },
      idleMb,
      idleCpuShare,
      peakOverIdleMb: rounded(peakMb - idleMb, 0),
      me: { idleP95Ms: idleMe, p95Ms: me, times: rounded(me / idleMe, 2) },
    };
  });
}

/** Twelve files at once; at most as many as are allowed are worked on, the rest wait. */
function crowded(rows: number) {
  return withProduct(async ({ database, organisationId, running }) => {
    const files = await Promise.all(
      Array.from({ length: crowd }, (_, i) =>
        writtenFile(database.folder, i % 2 ? 'xlsx' : 'csv', { rows, first: i * rows }),
      ),
    );
    const api = await running.start('api');
    await running.start('worker');
    const city = await Coordinator.signIn(String(api.said['listening']));
    const paths = ['/me', '/scenarios?limit=20'] as const;
    const all = async () => {
      const ids = await Promise.all(files.map((file) => city.upload(file, organisationId)));
      await Promise.all(
        ids.map(async (id) => {
          await city.until(id, (state) => state !== 'reading');
          await city.commit(id);
        }),
      );
    };
    // A list of the size that it has afterwards is what idle is compared by.
    const [first] = files;
    if (first === undefined) throw new Error('no files');
    const warm = await city.upload(first, organisationId);
    await city.until(warm, (state) => state !== 'reading');
    await city.commit(warm);
    const idle = await city.watched(pause(5000), ...paths);
    const from = performance.now();
    const work = all();
    const queue = watchQueue(database, work);
    const busy = await city.watched(work, ...paths);
    const seconds = rounded((performance.now() - from) / 1000, 1);
    return {
      rowsEach: rows,
      seconds,
      ...(await queue),
      read: Object.fromEntries(
        paths.map((path, i) => {
          const [before = Number.NaN, during = Number.NaN] = [idle[i], busy[i]];
          return [path, { idleP95Ms: before, p95Ms: during, times: rounded(during / before, 2) }];
        }),
      ),
    };
  });
}

/** The most imports that were worked on, and that waited, at one time. */
async function watchQueue({ db }: TemporaryDatabase, work: Promise<unknown>) {
  let goesOn = true;
  const end = () => {
    goesOn = false;
  };
  void work.then(end, end);
  let [mostAtOnce, mostWaiting] = [0, 0];
  while (goesOn) {
    const [{ active, waiting } = { active: '0', waiting: '0' }] = await db.query<Record<string, string>>(
      `SELECT count(*) FILTER (WHERE state = 'active') AS active, count(*) FILTER (WHERE state = 'waiting') AS waiting
       FROM jobs WHERE queue = 'imports'`,
    );
    mostAtOnce = Math.max(mostAtOnce, Number(active));
    mostWaiting = Math.max(mostWaiting, Number(waiting));
    await pause(100);
  }
  return { mostAtOnce, mostWaiting };
}

/** A coordinator of the city, and the organisation that the rows are of. */
async function prepare(environment: NodeJS.ProcessEnv): Promise<string> {
  const app = await NestFactory.createApplicationContext(BenchModule.of(Config.parse(environment)), {
    logger: ['error'],
    abortOnError: false,
  });
  const people = app.get(PeopleService);
  const city = await people.createBody('市工业和信息化局', null);
  await people.addCoordinator(city.id, { login: 'city', name: '市级协调员', password });
  const { id } = await app.get(Database).transaction((tx) =>
    app.get(OrganisationService).ensureUnclaimed(tx, {
      uscc: `${code}${creditCodeCheck(code)}`,
      name: '示例单位',
      kinds: ['user'],
    }),
  );
  await app.close();
  return id;
}

const sum = (a: Spent, b: Spent): Spent => ({
  seconds: rounded(a.seconds + b.seconds, 1),
  cpuSeconds: rounded(a.cpuSeconds + b.cpuSeconds, 1),
});

/**
 * @param idle what the worker and PostgreSQL take of a processor where nothing is imported, readers included: of an import
 * that others slow down it is a large part, and none of the import's own.
 */
const timesOf = (took: Spent, floor: Spent, idle: number) => ({
  clock: rounded(took.seconds / floor.seconds, 2),
  cpu: rounded(took.cpuSeconds / floor.cpuSeconds, 2),
  ownCpu: rounded((took.cpuSeconds - idle * took.seconds) / floor.cpuSeconds, 2),
});
