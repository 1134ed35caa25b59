import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Meilisearch } from 'meilisearch';
import { AccountsModule, OrganisationService } from '#accounts';
import { creditCodeCheck } from '#kernel';
import { type Draft, ListingsModule, ListingWriter } from '#listings';
import { Config, Database, PlatformModule, prepareDatabase, processFile } from '#platform';
import { type TemporaryDatabase, temporaryDatabase } from './database.js';
import { line, rounded } from './figures.js';
import { Listings } from './listings.js';
import { Texts } from './texts.js';

const options = {
  capabilities: { type: 'string', default: '11000' },
  scenarios: { type: 'string', default: '1000' },
} as const;
const actor = { id: null, name: '运维' };
const code = '91410100MA4000003';
const meiliPort = 7791;
const prefix = 'bench';

@Module({})
class BenchModule {
  static of(config: Config): DynamicModule {
    return { module: BenchModule, imports: [PlatformModule.forRoot(config), AccountsModule, ListingsModule] };
  }
}

/**
 * `npm run bench -- follow`: drafts are published in bulk, as an import does, beside a worker; how long until search finds
 * all of them and matching has looked at all of them. On PostgreSQL, and on Meilisearch where it is on the PATH. The clock
 * starts where publishing does; `afterPublished` counts from the commit of its last piece. CPU is that of the worker and
 * of the database's processes until then, which a busy machine changes less than the clock.
 */
export async function benchFollow(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const sizes = { capabilities: +values.capabilities, scenarios: +values.scenarios };
  line({ system: 'search on PostgreSQL', ...sizes, ...(await measured(sizes)) });
  if (spawnSync('meilisearch', ['--version']).status === 0)
    line({ system: 'search on Meilisearch', ...sizes, ...(await measured(sizes, true)) });
  else line({ system: 'search on Meilisearch', skipped: '`meilisearch` is not on the PATH' });
}

interface Sizes {
  readonly capabilities: number;
  readonly scenarios: number;
}

async function measured(sizes: Sizes, onMeilisearch = false) {
  const database = await temporaryDatabase();
  const server = onMeilisearch ? await meilisearch(join(database.folder, 'meili')) : undefined;
  const environment = {
    PATH: process.env['PATH'],
    DATABASE_URL: database.url,
    DATA_DIR: database.folder,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    ...(server ? { MEILI_URL: server.url, MEILI_PREFIX: prefix } : {}),
  };
  let worker: ChildProcess | undefined;
  try {
    await prepareDatabase({ ownerUrl: database.url, applicationUrl: database.url });
    const app = await NestFactory.createApplicationContext(BenchModule.of(Config.parse(environment)), {
      logger: ['error'],
      abortOnError: false,
    });
    const drafts = await prepare(app, sizes);
    worker = await workerProcess(environment);
    const found = await publishAndWait(app, database, drafts, { meili: server?.client, worker });
    await app.close();
    return found;
  } finally {
    worker?.kill('SIGKILL');
    server?.child.kill('SIGKILL');
    await database.close();
  }
}

type Kind = 'capability' | 'scenario';
type Drafts = Readonly<Record<Kind, readonly string[]>>;

/** Drafts of one organisation. */
async function prepare(app: INestApplicationContext, sizes: Sizes): Promise<Drafts> {
  const organisationId = await app.get(Database).transaction((tx) =>
    app.get(OrganisationService).ensureUnclaimed(tx, {
      uscc: `${code}${creditCodeCheck(code)}`,
      name: '示例单位',
      kinds: ['user', 'firm'],
    }),
  );
  const listings = Listings.of(11, 1, 1);
  const texts = new Texts(7);
  const made = async (kind: Kind, n: number) => {
    const ids: string[] = [];
    for (let from = 0; from < n; from += 500) {
      const drafts = Array.from({ length: Math.min(500, n - from) }, () =>
        draft(kind, listings, texts, organisationId.id),
      );
      const created = await app
        .get(Database)
        .transaction((tx) => app.get(ListingWriter).createDrafts(tx, kind, drafts, actor));
      ids.push(...created.filter((id) => id !== undefined));
    }
    return ids;
  };
  return {
    capability: await made('capability', sizes.capabilities),
    scenario: await made('scenario', sizes.scenarios),
  };
}

function draft(kind: Kind, listings: Listings, texts: Texts, organisationId: string): Draft {
  texts.begin();
  const contact = { name: '', phone: '', email: '' };
  const {
    id: _id,
    number: _number,
    revision: _revision,
    organisation: _of,
    publishedAt: _at,
    ...content
  } = kind === 'capability'
    ? listings.capability({
        product: texts.text(5),
        functions: texts.text(80),
        cases: texts.text(35),
        advancement: texts.text(25),
      })
    : listings.scenario({
        title: texts.text(6),
        needs: texts.text(80),
        technicalIndicators: texts.text(24),
      });
  return { content: { ...content, contact }, organisationId };
}

async function publishAndWait(
  app: INestApplicationContext,
  { db }: TemporaryDatabase,
  drafts: Drafts,
  { meili, worker }: { readonly meili: Meilisearch | undefined; readonly worker: ChildProcess },
) {
  const total = drafts.capability.length + drafts.scenario.length;
  const started = performance.now();
  const seconds = () => rounded((performance.now() - started) / 1000, 1);
  const writer = app.get(ListingWriter);
  const publishing = (async () => {
    for (const kind of ['scenario', 'capability'] as const)
      await writer.publishAll({ kind, actor, reason: '批量发布' }, drafts[kind]);
    return seconds();
  })();
  const count = async (sql: string) => Number((await db.query<{ n: string }>(sql))[0]?.n);
  const [backend] = await db.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const server = parentOf(`${backend?.pid}`);
  const cpu = () => ({ workerCpu: cpuOf(worker.pid), databaseCpu: cpuOfTree(server) });
  const searchable = until(
    async () =>
      (meili ? await held(meili) : await count('SELECT count(*) AS n FROM search_documents')) >= total,
    seconds,
  ).then((at) => ({ at, ...cpu() }));
  const matched = until(
    async () => (await count('SELECT count(*) AS n FROM matched_listings')) >= total,
    seconds,
  );
  const published = await publishing;
  const { at, ...untilSearchable } = await searchable;
  return {
    publishedSeconds: published,
    searchableSeconds: at,
    afterPublished: rounded(Math.max(0, at - published), 1),
    ...untilSearchable,
    matchedSeconds: await matched,
    untilMatched: cpu(),
  };
}

/** What a process has computed so far, in seconds, whatever else the machine does meanwhile; on Linux. */
function cpuOf(pid: number | undefined, withEnded = false): number | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  const times =
    readFileSync(file, 'utf8')
      .split(') ')[1]
      ?.split(' ')
      .slice(11, withEnded ? 15 : 13) ?? [];
  return rounded(times.reduce((sum, ticks) => sum + Number(ticks), 0) / 100, 1);
}

/** The same of a process with its children, those that have ended included. */
function cpuOfTree(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  const children = readdirSync('/proc').filter((name) => parentOf(name) === pid);
  return rounded(
    children.reduce((sum, child) => sum + (cpuOf(+child) ?? 0), cpuOf(pid, true) ?? 0),
    1,
  );
}

function parentOf(name: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    return undefined; // no process, or one that has ended since
  }
}

async function until(reached: () => Promise<boolean>, seconds: () => number): Promise<number> {
  while (!(await reached())) {
    if (seconds() > 1200) throw new Error('not in 20 minutes');
    await pause(200);
  }
  return seconds();
}

async function held(meili: Meilisearch): Promise<number> {
  const { indexes } = await meili.getStats();
  return Object.entries(indexes)
    .filter(([name]) => name.startsWith(prefix))
    .reduce((sum, [, stats]) => sum + stats.numberOfDocuments, 0);
}

async function workerProcess(environment: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = fork(processFile('worker'), { env: environment, execArgv: [] });
  await new Promise<void>((ready, failed) => {
    child.on('message', () => ready());
    child.once('exit', (code) => failed(new Error(`the worker ended with ${code}`)));
  });
  return child;
}

async function meilisearch(folder: string) {
  const url = `http://127.0.0.1:${meiliPort}`;
  const child = spawn(
    'meilisearch',
    ['--no-analytics', '--http-addr', `127.0.0.1:${meiliPort}`, '--db-path', folder, '--log-level', 'ERROR'],
    { stdio: 'ignore' },
  );
  for (let i = 0; i < 200; i++) {
    if ((await fetch(`${url}/health`).catch(() => undefined))?.ok)
      return { url, child, client: new Meilisearch({ host: url }) };
    await pause(50);
  }
  throw new Error('meilisearch did not start');
}
