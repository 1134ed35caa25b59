import { copyRows } from '#platform';
import { openBook, textOf } from '#sheets';
import type { TemporaryDatabase } from '../database.js';
import { rounded } from '../figures.js';
import type { Processors } from '../processors.js';
import { headers } from './files.js';

export interface Spent {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** What an import cannot do without: what people read afterwards. */
const listingTables = ['listings', 'listing_revisions', 'listing_contacts', 'listing_history'];
/** What the platform keeps besides, for the preview, the outcome and the way back. */
const ownTables = ['import_rows', 'import_outcomes'];
const atOnce = 5000;

/** The same cells out of the same file, into one table of texts without an index. */
export async function plainFloor(
  { db }: TemporaryDatabase,
  path: string,
  postgres: Processors,
): Promise<Spent> {
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
  const spent = {
    seconds: rounded((performance.now() - from) / 1000, 1),
    cpuSeconds: rounded(processors.seconds() - used, 1),
  };
  await db.query('DROP TABLE bench_cells');
  return spent;
}

/**
 * The rows that the import has made, copied once more into tables like those that they stand in: with their indexes,
 * constraints and generated columns, but without foreign keys and triggers, and from texts that are ready.
 */
export async function keptFloors(database: TemporaryDatabase, postgres: Processors) {
  return {
    listings: await copied(database, postgres, listingTables),
    own: await copied(database, postgres, ownTables),
  };
}

async function copied(
  { db }: TemporaryDatabase,
  postgres: Processors,
  tables: readonly string[],
): Promise<Spent> {
  const processors = postgres.and(process.pid);
  let [seconds, cpuSeconds] = [0, 0];
  for (const table of tables) {
    const columns = await db.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
         AND attgenerated = '' AND attidentity = '' ORDER BY attnum`,
      [table],
    );
    const names = columns.map(({ name }) => name);
    await db.query(`CREATE TABLE bench_${table} (LIKE ${table} INCLUDING ALL)`);
    const list = names.map((name) => `t.${name}::text AS ${name}`).join(', ');
    await db.transaction(async (tx) => {
      await tx.query(`DECLARE bench_rows NO SCROLL CURSOR FOR SELECT ${list} FROM ${table} t`);
      for (;;) {
        const some: Record<string, string | null>[] = await tx.query(`FETCH ${atOnce} FROM bench_rows`);
        if (some.length === 0) break;
        const cells = some.map((one) => names.map((name) => one[name] ?? null));
        const [since, used] = [performance.now(), processors.seconds()];
        await copyRows(tx, `bench_${table}`, names, cells);
        seconds += (performance.now() - since) / 1000;
        cpuSeconds += processors.seconds() - used;
      }
    });
    await db.query(`DROP TABLE bench_${table}`);
  }
  return { seconds: rounded(seconds, 1), cpuSeconds: rounded(cpuSeconds, 1) };
}
