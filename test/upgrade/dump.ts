import { type Database, rows, type Tx } from '#platform';

interface Table {
  readonly name: string;
  /** Generated columns left out. */
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** What is gone in a day, and the mark of a directory of files, which is not kept. */
const passing = [
  'file_store',
  'idempotency_keys',
  'throttle_counts',
  'throttle_pauses',
  'match_run_results',
  'match_run_summaries',
];

/**
 * All rows of a database as SQL, a line a row, without the schema: the migrations that made it stand in the first line.
 * To be run by a superuser, since triggers are passed over: rows come in no order that they would accept.
 */
export function dump(db: Database, release: string): Promise<string> {
  return db.transaction(async (tx) => {
    const tables = await tablesOf(tx);
    const last = await rows<{ name: string }>(tx, 'SELECT max(name) AS name FROM schema_migrations');
    const parts: string[] = [];
    for (const table of tables) parts.push(await statement(tx, table));
    return [
      `-- Filled by release ${release}, whose last migration is ${last[0]?.name}. Written by fill.long.ts.`,
      'SET session_replication_role = replica;',
      ...parts.filter(Boolean),
      ...(await sequences(tx)),
      '',
    ].join('\n');
  });
}

function tablesOf(tx: Tx): Promise<Table[]> {
  return rows<Table & Record<string, unknown>>(
    tx,
    `SELECT c.relname AS name,
       ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum) AS columns,
       ARRAY(SELECT attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
         WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)) AS key
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL ($1) ORDER BY c.relname`,
    [passing],
  );
}

async function statement(tx: Tx, { name, columns, key }: Table): Promise<string> {
  const values = columns.map((column) => `quote_nullable(${column}::text)`).join(` || ', ' || `);
  const found = await rows<{ line: string }>(
    tx,
    `SELECT ${values} AS line FROM ${name} ORDER BY ${(key.length > 0 ? key : columns).join(', ')}`,
  );
  if (found.length === 0) return '';
  const lines = found.map(({ line }) => `  (${line})`).join(',\n');
  return `DELETE FROM ${name};\nINSERT INTO ${name} (${columns.join(', ')}) OVERRIDING SYSTEM VALUE VALUES\n${lines};`;
}

async function sequences(tx: Tx): Promise<string[]> {
  const found = await rows<{ name: string; value: string }>(
    tx,
    "SELECT sequencename AS name, last_value::text AS value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY 1",
  );
  return found.map(({ name, value }) => `SELECT setval('${name}', ${value});`);
}
