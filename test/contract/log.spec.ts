import { countedFacts } from '#contracts';
import { newId } from '#kernel';
import { appendFact, FollowerStates } from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { suspended } from '../support/followed.js';

describe('the log of facts', () => {
  let suite: SuiteDatabase;
  beforeAll(async () => {
    suite = await suiteDatabase();
  });
  afterAll(() => suite.drop());

  it('is changed by nobody, and keeps what the ledger is counted from', async () => {
    await suite.db.transaction((tx) => appendFact(tx, 'a', suspended('kept')));
    const refused = /a fact stays as it was announced/;
    await expect(suite.owner.query("UPDATE facts SET payload = '{}'")).rejects.toThrow(refused);
    await expect(suite.owner.query('TRUNCATE facts CASCADE')).rejects.toThrow(refused);
    await expect(suite.owner.query('DELETE FROM facts')).rejects.toThrow(refused); // not placed: not worked
    await suite.owner.query('UPDATE facts SET place = 1');
    await expect(suite.owner.query('UPDATE facts SET place = 2')).rejects.toThrow(refused);
  });

  it('forgets old facts that all have worked, never those that are counted or held', async () => {
    await suite.db.query(
      "UPDATE fact_head SET place = 10; INSERT INTO follower_positions (follower, place) VALUES ('a', 5), ('b', 4)",
    );
    const old = (place: number, name: string) =>
      suite.db.query(
        `INSERT INTO facts (fact_id, subject, name, payload, place, occurred_at) VALUES ($1, 's', $2, '{}', $3, now() - interval '31 days')`,
        [newId(), name, place],
      );
    for (const [place, name] of [
      [2, 'organisation.changed'],
      [3, 'claim.verified'],
      [4, 'organisation.suspended'],
      [5, 'organisation.changed'],
    ] as const)
      await old(place, name);
    await suite.db.query("INSERT INTO follower_held (follower, place, subject) VALUES ('a', 4, 's')");
    const states = new FollowerStates(suite.db);
    expect(await states.prune()).toBe(1);
    const places = await suite.db.query<{ place: string }>('SELECT place FROM facts ORDER BY place');
    expect(places.map((row) => row.place)).toEqual(['1', '3', '4', '5']);
    for (const [n, name] of countedFacts.entries()) {
      await old(20 + n, name);
      await expect(suite.db.query('DELETE FROM facts WHERE place = $1', [20 + n])).rejects.toThrow(/stays/);
    }
  });
});
