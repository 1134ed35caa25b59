import fc from 'fast-check';
import type { DeliveredFact } from '#contracts';
import { newId } from '#kernel';
import { LedgerService, RecountService } from '#statistics';
import { claimsTold } from '../support/claims.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { engagementFacts } from '../support/facts.js';

const areas = ['410105', '410172', null];
const days = ['2026-01-05', '2026-03-31', '2026-04-01', '2026-12-31', '2027-02-01'];

/** Claims are another spec's matter: the engagements know none of these. */
const noClaims = claimsTold(async () => []);

describe('the figures of a recount', () => {
  let suite: SuiteDatabase;
  let recount: RecountService;
  let places: number;

  beforeAll(async () => {
    suite = await suiteDatabase();
    const ledger = new LedgerService();
    recount = new RecountService(suite.db, ledger);
    await suite.db.transaction((tx) => ledger.record(tx, manyWays()));
    places = (await suite.db.query('SELECT FROM ledger_rollups')).length;
  });
  afterAll(() => suite.drop());

  /** Pairs that climb, fall, come late, bring money and none, within periods and across them. */
  function manyWays(): DeliveredFact[] {
    return areas.flatMap((area, a) =>
      days.flatMap((day, d) => {
        const pair = engagementFacts(area, { department: ['gxj', 'wjw'][(a + d) % 2] ?? 'gxj' });
        const claim = newId();
        const met = [
          pair.opened(day),
          pair.verified(2 + (d % 4), day, claim, d % 4 < 2 ? null : '120000.07'),
        ];
        return d % 2 === 0 ? met : [...met, pair.reversed(claim, 2 + (d % 4), days[d + 1] ?? day)];
      }),
    );
  }

  const figures = async () =>
    (await recount.recount(noClaims)).differences.filter(({ what }) => what === 'count');

  /** Changes the n-th place in the order of its key. */
  async function changed(n: number, change: string): Promise<void> {
    const at = `ctid = (SELECT ctid FROM ledger_rollups ORDER BY market, scope, period, dimension, part, bucket, key LIMIT 1 OFFSET ${n % places})`;
    await suite.db.query(`UPDATE ledger_rollups SET ${change} WHERE ${at}`);
  }

  it('are those of the roll-ups, however pairs climbed and fell', async () => {
    expect(places).toBeGreaterThan(500);
    expect(await figures()).toEqual([]);
  });

  it('tell whichever place was changed, and by however little', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 100_000 }),
        fc.constantFrom(
          ['count = count + 1', 'count = count - 1'],
          ['count = count - 2147483647', 'count = count + 2147483647'],
          ['amount = amount + 0.01', 'amount = amount - 0.01'],
          // As many fen as the primes that sums are taken by: only one of the two lanes sees each.
          ['amount = amount + 21474836.47', 'amount = amount - 21474836.47'],
          ['amount = amount + 21474836.29', 'amount = amount - 21474836.29'],
        ),
        async (n, [change = '', back = '']) => {
          await changed(n, change);
          const found = await figures();
          await changed(n, back);
          expect(found).toHaveLength(1);
        },
      ),
      { numRuns: 12 },
    );
    expect(await figures()).toEqual([]);
  });

  it('tell what cancels out in every total', async () => {
    const places = `scope = 'city' AND period = '2026' AND dimension = 'department' AND part = 'reached' AND bucket = 2`;
    await suite.db.query(
      `UPDATE ledger_rollups SET count = count + CASE key WHEN 'gxj' THEN 1 ELSE -1 END WHERE ${places}`,
    );
    expect((await figures()).map(({ detail }) => detail)).toEqual([
      'city 2026 department=gxj reached 2',
      'city 2026 department=wjw reached 2',
    ]);
    await recount.fold();
    expect(await figures()).toEqual([]);
  });
});
