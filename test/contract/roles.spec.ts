import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { prune } from '#contracts';
import {
  Config,
  excessiveRights,
  JobQueues,
  MigrationsMissing,
  prepareDatabase,
  processFile,
  readMigrations,
} from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

const denied = /permission denied|must be owner/;

/** Where each step, decision and version that somebody made stands for good. */
const histories = [
  ...[
    'audit_entries',
    'listing_history',
    'engagement_history',
    'meeting_history',
    'meeting_pairs',
    'edition_revisions',
  ],
  ...['ledger_entries', 'ledger_facts', 'ledger_pairs', 'figure_lines', 'figure_facts'],
  ...['frozen_months', 'frozen_periods', 'period_amendments'],
  ...['verification_samples', 'verification_sample_claims', 'verification_findings'],
  ...['claim_flags', 'claim_flag_settlements', 'flag_rules'],
  ...['match_synonyms', 'match_weights', 'match_weight_adoptions'],
];

describe('the application’s role in the database', () => {
  let suite: SuiteDatabase;

  beforeAll(async () => {
    suite = await suiteDatabase();
  });
  afterAll(() => suite.drop());

  it('cannot change the schema, switch triggers off, or touch files', async () => {
    for (const sql of [
      'CREATE TABLE intruder (id integer)',
      'ALTER TABLE ledger_entries DISABLE TRIGGER ALL',
      'DROP TRIGGER tr_audit_entries_kept ON audit_entries',
      'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
      'CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
      'ALTER TABLE people ADD COLUMN x integer',
      'DROP TABLE sessions',
      "SET session_replication_role = 'replica'",
      "COPY audit_entries TO '/tmp/duijie-audit'",
      "COPY audit_entries TO PROGRAM 'cat'",
      "SELECT pg_read_file('/etc/passwd')",
      "INSERT INTO schema_migrations (name, sha256) VALUES ('x', 'x')",
      'CREATE TABLE bullmq.intruder (id integer)',
      'CREATE ROLE intruder SUPERUSER',
    ])
      await expect(suite.db.query(sql)).rejects.toThrow(denied);
  });

  it('may only add to what is kept for ever, whatever the triggers say', async () => {
    const kept = await suite.owner.query<{ name: string }>(
      `SELECT DISTINCT c.relname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc f ON f.oid = t.tgfoid
       WHERE c.relnamespace = 'public'::regnamespace AND f.proname LIKE 'refuse\\_%'
         AND t.tgqual IS NULL AND t.tgtype & 8 > 0 AND t.tgtype & 16 > 0 ORDER BY 1`,
    );
    expect(kept.map(({ name }) => name)).toEqual(expect.arrayContaining(histories));
    for (const { name } of kept) {
      const [held] = await suite.db.query(
        `SELECT has_table_privilege($1, 'SELECT') AS s, has_table_privilege($1, 'INSERT') AS i, has_table_privilege($1, 'UPDATE') AS u,
           has_table_privilege($1, 'DELETE') AS d, has_table_privilege($1, 'TRUNCATE') AS t`,
        [name],
      );
      expect([name, held]).toEqual([name, { s: true, i: true, u: false, d: false, t: false }]);
      // Nor may who owns the tables: emptied as a whole, there would be no row to refuse it at.
      await expect(suite.owner.query(`TRUNCATE ${name} CASCADE`)).rejects.toThrow('refused');
    }
    expect(
      await suite.db.query(
        `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND has_table_privilege(oid, 'TRUNCATE')`,
      ),
    ).toEqual([]);
  });

  it('moves a claim on and ties a proof to it, and changes nothing of what was claimed and what proves it', async () => {
    for (const [table, free, fixed] of [
      ['claims', 'state', ['amount', 'level', 'side', 'claimed_by', 'claimed_at', 'stakes', 'engagement_id']],
      ['evidence', 'claim_id', ['sha256', 'contract_number', 'uploaded_by', 'uploaded_at', 'side']],
    ] as const) {
      await expect(suite.db.query(`UPDATE ${table} SET ${free} = ${free} WHERE false`)).resolves.toEqual([]);
      for (const column of fixed)
        await expect(suite.db.query(`UPDATE ${table} SET ${column} = ${column} WHERE false`)).rejects.toThrow(
          denied,
        );
    }
    for (const table of [
      'engagements',
      'claims',
      'evidence',
      'match_decisions',
      'organisation_changes',
      'applications',
    ]) {
      await expect(suite.db.query(`DELETE FROM ${table}`)).rejects.toThrow(denied);
      await expect(suite.owner.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow('refused');
    }
  });

  it('gives a fact its place, and changes nothing else of it', async () => {
    await expect(suite.db.query('UPDATE facts SET place = 1 WHERE false')).resolves.toEqual([]);
    await expect(suite.db.query("UPDATE facts SET payload = '{}' WHERE false")).rejects.toThrow(denied);
  });

  it('works the queues, whose tables the owner has made', async () => {
    const queues = await JobQueues.open(Config.parse({ DATABASE_URL: suite.url }));
    const id = await queues.add(prune, { scheduled: true });
    expect((await queues.find(id)).state).toBe('waiting');
    await queues.close();
  });

  it('is told what is missing instead of applying it', async () => {
    const more = [...readMigrations(), { name: '9000_test.sql', sql: 'SELECT 1' }];
    const asApplication = { ownerUrl: suite.url, applicationUrl: suite.url };
    await expect(prepareDatabase({ ...asApplication, migrations: more })).rejects.toThrow(MigrationsMissing);
    expect(await prepareDatabase(asApplication)).toEqual([]);
  });

  it('gets a right taken away again that it should not have had', async () => {
    await suite.owner.query('GRANT ALL ON audit_entries, people TO suite_app');
    await prepareDatabase({ ownerUrl: suite.ownerUrl, applicationUrl: suite.url });
    await expect(suite.db.query('TRUNCATE people CASCADE')).rejects.toThrow(denied);
    await expect(suite.db.query('DELETE FROM audit_entries')).rejects.toThrow(denied);
  });

  it('is warned of by `duijie config` where it can do more', async () => {
    const administrator = new URL(process.env['TEST_DATABASE_SERVER'] ?? suite.ownerUrl);
    administrator.pathname = new URL(suite.url).pathname;
    expect(await excessiveRights(suite.url)).toEqual([]);
    expect(await excessiveRights(suite.ownerUrl)).toEqual([expect.stringContaining('停用防篡改触发器')]);
    const { stderr, stdout } = await promisify(execFile)(
      process.execPath,
      [processFile('duijie'), 'config', '--json'],
      { env: { PATH: process.env['PATH'], DATABASE_URL: administrator.toString() } },
    );
    expect(stderr).toMatch(/警告：数据库账号 \w+ 是(超级用户|数据表的所有者)/);
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ name: 'DATABASE_OWNER_URL' }));
  });
});
