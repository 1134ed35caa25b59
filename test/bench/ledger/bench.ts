import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { Database, EmbeddedPostgres, prepareDatabase } from '#platform';
import { loadedEntities } from '../entities.js';
import { line, rounded } from '../figures.js';
import { agreeing } from './agreeing.js';
import { fill } from './filling.js';
import { dashboard, folding, freezing, proving, recording, recounting } from './measures.js';

const options = {
  /** Ten million is what is claimed. */
  entries: { type: 'string', default: '1000000' },
  /** A data directory that is kept: filled once, measured again; what `freeze` and `record` did is taken back. */
  folder: { type: 'string' },
  /** Which measures; all by default. */
  only: { type: 'string', multiple: true },
} as const;

/** Recounting comes before what records entries whose claims nobody made. */
const measures = {
  fold: folding,
  recount: recounting,
  verify: proving,
  dashboard,
  freeze: freezing,
  record: recording,
} as const;

/**
 * `npm run bench -- ledger`: figures, freezing, recording and recounting over a large ledger, each beside what PostgreSQL
 * takes for the same sums straight from the entries.
 */
export async function benchLedger(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'duijie-bench-ledger-'));
  mkdirSync(folder, { recursive: true });
  const cluster = new EmbeddedPostgres(folder);
  try {
    await settle(cluster, hurried);
    const { ownerUrl: filling } = await cluster.start();
    await prepareDatabase({ ownerUrl: filling, applicationUrl: filling });
    await fillOnce(filling, Number(values.entries));
    await settle(cluster, measured);
    const { ownerUrl: url } = await cluster.start();
    const { source, db } = await opened(url);
    await vacuumed(db);
    for (const [name, measure] of Object.entries(measures))
      if (!values.only || values.only.includes(name)) await measure(db);
    await source.destroy();
  } finally {
    if (values.folder) await cluster.stop();
    else {
      await cluster.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function opened(url: string): Promise<{ source: DataSource; db: Database }> {
  const source = await new DataSource({
    type: 'postgres',
    url,
    poolSize: 6,
    entities: loadedEntities(),
  }).initialize();
  return { source, db: new Database(source) };
}

async function fillOnce(url: string, entries: number): Promise<void> {
  const { source, db } = await opened(url);
  const [head] = await source.query('SELECT seq FROM ledger_head');
  const fresh = Number(head?.seq) === 0;
  if (fresh) await agreeing(url, db).finally(() => source.destroy());
  else return source.destroy();
  const began = performance.now();
  const told = await fill(url, entries);
  const seconds = rounded((performance.now() - began) / 1000, 1);
  const shortcut =
    'written by SQL with a right hash chain, not by the code that records, without waiting for the disk; no facts but those of claims';
  line({ system: 'fill', ...told, seconds, shortcut, measuredWith: measured });
}

/**
 * As autovacuum leaves tables that grow by and by: an index answers alone only for pages that a vacuum has seen while
 * nobody else was writing. What was seen before is passed over.
 */
async function vacuumed(db: Database): Promise<void> {
  const began = performance.now();
  for (const table of ['facts', 'ledger_facts', 'ledger_entries', 'claims', 'ledger_ladders'])
    await db.query(`VACUUM (ANALYZE) ${table}`);
  line({ system: 'vacuum', seconds: rounded((performance.now() - began) / 1000, 1) });
}

/** While it is filled: without a write-ahead log, without waiting for the disk. */
const hurried = {
  wal_level: 'minimal',
  max_wal_senders: '0',
  fsync: 'off',
  maintenance_work_mem: '1GB',
  max_wal_size: '1GB',
  work_mem: '256MB',
};
/** While it is measured: as it is shipped, with the memory that a server of this size is given. */
const measured = { shared_buffers: '2GB' };

/** Stops the server; it has these settings, and no others than it is shipped with, from its next start. */
async function settle(cluster: EmbeddedPostgres, settings: Readonly<Record<string, string>>): Promise<void> {
  const { administratorUrl } = await cluster.start();
  const by = await new DataSource({ type: 'postgres', url: administratorUrl }).initialize();
  await by.query('ALTER SYSTEM RESET ALL');
  for (const [name, value] of Object.entries(settings))
    await by.query(`ALTER SYSTEM SET ${name} = '${value}'`);
  await by.destroy();
  await cluster.stop();
}
