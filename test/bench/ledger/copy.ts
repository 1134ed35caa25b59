import { once } from 'node:events';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** One table's COPY on a connection of its own; a table that is emptied in the same transaction needs no write-ahead log. */
export class Copy {
  private lines: string[] = [];

  private constructor(
    private readonly client: Client,
    private readonly stream: ReturnType<typeof copyFrom>,
  ) {}

  static async into(url: string, table: string, columns: string): Promise<Copy> {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('BEGIN');
    await client.query(`TRUNCATE ${table} CASCADE`);
    return new Copy(client, client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`)));
  }

  add(values: readonly (string | number | boolean | null)[]): void {
    this.lines.push(`${values.map((value) => value ?? '\\N').join('\t')}\n`);
  }

  async flush(): Promise<void> {
    const text = this.lines.join('');
    this.lines = [];
    if (text !== '' && !this.stream.write(text)) await once(this.stream, 'drain');
  }

  async end(): Promise<void> {
    await this.flush();
    const ended = once(this.stream, 'finish');
    this.stream.end();
    await ended;
    await this.client.query('COMMIT');
    await this.client.end();
  }
}

/** Takes triggers, constraints and indexes off tables. @returns what puts them back, in order. */
export async function stripped(by: Client, tables: readonly string[]): Promise<string[]> {
  const of = `ANY('{${tables.join(',')}}'::regclass[])`;
  const { rows: constraints } = await by.query<{ at: string; name: string; type: string; def: string }>(
    `SELECT conrelid::regclass::text AS at, conname AS name, contype AS type, pg_get_constraintdef(oid) AS def FROM pg_constraint
     WHERE (contype IN ('p', 'u') AND conrelid = ${of}) OR (contype = 'f' AND (conrelid = ${of} OR confrelid = ${of}))
     ORDER BY contype = 'f' DESC, name`,
  );
  for (const { at, name } of constraints) await by.query(`ALTER TABLE ${at} DROP CONSTRAINT ${name}`);
  const { rows: indexes } = await by.query<{ name: string; def: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS def FROM pg_index WHERE indrelid = ${of}`,
  );
  for (const { name } of indexes) await by.query(`DROP INDEX ${name}`);
  for (const table of tables) await by.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  const restored = constraints.reverse().map(({ at, name, type, def }) => ({
    foreign: type === 'f',
    sql: `ALTER TABLE ${at} ADD CONSTRAINT ${name} ${def}${type === 'f' ? ' NOT VALID' : ''}`,
  }));
  return [
    ...restored.filter(({ foreign }) => !foreign).map(({ sql }) => sql),
    ...indexes.map(({ def }) => def),
    ...restored.filter(({ foreign }) => foreign).map(({ sql }) => sql),
    ...tables.map((table) => `ALTER TABLE ${table} ENABLE TRIGGER USER`),
  ];
}
