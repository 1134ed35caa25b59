import { MigrationChanged, migrate, readMigrations } from '#platform';
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
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(suite.url, extra)));
    expect(applied.flat()).toEqual(['9000_test.sql']);
  });

  it('leave nothing half done when one fails', async () => {
    const broken = [
      ...readMigrations(),
      { name: '9001_test.sql', sql: 'CREATE TABLE half (id integer); SELECT nonsense' },
    ];
    await expect(migrate(suite.url, broken)).rejects.toThrow('9001_test.sql');
    expect(await suite.db.query("SELECT 1 FROM pg_tables WHERE tablename = 'half'")).toEqual([]);
  });

  it('refuse a file that was changed after it had been applied', async () => {
    const [first, ...rest] = readMigrations();
    await expect(
      migrate(suite.url, [{ name: first?.name ?? '', sql: `${first?.sql} ` }, ...rest]),
    ).rejects.toThrow(MigrationChanged);
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
