import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { Database, EmbeddedPostgres, prepareDatabase } from '#platform';
import { loadedEntities } from '../entities.js';
import { line, rounded } from '../figures.js';
import { fill } from './filling.js';
import { dashboard, folding, freezing, proving, recording, recounting } from './measures.js';

const options = {
  /** Ten million is what is claimed: about 35 GB of disk and an hour. */
  entries: { type: 'string', default: '1000000' },
  /** A data directory that is kept: filled once, measured as often as wanted. */
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
  await settle(cluster);
  const { ownerUrl: url } = await cluster.start();
  await prepareDatabase({ ownerUrl: url, applicationUrl: url });
  const source = await new DataSource({
    type: 'postgres',
    url,
    poolSize: 6,
    entities: loadedEntities(),
  }).initialize();
  const db = new Database(source);
  try {
    await filled(db, url, Number(values.entries));
    for (const [name, measure] of Object.entries(measures))
      if (!values.only || values.only.includes(name)) await measure(db);
  } finally {
    await source.destroy();
    await cluster.stop();
    if (!values.folder) rmSync(folder, { recursive: true, force: true });
  }
}

async function filled(db: Database, url: string, entries: number): Promise<void> {
  const [head] = await db.query<{ seq: string }>('SELECT seq FROM ledger_head');
  if (Number(head?.seq) > 0) return;
  const began = performance.now();
  const told = await fill(url, entries);
  const seconds = rounded((performance.now() - began) / 1000, 1);
  const shortcut =
    'written by COPY with a right hash chain, not by the code that records; no facts but those of claims';
  line({ system: 'fill', ...told, seconds, shortcut });
}

/** Filled without a write-ahead log, without waiting for the disk; and the memory that a server of this size is given. */
async function settle(cluster: EmbeddedPostgres): Promise<void> {
  const { administratorUrl } = await cluster.start();
  const by = await new DataSource({ type: 'postgres', url: administratorUrl }).initialize();
  for (const setting of [
    "wal_level = 'minimal'",
    'max_wal_senders = 0',
    'fsync = off',
    "maintenance_work_mem = '1GB'",
    "max_wal_size = '1GB'",
    "shared_buffers = '2GB'",
    "work_mem = '256MB'",
  ])
    await by.query(`ALTER SYSTEM SET ${setting}`);
  await by.destroy();
  await cluster.stop();
}
