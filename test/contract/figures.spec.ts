import fc from 'fast-check';
import { type DeliveredFact, labelOf } from '#contracts';
import { newId } from '#kernel';
import { city, FigureService, LedgerService, LineReader, periodSpan, RecountService } from '#statistics';
import { claimsTold } from '../support/claims.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { engagementFacts } from '../support/facts.js';
import { east, gold, halfAYear } from '../support/half-a-year.js';

const now = new Date('2026-07-10T04:00:00Z');
const noClaims = claimsTold(async () => []);

describe('the figures of every measure', () => {
  let suite: SuiteDatabase;
  let ledger: LedgerService;
  let figures: FigureService;
  let lines: LineReader;
  const halfYear = halfAYear();

  beforeAll(async () => {
    suite = await suiteDatabase();
    ledger = new LedgerService();
    figures = new FigureService(suite.db);
    lines = new LineReader(suite.db);
    await record(...halfYear.facts);
  });
  afterAll(() => suite.drop());

  const record = async (...facts: DeliveredFact[]) => {
    for (const { id, fact, occurredAt } of facts)
      await suite.db.query(
        `INSERT INTO facts (fact_id, subject, name, payload, occurred_at) VALUES ($1, 'pair', $2, $3, $4)
         ON CONFLICT ON CONSTRAINT uq_facts_fact DO NOTHING`,
        [id, fact.name, JSON.stringify(fact), occurredAt],
      );
    return suite.db.transaction((tx) => ledger.record(tx, facts));
  };
  const read = (period: string, scope = city, asOf: Date | null = null) =>
    figures.read({ span: periodSpan(period), scope, by: 'area', asOf, now }, labelOf);
  const linesOf = async (measure: string, period: string, scope = city, key?: string) => {
    const query = {
      measure,
      span: periodSpan(period),
      scope,
      by: key === undefined ? undefined : ('area' as const),
      key,
      asOf: null,
      now,
    };
    return (await lines.read(query, 200, undefined)).items;
  };

  it('are those worked out by hand, of the year', async () => {
    expect((await read('2026')).total).toEqual({
      reached2: '2',
      reached3: '2',
      reached4: '2',
      reached5: '1',
      newly2: '0',
      newly3: '0',
      newly4: '1',
      newly5: '1',
      agreements: '1',
      contractAmount: '760',
      acceptanceAmount: '400',
      firstVersionAdoptions: '2',
      proposed: '1',
      intended: '4',
      answerDays: '11',
      answeredInTime: '33.33',
      scenariosPublished: '3',
      capabilitiesPublished: '0',
      scenariosUnserved: '1',
      meetingsHeld: '1',
      sampleFailures: '1',
    });
  });

  it('are those of the own area where that is asked for, in figures, parts and lines alike', async () => {
    const [all, own] = [await read('2026'), await read('2026', gold)];
    expect(own.total).toMatchObject({
      reached2: '2',
      contractAmount: '760',
      scenariosUnserved: '0',
      intended: '2',
    });
    expect(own.items.map((item) => item.key)).toEqual([gold]);
    const part = all.items.find((item) => item.key === gold)?.values;
    for (const [code, value] of Object.entries(own.total))
      expect([code, part?.[code]]).toEqual([code, value]);
    expect(await linesOf('contractAmount', '2026', gold)).toHaveLength(2);
    expect(await linesOf('contractAmount', '2026', east)).toHaveLength(0);
  });

  it('give what moved in a month to that month, and nothing to months that have not begun', async () => {
    const { months } = await read('2026');
    const of = (code: string) => months.map((month) => month.values[code]);
    expect(of('reached2')).toEqual(['1', '0', '1', '0', '1', '-1', '0', null, null, null, null, null]);
    expect(of('newly2')).toEqual(['1', '0', '1', '0', '0', '-1', '0', null, null, null, null, null]);
    expect(of('newly4').slice(4, 6)).toEqual(['2', '0']);
    expect(of('scenariosUnserved').slice(0, 7)).toEqual(['0', '2', '3', '2', '1', '1', '1']);
    expect(Object.values((await read('2026-08')).total).every((value) => value === null)).toBe(true);
    expect((await read('2027')).total['reached2']).toBeNull();
  });

  it('open to lines that add up to them, in every period, for the city, an area and a part', async () => {
    for (const period of ['2026', '2026-H1', '2026-Q1', '2026-Q2', '2026-05', '2026-06'])
      for (const scope of [city, gold, east]) {
        const { total, items } = await read(period, scope);
        for (const [code, value] of Object.entries(total)) {
          if (code === 'answerDays' || code === 'answeredInTime') continue;
          const sum = (all: readonly { change: string }[]) =>
            all.reduce((n, line) => n + Number(line.change), 0);
          expect([period, scope, code, sum(await linesOf(code, period, scope))]).toEqual([
            period,
            scope,
            code,
            Number(value),
          ]);
          for (const { key, values } of items)
            expect([code, key, sum(await linesOf(code, period, scope, key))]).toEqual([
              code,
              key,
              Number(values[code]),
            ]);
        }
      }
  });

  it('show the cases behind a median and a share', async () => {
    expect((await linesOf('answerDays', '2026')).map((line) => line.change)).toEqual(['3', '19']);
    const terms = await linesOf('answeredInTime', '2026');
    expect(terms.map((line) => [line.what, line.change])).toEqual([
      ['按期答复', '1'],
      ['未按期答复', '0'],
      ['未按期答复', '0'],
    ]);
    expect((await linesOf('scenariosUnserved', '2026')).map((line) => line.listingId)).toEqual([
      halfYear.openListing,
    ]);
  });

  it('come to the same when they are counted from the lines instead of read from the sums', async () => {
    for (const period of ['2026', '2026-H1', '2026-Q2', '2026-06'])
      for (const scope of [city, gold, east]) {
        const kept = await read(period, scope);
        const { first, last } = kept.span;
        const counted = await figures.read(
          { span: { code: null, first, last }, scope, by: 'area', now },
          labelOf,
        );
        expect([period, scope, counted.total]).toEqual([period, scope, kept.total]);
        expect(counted.items).toEqual(kept.items);
      }
  });

  it('are known as of any past instant: what was recorded later is not in them', async () => {
    const before = await read('2026');
    const instant = new Date();
    await new Promise((done) => setTimeout(done, 20));
    await record(engagementFacts(east).verified(4, '2026-07-08', newId(), '120000'));
    expect((await read('2026')).total).toMatchObject({ reached2: '3', contractAmount: '772' });
    const known = await figures.read(
      { span: periodSpan('2026'), scope: city, by: 'area', asOf: instant, now },
      labelOf,
    );
    // The clock of the facts stands in July; that of the record is today's.
    const { answeredInTime: _a, ...total } = known.total;
    const { answeredInTime: _b, ...expected } = before.total;
    expect(total).toEqual(expected);
    expect(known.items.map((item) => item.values['reached2'])).toEqual(
      before.items.map((item) => item.values['reached2']),
    );
  });

  it('agree with a count by other code, and can be folded again', async () => {
    const recount = new RecountService(suite.db, ledger);
    const counts = async () =>
      (await recount.recount(noClaims)).differences.filter(({ what }) => what !== 'claim');
    expect(await counts()).toEqual([]);
    await suite.db.query(
      "UPDATE ledger_rollups SET count = count + 1 WHERE part = 'answer' AND period = '2026'",
    );
    await suite.db.query("UPDATE ledger_ladders SET newly2 = newly2 + 1 WHERE period = '2026'");
    expect((await counts()).length).toBeGreaterThan(2);
    const rebuilt = await recount.rebuild(noClaims);
    expect(rebuilt.differences.filter(({ what }) => what !== 'claim')).toEqual([]);
  });

  it('take each fact once, whenever it comes', async () => {
    const before = await read('2026');
    const facts = await suite.db.query<{
      fact_id: string;
      payload: DeliveredFact['fact'];
      occurred_at: Date;
    }>('SELECT fact_id, payload, occurred_at FROM facts ORDER BY random()');
    await record(
      ...facts.map((row) => ({
        id: row.fact_id,
        fact: row.payload,
        occurredAt: row.occurred_at.toISOString(),
        requestId: null,
      })),
    );
    expect(await read('2026')).toEqual(before);
  });

  it('are cut off by the database as they would be if all were read', async () => {
    const firms = Array.from({ length: 12 }, () => newId());
    const count = fc.constantFrom(0, 0, 0, 1, 2, -1);
    const part = fc.record({
      firm: fc.nat(11),
      reached2: count,
      newly4: count,
      amount3: count,
      amount5: count,
    });
    const parts = fc.array(part, { maxLength: 12 });
    const beside = fc.array(
      fc.record({ firm: fc.nat(11), part: fc.constantFrom('intended', 'answer', 'due', 'in_time'), count }),
      { maxLength: 12 },
    );
    const query = { span: periodSpan('2025'), scope: city, by: 'firm' as const, now };
    let cut = 0;
    await fc.assert(
      fc.asyncProperty(parts, beside, fc.integer({ min: 1, max: 6 }), async (climbed, others, most) => {
        for (const table of ['ledger_ladders', 'ledger_rollups'])
          await suite.db.query(`DELETE FROM ${table} WHERE period = '2025'`);
        const column = <T, K extends keyof T>(of: readonly T[], member: K) => of.map((one) => one[member]);
        await suite.db.query(
          `INSERT INTO ledger_ladders (market, scope, period, dimension, key, reached2, newly4, amount3, amount5)
           SELECT 'software', 'city', '2025', 'firm', * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::numeric[], $5::numeric[])
           ON CONFLICT DO NOTHING`,
          [
            climbed.map(({ firm }) => firms[firm]),
            column(climbed, 'reached2'),
            column(climbed, 'newly4'),
            column(climbed, 'amount3'),
            column(climbed, 'amount5'),
          ],
        );
        await suite.db.query(
          `INSERT INTO ledger_rollups (market, scope, period, dimension, key, part, bucket, count, amount)
           SELECT 'software', 'city', '2025', 'firm', key, part, 0, count, 0 FROM unnest($1::text[], $2::text[], $3::bigint[]) AS o (key, part, count)
           ON CONFLICT DO NOTHING`,
          [others.map(({ firm }) => firms[firm]), column(others, 'part'), column(others, 'count')],
        );
        const all = await figures.read(query, labelOf);
        const shown = await figures.read({ ...query, most }, labelOf);
        expect(all.leftOut).toBe(0);
        expect(shown).toEqual({
          ...all,
          items: all.items.slice(0, most),
          leftOut: Math.max(0, all.items.length - most),
        });
        if (shown.leftOut > 0) cut++;
      }),
      { numRuns: 40 },
    );
    expect(cut).toBeGreaterThan(8);
  });
});
