import type { Client } from 'pg';

/** Statements that put back what was taken off. */
export interface Restoring {
  /** By table: its keys and indexes. */
  readonly own: ReadonlyMap<string, readonly string[]>;
  /** Afterwards: what refers from one table to another, and the triggers. */
  readonly last: readonly string[];
}

/** Takes triggers, constraints and indexes off tables. */
export async function stripped(by: Client, tables: readonly string[]): Promise<Restoring> {
  const of = `ANY('{${tables.join(',')}}'::regclass[])`;
  const { rows: constraints } = await by.query<{ at: string; name: string; type: string; def: string }>(
    `SELECT conrelid::regclass::text AS at, conname AS name, contype AS type, pg_get_constraintdef(oid) AS def FROM pg_constraint
     WHERE (contype IN ('p', 'u') AND conrelid = ${of}) OR (contype = 'f' AND (conrelid = ${of} OR confrelid = ${of}))
     ORDER BY contype = 'f' DESC, name`,
  );
  for (const { at, name } of constraints) await by.query(`ALTER TABLE ${at} DROP CONSTRAINT ${name}`);
  const { rows: indexes } = await by.query<{ at: string; name: string; def: string }>(
    `SELECT indrelid::regclass::text AS at, indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS def
     FROM pg_index WHERE indrelid = ${of}`,
  );
  for (const { name } of indexes) await by.query(`DROP INDEX ${name}`);
  for (const table of tables) await by.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  const added = ({ at, name, def }: (typeof constraints)[number]) =>
    `ALTER TABLE ${at} ADD CONSTRAINT ${name} ${def}`;
  const keys = constraints.filter(({ type }) => type !== 'f');
  return {
    own: new Map(
      tables.map((table) => [
        table,
        [
          ...keys.filter(({ at }) => at === table).map(added),
          ...indexes.filter(({ at }) => at === table).map(({ def }) => def),
        ],
      ]),
    ),
    last: [
      ...constraints.filter(({ type }) => type === 'f').map((key) => `${added(key)} NOT VALID`),
      ...tables.map((table) => `ALTER TABLE ${table} ENABLE TRIGGER USER`),
    ],
  };
}
