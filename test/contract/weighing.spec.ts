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
  const places = { ledger_rollups: 0, ledger_ladders: 0 };

  beforeAll(async () => {
    suite = await suiteDatabase();
    const ledger = new LedgerService();
    recount = new RecountService(suite.db, ledger);
    await suite.db.transaction((tx) => ledger.record(tx, manyWays()));
    for (const table of ['ledger_rollups', 'ledger_ladders'] as const)
      places[table] = (await suite.db.query(`SELECT FROM ${table}`)).length;
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

  /** Changes the n-th row of a table in the order of its key. */
  async function changed(table: keyof typeof places, n: number, change: string): Promise<void> {
    const part = table === 'ledger_rollups' ? 'part, bucket, ' : '';
    const at = `ctid = (SELECT ctid FROM ${table} ORDER BY market, scope, period, dimension, ${part}key LIMIT 1 OFFSET ${n % places[table]})`;
    await suite.db.query(`UPDATE ${table} SET ${change} WHERE ${at}`);
  }

  /** One more, and as many fen as the primes that sums are taken by: only one of the two lanes sees each. */
  const changes = ['1', '-1', '-2147483647', '0.01', '21474836.47', '21474836.29'];
  const counts = ['reached2', 'reached5', 'newly3', 'newly5', 'first_version', 'agreements'];
  const amounts = ['amount2', 'amount3', 'amount4', 'amount5'];

  it('are those of the roll-ups, however pairs climbed and fell', async () => {
    expect(places.ledger_rollups).toBeGreaterThan(100);
    expect(places.ledger_ladders).toBeGreaterThan(200);
    expect(await figures()).toEqual([]);
  });

  it('tell whichever place was changed, and by however little', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 100_000 }),
        fc.constantFrom('ledger_ladders' as const, 'ledger_ladders' as const, 'ledger_rollups' as const),
        fc.constantFrom(...changes),
        fc.nat(),
        async (n, table, by, which) => {
          const columns = by.includes('.') ? amounts : counts;
          const own = table === 'ledger_rollups' ? [by.includes('.') ? 'amount' : 'count'] : columns;
          const column = own[which % own.length] ?? '';
          await changed(table, n, `${column} = ${column} + ${by}`);
          const found = await figures();
          await changed(table, n, `${column} = ${column} - ${by}`);
          expect(found).toHaveLength(1);
        },
      ),
      { numRuns: 16 },
    );
    expect(await figures()).toEqual([]);
  });

  it('tell what cancels out in every total', async () => {
    await suite.db.query(
      `UPDATE ledger_ladders SET reached2 = reached2 + CASE key WHEN 'gxj' THEN 1 ELSE -1 END
       WHERE scope = 'city' AND period = '2026' AND dimension = 'department'`,
    );
    expect((await figures()).map(({ detail }) => detail)).toEqual([
      'city 2026 department=gxj reached 2',
      'city 2026 department=wjw reached 2',
    ]);
    await recount.fold();
    expect(await figures()).toEqual([]);
  });
});
