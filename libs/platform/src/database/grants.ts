import { type Client, escapeIdentifier } from 'pg';

/**
 * What the application role may do, and nothing else: read and write rows, never those of append-only tables beyond
 * adding to them, and nothing with the schema. Which tables are append-only is said by their triggers alone.
 */
export async function grantApplication(client: Client, role: string): Promise<void> {
  const to = escapeIdentifier(role);
  const statements = [
    `GRANT CONNECT, TEMPORARY ON DATABASE ${escapeIdentifier(await databaseOf(client))} TO ${to}`,
    ...(await schemas(client)).flatMap((schema) => ofSchema(escapeIdentifier(schema), to)),
    ...(await keptTables(client)).flatMap((table) => ofKeptTable(table, to)),
    ...(await migrationTables(client)).map((table) => `REVOKE INSERT, UPDATE, DELETE ON ${table} FROM ${to}`),
  ];
  await client.query('BEGIN');
  try {
    for (const statement of statements) await client.query(statement);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

function ofSchema(schema: string, to: string): readonly string[] {
  return [
    `REVOKE ALL ON SCHEMA ${schema} FROM ${to}`,
    `GRANT USAGE ON SCHEMA ${schema} TO ${to}`,
    `REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${to}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${to}`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${to}`,
  ];
}

function ofKeptTable({ name, refuses, free }: KeptTable, to: string): readonly string[] {
  const table = `public.${escapeIdentifier(name)}`;
  const columns = free.map((column) => escapeIdentifier(column)).join(', ');
  return [
    ...refuses.map((verb) => `REVOKE ${verb} ON ${table} FROM ${to}`),
    ...(columns === '' ? [] : [`GRANT UPDATE (${columns}) ON ${table} TO ${to}`]),
  ];
}

async function databaseOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  return rows[0]?.name ?? '';
}

/** Ours, and that of the queues where they live in this database. */
async function schemas(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT nspname AS name FROM pg_namespace WHERE nspname IN ('public', 'bullmq')",
  );
  return rows.map((row) => row.name);
}

async function migrationTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT relation AS name FROM unnest(ARRAY['public.schema_migrations', 'bullmq.migration']) AS relation WHERE to_regclass(relation) IS NOT NULL",
  );
  return rows.map((row) => row.name);
}

interface KeptTable {
  readonly name: string;
  /** Each as it stands in a statement: `DELETE`, `UPDATE`. */
  readonly refuses: readonly string[];
  /** Columns that may be changed where others may not. */
  readonly free: readonly string[];
}

/** Tables whose triggers refuse, whatever the row, to change or remove it. */
async function keptTables(client: Client): Promise<KeptTable[]> {
  const { rows } = await client.query<{ name: string; kept: boolean; whole: boolean; free: string[] }>(
    `WITH refusing AS (
       SELECT t.tgrelid, t.tgtype & 16 > 0 AS kept, t.tgtype & 8 > 0 AS whole, t.tgattr::int2[] AS columns
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc f ON f.oid = t.tgfoid
       WHERE c.relnamespace = 'public'::regnamespace AND f.proname LIKE 'refuse\\_%' AND t.tgqual IS NULL AND t.tgtype & 24 > 0)
     SELECT c.relname AS name, bool_or(kept) AS kept, bool_or(whole) AS whole,
       ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         AND NOT EXISTS (SELECT 1 FROM refusing o WHERE o.tgrelid = c.oid AND o.kept
           AND (cardinality(o.columns) = 0 OR a.attnum = ANY (o.columns)))) AS free
     FROM refusing r JOIN pg_class c ON c.oid = r.tgrelid GROUP BY c.oid, c.relname ORDER BY c.relname`,
  );
  return rows.map(({ name, kept, whole, free }) => ({
    name,
    refuses: [...(kept ? ['UPDATE'] : []), ...(whole ? ['DELETE'] : [])],
    free: kept ? free : [],
  }));
}
