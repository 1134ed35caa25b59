import { type Heard, rows } from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

describe('a job that waits by what is notified', () => {
  let suite: SuiteDatabase;
  let heard: Heard;

  beforeAll(async () => {
    suite = await suiteDatabase();
  });
  beforeEach(async () => {
    heard = await suite.db.listen('match_runs');
  });
  afterEach(() => heard.close());
  afterAll(() => suite.drop());

  /** @returns milliseconds that it waited. */
  async function waited(ms: number): Promise<number> {
    const since = performance.now();
    await heard.next(ms);
    return performance.now() - since;
  }
  const notify = () => suite.db.query("SELECT pg_notify('match_runs', '')");

  it('goes on when the transaction that notified is committed, and not before', async () => {
    await suite.db.transaction(async (tx) => {
      await rows(tx, "SELECT pg_notify('match_runs', '')");
      expect(await waited(300)).toBeGreaterThan(290);
    });
    expect(await waited(10_000)).toBeLessThan(5_000);
    expect(await waited(100)).toBeGreaterThan(90);
  });

  it('misses nothing that comes while it is at work', async () => {
    await notify();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await waited(10_000)).toBeLessThan(5_000);
  });

  it('goes on after a while where its connection was lost', async () => {
    const ended = await suite.db.query(
      "SELECT pg_terminate_backend(pid, 5000) AS gone FROM pg_stat_activity WHERE query = 'LISTEN match_runs' AND datname = current_database() ORDER BY backend_start DESC LIMIT 1",
    );
    expect(ended).toEqual([{ gone: true }]);
    await notify();
    expect(await waited(300)).toBeGreaterThan(290);
  });
});
