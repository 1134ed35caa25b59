import { pino } from 'pino';
import type { DeliveredFact, Fact, FactName } from '#contracts';
import { newId } from '#kernel';
import { appendFact, type Follower, FollowerRunner, follower, rows } from '#platform';
import { type SuiteDatabase, suiteDatabase } from './database.js';

/** A fact that holds a text to tell it by. */
export const suspended = (reason: string): Fact => ({
  name: 'organisation.suspended',
  organisationId: newId(),
  reason,
});
export const reasonOf = ({ fact }: DeliveredFact) =>
  fact.name === 'organisation.suspended' ? fact.reason : '';
/** What the followers of the suite follow. */
export const followed: readonly FactName[] = ['organisation.suspended'];

type Before = (some: readonly string[]) => void;
const silent = pino({ level: 'silent' });

/** A log in a database of its own, those who follow it, and the table `effects` of what they did. */
export class FollowedLog {
  private readonly running: FollowerRunner[] = [];

  private constructor(readonly suite: SuiteDatabase) {}

  static async open(): Promise<FollowedLog> {
    const suite = await suiteDatabase();
    await suite.owner.query('CREATE TABLE effects (n bigint GENERATED ALWAYS AS IDENTITY, reason text)');
    await suite.owner.query('GRANT ALL ON effects TO PUBLIC');
    return new FollowedLog(suite);
  }

  async close(): Promise<void> {
    await Promise.all(this.running.splice(0).map((runner) => runner.stop()));
    await this.suite.drop();
  }

  run(...followers: Follower[]): FollowerRunner {
    const { db, url } = this.suite;
    const runner = new FollowerRunner(db, url, followers, { logger: silent, pollMs: 50 });
    runner.start();
    this.running.push(runner);
    return runner;
  }

  async end(runner: FollowerRunner): Promise<void> {
    this.running.splice(this.running.indexOf(runner), 1);
    await runner.stop();
  }

  append(subject: string, ...reasons: string[]): Promise<void> {
    return this.suite.db.transaction(async (tx) => {
      for (const reason of reasons) await appendFact(tx, subject, suspended(reason));
    });
  }

  readonly effects = async (): Promise<string[]> => {
    const found = await this.suite.db.query<{ reason: string }>('SELECT reason FROM effects ORDER BY n');
    return found.map(({ reason }) => reason);
  };

  async position(name: string): Promise<string | undefined> {
    const [found] = await this.suite.db.query<{ place: string }>(
      'SELECT place FROM follower_positions WHERE follower = $1',
      [name],
    );
    return found?.place;
  }
}

/** Writes what it gets into `effects`, in the transaction of its position. */
export const writer = (before: Before = () => undefined, batch = 100) =>
  follower('writer', {
    facts: followed,
    batch,
    inside: async (tx, some) => {
      for (const fact of some) await rows(tx, 'INSERT INTO effects (reason) VALUES ($1)', [reasonOf(fact)]);
      before(some.map(reasonOf));
    },
  });

/** The same for what lies elsewhere: an array. */
export const collector = (seen: string[], before: Before = () => undefined) =>
  follower('collector', {
    facts: followed,
    outside: async (some) => {
      before(some.map(reasonOf));
      seen.push(...some.map(reasonOf));
    },
  });
