import { type ChildProcess, fork } from 'node:child_process';
import { openAsBlob, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { XlsxStreamWriter } from 'hucre/xlsx';
import { AccountsModule, OrganisationService, PeopleService } from '#accounts';
import { creditCodeCheck } from '#kernel';
import { Config, copyRows, Database, PlatformModule, prepareDatabase, processFile } from '#platform';
import { openBook, textOf } from '#sheets';
import { type TemporaryDatabase, temporaryDatabase } from './database.js';
import { line, rounded } from './figures.js';
import { Processors } from './processors.js';

const options = { rows: { type: 'string', default: '200000' } } as const;
const headers = ['序号', '场景名称', '痛点与需求', '技术指标', '预算(万元)', '有效期', '联系人', '联系电话'];
const code = '91410100MA4000003';
const password = 'correct horse 42';

@Module({})
class BenchModule {
  static of(config: Config): DynamicModule {
    return { module: BenchModule, imports: [PlatformModule.forRoot(config), AccountsModule] };
  }
}

/**
 * `npm run bench -- import`: files of 200,000 rows with eight columns, uploaded, read, shown and written by the running
 * processes, beside the bare reader with COPY of the same cells into one table, and with COPY of the same rows into tables
 * like those that they end in, in seconds of the clock and of the processors; what memory the worker takes over its idle, and
 * how long other people's GET /me takes meanwhile.
 */
export async function benchImport(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  for (const type of ['csv', 'xlsx'] as const)
    line({ type, rows: +values.rows, ...(await measured(type, +values.rows)) });
}

function row(i: number): (string | number)[] {
  return [
    i + 1,
    `示例场景${i}`,
    `示例需求${i}：以机器视觉替代人工质检，识别划痕、缺料与错装，并与现有产线系统对接`,
    `准确率不低于${90 + (i % 10)}%，单件检测不超过${1 + (i % 5)}秒`,
    10 + (i % 500),
    `2027-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`,
    `联系人${i % 100}`,
    `0371-${String(i).padStart(8, '0')}`,
  ];
}

async function written(folder: string, type: 'csv' | 'xlsx', rows: number): Promise<string> {
  const path = join(folder, `many.${type}`);
  if (type === 'csv') {
    const lines = Array.from({ length: rows }, (_, i) => row(i).join(','));
    await writeFile(path, `${headers.join(',')}\n${lines.join('\n')}\n`);
    return path;
  }
  const writer = new XlsxStreamWriter({ name: '需求' });
  writer.addRow(headers);
  for (let i = 0; i < rows; i++) writer.addRow(row(i));
  await writeFile(path, await writer.finish());
  return path;
}

async function measured(type: 'csv' | 'xlsx', rows: number) {
  const database = await temporaryDatabase();
  const environment = {
    PATH: process.env['PATH'],
    DATABASE_URL: database.url,
    DATA_DIR: database.folder,
    LOG_LEVEL: 'warn',
    PORT: '0',
  };
  const processes: ChildProcess[] = [];
  try {
    await prepareDatabase({ ownerUrl: database.url, applicationUrl: database.url });
    const organisationId = await prepare(environment);
    const file = await written(database.folder, type, rows);
    const postgres = await Processors.ofDatabase(database.db);
    const bare = await bareSeconds(database, file, postgres);
    const api = await started('api', environment, processes);
    const worker = await started('worker', environment, processes);
    const city = await signedIn(String(api.said['listening']));
    const idle = { memory: memoryOf(worker.child), me: await city.watched(pause(5000)) };
    const peak = watchMemory(worker.child);
    const processors = postgres.and(worker.child.pid);
    const used = processors.seconds();
    const work = city.imported(file, organisationId, () => processors.seconds() - used);
    const me = await city.watched(work);
    const { readSeconds, commitSeconds, readCpuSeconds } = await work;
    const cpuSeconds = processors.seconds() - used;
    return {
      bareSeconds: bare.seconds,
      readSeconds,
      commitSeconds,
      times: rounded((readSeconds + commitSeconds) / bare.seconds, 2),
      bareCpuSeconds: bare.cpuSeconds,
      readCpuSeconds: rounded(readCpuSeconds, 1),
      commitCpuSeconds: rounded(cpuSeconds - readCpuSeconds, 1),
      cpuTimes: rounded(cpuSeconds / bare.cpuSeconds, 2),
      ...(await besideKept(database, postgres, bare, {
        seconds: readSeconds + commitSeconds,
        cpuSeconds,
      })),
      idleMb: idle.memory,
      peakOverIdleMb: rounded(peak() - idle.memory, 0),
      idleMeP95Ms: idle.me,
      meP95Ms: me,
      meTimes: rounded(me / idle.me, 2),
    };
  } finally {
    for (const child of processes) child.kill('SIGKILL');
    await database.close();
  }
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

/** The same cells out of the same file, into a table of texts. */
async function bareSeconds(
  { db }: TemporaryDatabase,
  path: string,
  postgres: Processors,
): Promise<{ seconds: number; cpuSeconds: number }> {
  const processors = postgres.and(process.pid);
  const used = processors.seconds();
  const columns = headers.map((_, i) => `c${i}`);
  await db.query(`CREATE TABLE bench_cells (${columns.map((name) => `${name} text`).join(', ')})`);
  const from = performance.now();
  await db.transaction(async (tx) => {
    const book = await openBook(path);
    let batch: string[][] = [];
    for await (const { cells } of book.rows(0)) {
      batch.push(columns.map((_, i) => textOf(cells[i])));
      if (batch.length < 1000) continue;
      await copyRows(tx, 'bench_cells', columns, batch);
      batch = [];
    }
    await copyRows(tx, 'bench_cells', columns, batch);
    await book.close();
  });
  const seconds = rounded((performance.now() - from) / 1000, 1);
  const cpuSeconds = rounded(processors.seconds() - used, 1);
  await db.query('DROP TABLE bench_cells');
  return { seconds, cpuSeconds };
}

interface Spent {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

const kept = [
  'import_rows',
  'import_outcomes',
  'listings',
  'listing_revisions',
  'listing_contacts',
  'listing_history',
];
const atOnce = 5000;

/** The rows that the import made, once more into tables like theirs, with their indexes: what keeping them costs at least. */
async function besideKept(
  { db }: TemporaryDatabase,
  postgres: Processors,
  bare: Spent,
  took: Spent,
): Promise<Record<string, number>> {
  const processors = postgres.and(process.pid);
  let [seconds, cpuSeconds] = [0, 0];
  for (const table of kept) {
    const columns = await db.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
         AND attgenerated = '' AND attidentity = '' ORDER BY attnum`,
      [table],
    );
    const names = columns.map(({ name }) => name);
    await db.query(`CREATE TABLE bench_${table} (LIKE ${table} INCLUDING ALL)`);
    const list = names.map((name) => `t.${name}::text`).join(', ');
    for (let from = 0; ; from += atOnce) {
      const some = await db.query<{ cells: (string | null)[] }>(
        `SELECT array[${list}] AS cells FROM ${table} t ORDER BY ctid LIMIT ${atOnce} OFFSET ${from}`,
      );
      if (some.length === 0) break;
      const [since, used] = [performance.now(), processors.seconds()];
      await db.transaction((tx) =>
        copyRows(
          tx,
          `bench_${table}`,
          names,
          some.map(({ cells }) => cells),
        ),
      );
      seconds += (performance.now() - since) / 1000;
      cpuSeconds += processors.seconds() - used;
    }
    await db.query(`DROP TABLE bench_${table}`);
  }
  return {
    keptSeconds: rounded(seconds, 1),
    timesKept: rounded(took.seconds / (bare.seconds + seconds), 2),
    keptCpuSeconds: rounded(cpuSeconds, 1),
    cpuTimesKept: rounded(took.cpuSeconds / (bare.cpuSeconds + cpuSeconds), 2),
  };
}

async function started(name: 'api' | 'worker', environment: NodeJS.ProcessEnv, all: ChildProcess[]) {
  const child = fork(processFile(name), { env: environment, execArgv: [] });
  all.push(child);
  const said = await new Promise<Record<string, unknown>>((ready, failed) => {
    child.on('message', (message) => ready(message as Record<string, unknown>));
    child.once('exit', (ended) => failed(new Error(`the ${name} ended with ${ended}`)));
  });
  return { child, said };
}

/** Megabytes that a process holds; of Linux alone. */
function memoryOf({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return rounded(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024, 0);
}

function watchMemory(child: ChildProcess): () => number {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, memoryOf(child));
  }, 100);
  return () => {
    clearInterval(timer);
    return most;
  };
}

async function signedIn(base: string) {
  const call = (path: string, init: RequestInit = {}, cookie = '') =>
    fetch(`${base}/api/v1${path}`, { ...init, headers: { ...init.headers, cookie } });
  const json = (body: unknown): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const session = await call('/sessions', json({ login: 'city', password }));
  const cookie = session.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');

  const until = async (id: string, isDone: (state: string) => boolean) => {
    for (;;) {
      const answer = await call(`/imports/${id}`, {}, cookie);
      const found = (await answer.json()) as { state: string; total: number; valid: number };
      if (found.state === 'refused') throw new Error('the file was refused');
      if (isDone(found.state)) return found;
      await pause(250);
    }
  };

  return {
    /** Milliseconds that one of twenty GET /me takes longer than, while the work goes on. */
    async watched(work: Promise<unknown>): Promise<number> {
      let goesOn = true;
      const end = () => {
        goesOn = false;
      };
      void work.then(end, end);
      const times: number[] = [];
      while (goesOn) {
        const from = performance.now();
        const answer = await call('/me', {}, cookie);
        await answer.arrayBuffer();
        if (!answer.ok) throw new Error(`GET /me answered ${answer.status}`);
        times.push(performance.now() - from);
        await pause(50);
      }
      times.sort((a, b) => a - b);
      return rounded(times[Math.floor(times.length * 0.95)] ?? Number.NaN, 1);
    },

    async imported(path: string, organisationId: string, cpu: () => number) {
      const form = new FormData();
      form.set('kind', 'scenario');
      form.set('organisationId', organisationId);
      form.set('file', await openAsBlob(path), 'many');
      const from = performance.now();
      const taken = await call('/imports', { method: 'POST', body: form }, cookie);
      const { id } = (await taken.json()) as { id: string };
      if (taken.status !== 202) throw new Error(`the upload was answered ${taken.status}`);
      const read = await until(id, (state) => state !== 'reading');
      const between = performance.now();
      const readCpuSeconds = cpu();
      const begun = await call(
        `/imports/${id}/commit`,
        { ...json({}), headers: { 'content-type': 'application/json' } },
        cookie,
      );
      if (!begun.ok) throw new Error(`the commit of ${JSON.stringify(read)} was answered ${begun.status}`);
      await until(id, (state) => state === 'committed');
      const seconds = (a: number, b: number) => rounded((b - a) / 1000, 1);
      return {
        readSeconds: seconds(from, between),
        commitSeconds: seconds(between, performance.now()),
        readCpuSeconds,
      };
    },
  };
}
