import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { foreignKeysElsewhere, projectRoot } from '#platform';
import { loadedEntities } from '../bench/entities.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

/** Every entity of every lib, by the names of their files. */
const libs = join(projectRoot, 'libs');
const files = readdirSync(libs).flatMap((lib) => {
  const folder = join(libs, lib, 'src/entities');
  return list(folder)
    .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
    .map((name) => join(folder, name));
});

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // a lib without entities
  }
}

describe('the entities', () => {
  let suite: SuiteDatabase;

  beforeAll(async () => {
    for (const file of files) await import(file);
    suite = await suiteDatabase();
    // TypeORM looks here for what generated columns say; the migrations say it, so that the table is empty.
    await suite.owner.query(
      'CREATE TABLE typeorm_metadata (type text, database text, schema text, "table" text, name text, value text)',
    );
  });
  afterAll(() => suite.drop());

  /** What TypeORM would do to the migrated database to make it fit. */
  async function differences(entities: readonly unknown[]): Promise<string[]> {
    const source = await new DataSource({
      type: 'postgres',
      url: suite.ownerUrl,
      entities: entities as (typeof Wrong)[],
      synchronize: false,
    }).initialize();
    try {
      const { upQueries } = await source.driver.createSchemaBuilder().log();
      return upQueries.map(({ query }) => query);
    } finally {
      await source.destroy();
    }
  }

  const all = () => loadedEntities().filter((target) => target !== Wrong && target !== Lax);

  it('are what the migrations made, to the column, the default and the name of a constraint', async () => {
    // TypeORM would drop the keys to other libs' tables, which no entity knows: exactly those that are named.
    const named = all().flatMap((target) => foreignKeysElsewhere(target as object));
    const dropped = await differences(all());
    const keys = dropped.map((query) => /DROP CONSTRAINT "(fk_\w+)"$/.exec(query)?.[1] ?? query);
    expect(keys.sort()).toEqual([...named].sort());
  });

  it('differ where a column has another type, or a check is not named', async () => {
    const wrong = await differences([Wrong]);
    expect(wrong).toContainEqual(expect.stringContaining('"value"'));
    const lax = await differences([Lax]);
    expect(lax).toContainEqual(expect.stringContaining('ck_throttle_pauses_failures'));
  });

  it('are registered by their lib’s list', () => {
    for (const file of files) {
      const listed = readFileSync(join(file, '../index.ts'), 'utf8');
      for (const [, name] of readFileSync(file, 'utf8').matchAll(/^export class (\w+)/gm))
        expect(listed).toMatch(new RegExp(`^  ${name},$|\\[.*\\b${name}\\b.*\\]`, 'm'));
    }
  });
});

@Entity('counters')
class Wrong {
  @PrimaryColumn('text') name!: string;
  @Column('integer') value!: number;
}

@Entity('throttle_pauses')
class Lax {
  @PrimaryColumn('text') key!: string;
  @Column('integer') failures!: number;
  @Column('timestamptz', { name: 'paused_until' }) pausedUntil!: Date;
  @Column('timestamptz', { name: 'forgotten_at' }) forgottenAt!: Date;
}
