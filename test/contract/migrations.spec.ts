import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '#kernel';
import { MigrationChanged, migrate, projectRoot, readMigrations } from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

describe('migrations', () => {
  let suite: SuiteDatabase;

  beforeAll(async () => {
    suite = await suiteDatabase();
  });
  afterAll(() => suite.drop());

  it('are applied once, however many processes start at the same time', async () => {
    const extra = [
      ...readMigrations(),
      { name: '9000_test.sql', sql: 'CREATE TABLE extra (id integer CONSTRAINT pk_extra PRIMARY KEY)' },
    ];
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(suite.ownerUrl, extra)));
    expect(applied.flat()).toEqual(['9000_test.sql']);
  });

  it('stay as they were applied, numbered without a gap', () => {
    const sums = readFileSync(join(projectRoot, 'libs/platform/migrations/SHA256SUMS'), 'utf8');
    expect(sums).toBe(
      readMigrations()
        .map(({ name, sql }) => `${sha256(sql)}  ${name}\n`)
        .join(''),
    );
    const numbers = readMigrations().map(({ name }) => Number(name.slice(0, 4)));
    expect(numbers[0]).toBe(1);
    for (const [index, number] of numbers.entries())
      expect(number - (numbers[index - 1] ?? 0)).toBeLessThan(2);
  });

  it('leave nothing half done when one fails', async () => {
    const broken = [
      ...readMigrations(),
      { name: '9001_test.sql', sql: 'CREATE TABLE half (id integer); SELECT nonsense' },
    ];
    await expect(migrate(suite.ownerUrl, broken)).rejects.toThrow('9001_test.sql');
    expect(await suite.db.query("SELECT 1 FROM pg_tables WHERE tablename = 'half'")).toEqual([]);
  });

  it('refuse a file that was changed after it had been applied', async () => {
    const [first, ...rest] = readMigrations();
    await expect(
      migrate(suite.ownerUrl, [{ name: first?.name ?? '', sql: `${first?.sql} ` }, ...rest]),
    ).rejects.toThrow(MigrationChanged);
  });

  it('refuse to empty each table whose rows they refuse to remove', async () => {
    const kept = await suite.owner.query<{ name: string }>(
      `SELECT DISTINCT c.relname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc f ON f.oid = t.tgfoid
       WHERE c.relnamespace = 'public'::regnamespace AND f.proname LIKE 'refuse\\_%' AND t.tgtype & 8 > 0 ORDER BY 1`,
    );
    const names = kept.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'audit_entries',
        'edition_revisions',
        'engagement_history',
        'ledger_entries',
        'ledger_facts',
        'listing_history',
      ]),
    );
    for (const name of names)
      await expect(suite.owner.query(`TRUNCATE ${name} CASCADE`)).rejects.toThrow(
        /TRUNCATE on \w+ is refused/,
      );
  });

  it('name every constraint and index by its kind and table', async () => {
    const odd = await suite.db.query<{ name: string }>(
      `SELECT conname AS name FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
       WHERE n.nspname = 'public' AND contype IN ('p', 'u', 'f', 'c', 'x') AND conname !~ '^(pk|uq|fk|ck|ex)_[a-z0-9_]+$'
       UNION ALL SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname !~ '^(pk|uq|ix)_[a-z0-9_]+$'`,
    );
    expect(odd).toEqual([]);
  });
});
