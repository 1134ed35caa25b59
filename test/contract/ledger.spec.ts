import fc from 'fast-check';
import { type DeliveredFact, labelOf } from '#contracts';
import { addDays, newId } from '#kernel';
import { city } from '#statistics';
import { engagementFacts } from '../support/facts.js';
import { ledgerStage, pairOf, proposedPair } from '../support/ledger.js';

describe('the ledger in the database', () => {
  const stage = ledgerStage();
  const { record, freeze, total, claims } = stage;

  it('enters a fact once when it is delivered twenty times at once', async () => {
    const fact = pairOf().verified(2, '2026-03-05');
    const answers = await Promise.all(Array.from({ length: 20 }, () => record(fact)));
    expect(answers.filter((a) => !a.repeated)).toEqual([{ repeated: 0, entries: 1 }]);
    expect(await total('2026-03')).toBe(1);
    expect(await total('2026-Q1')).toBe(1);
    expect(await total('2026')).toBe(1);
    expect(await stage.recount.recount(claims)).toMatchObject({
      ok: true,
      entries: 1,
      differences: [],
      waiting: 0,
    });
  });

  it('chains what many writers enter at the same time', async () => {
    const facts = Array.from({ length: 30 }, (_, i) =>
      pairOf(i % 2 ? '410105' : null).verified(2, '2026-05-01'),
    );
    await Promise.all(facts.map((fact) => record(fact)));
    expect(await stage.recount.recount(claims)).toMatchObject({ ok: true, entries: 30 });
    const { items } = await stage.statistics.figures(
      { by: 'area', period: '2026-05', level: 2, scope: city },
      labelOf,
    );
    expect(items.map((item) => [item.label, item.count])).toEqual([
      ['金水区', 15],
      ['未注明', 15],
    ]);
  });

  it('lets a reversal that overtakes its verification wait, and then takes the count back', async () => {
    const pair = pairOf();
    const claim = newId();
    const [first, second] = [pair.verified(2, '2026-03-05', claim), pair.reversed(claim, 2, '2026-04-02')];
    expect(await record(second)).toEqual({ repeated: 0, entries: 0 });
    expect((await stage.recount.recount(claims)).waiting).toBe(1);
    expect(await record(first)).toEqual({ repeated: 0, entries: 2 });
    expect([await total('2026-03'), await total('2026-04'), await total('2026')]).toEqual([1, -1, 0]);
    expect(await stage.recount.recount(claims)).toMatchObject({ ok: true, waiting: 0 });
    await record(pair.verified(2, '2026-06-01'));
    expect(await total('2026')).toBe(1);
  });

  it('refuses to change or remove what stands in it', async () => {
    await record(pairOf().verified(2, '2026-03-05'));
    for (const table of ['ledger_entries', 'ledger_facts']) {
      for (const sql of [`DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`])
        await expect(stage.suite.owner.query(sql)).rejects.toThrow(/append-only/);
    }
    await expect(stage.suite.owner.query("UPDATE ledger_entries SET area = '410102'")).rejects.toThrow(
      /append-only/,
    );
    await expect(stage.suite.owner.query('UPDATE ledger_facts SET sequence = 9')).rejects.toThrow(
      /append-only/,
    );
  });

  it('refuses a second counting entry of a pair in the database itself, unless a reversal stands between', async () => {
    await record(pairOf().verified(2, '2026-03-05'));
    const columns = await stage.suite.db.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'ledger_entries' AND is_generated = 'NEVER'`,
    );
    const again = (occasion: number, kind: string) => {
      const names = columns.map((c) => c.name);
      const values = names.map((n) => {
        if (n === 'seq') return '2';
        if (n === 'hash' || n === 'prev_hash') return `'${n}'`;
        if (n === 'occasion') return String(occasion);
        if (n === 'kind') return `'${kind}'`;
        if (n === 'reason') return "'x'";
        if (n === 'fact_id') return '$1::uuid';
        return n;
      });
      return `INSERT INTO ledger_entries (${names.join(', ')}) SELECT ${values.join(', ')} FROM ledger_entries WHERE seq = 1`;
    };
    const factId = newId();
    await stage.suite.db.query(
      `INSERT INTO ledger_facts (fact_id, demand_listing_id, firm_id, sequence, name, payload)
       SELECT $1, demand_listing_id, firm_id, 2, name, payload FROM ledger_facts`,
      [factId],
    );
    await expect(stage.suite.db.query(again(1, 'verified'), [factId])).rejects.toThrow(
      'uq_ledger_entries_occasion',
    );
    await expect(stage.suite.db.query(again(2, 'verified'), [factId])).rejects.toThrow(
      'fk_ledger_entries_needed',
    );
    await expect(stage.suite.db.query(again(2, 'reversal'), [factId])).rejects.toThrow(
      'fk_ledger_entries_needed',
    );
    await stage.suite.db.query(again(1, 'reversal'), [factId]);
  });

  it('shows a contract of 3 million, claimed from level 2 directly, at level 4 and nothing at level 3', async () => {
    const pair = pairOf();
    const contract = newId();
    await record(pair.verified(2, '2026-03-05'));
    await record(pair.verified(4, '2026-04-01', contract, '3000000'));
    const ladder = async () =>
      (await stage.statistics.figures({ by: 'area', period: '2026', level: 2, scope: city }, labelOf)).ladder
        .slice(2)
        .map((s) => [s.count, s.amount]);
    expect(await ladder()).toEqual([
      [1, '0.00'],
      [1, '0.00'],
      [1, '3000000.00'],
      [0, '0.00'],
    ]);
    // The agreement is verified late: its amount is entered where the pair stands already.
    const agreement = newId();
    await record(pair.verified(3, '2026-04-02', agreement, '1000000'));
    expect((await ladder())[1]).toEqual([1, '1000000.00']);
    await record(pair.reversed(agreement, 3, '2026-05-01'));
    await record(pair.reversed(contract, 4, '2026-05-02'));
    expect(await ladder()).toEqual([
      [1, '0.00'],
      [0, '0.00'],
      [0, '0.00'],
      [0, '0.00'],
    ]);
    const { items } = await stage.statistics.entries({ level: 3, scope: city }, 50, undefined);
    expect(items.map((e) => [e.kind, e.occasion, e.amount])).toEqual([
      ['verified', 1, null],
      ['verified', null, '1000000.00'],
      ['reversal', null, '1000000.00'],
      ['reversal', 1, null],
    ]);
    expect(await stage.recount.recount(claims)).toMatchObject({ ok: true, entries: 7 });
  });

  it('refuses in the database itself an amount that stands already, and one taken back that was not entered so', async () => {
    await record(pairOf().verified(4, '2026-03-05', newId(), '3000000'));
    const columns = await stage.suite.db.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'ledger_entries' AND is_generated = 'NEVER'`,
    );
    const names = columns.map((c) => c.name);
    const another = (given: Record<string, string>) =>
      stage.suite.db.query(
        `INSERT INTO ledger_entries (${names.join(', ')})
         SELECT ${names.map((n) => ({ seq: '4', hash: "'h'", prev_hash: "'p'", occasion: 'NULL', reason: "'x'", ...given })[n] ?? n).join(', ')}
         FROM ledger_entries WHERE level = 4`,
      );
    await expect(another({})).rejects.toThrow('uq_ledger_entries_amount');
    await expect(another({ amount_occasion: '2' })).rejects.toThrow('fk_ledger_entries_amount_needed');
    for (const taken of [
      { amount: '2999999.99' },
      { claim_id: 'gen_random_uuid()' },
      { amount_occasion: '2' },
    ])
      await expect(another({ kind: "'reversal'", ...taken })).rejects.toThrow('fk_ledger_entries_money');
    await expect(another({ level: '3' })).rejects.toThrow('ck_ledger_entries_amount_level');
    await expect(another({ amount: 'NULL', amount_occasion: 'NULL' })).rejects.toThrow(
      'ck_ledger_entries_about',
    );
    await another({ kind: "'reversal'" });
  });

  it('counts proposed and intended pairs once a period, however often they are proposed', async () => {
    const pair = proposedPair();
    const proposed = (day: string, pairs = [pair]): DeliveredFact => ({
      id: newId(),
      occurredAt: `${day}T00:00:00.000Z`,
      requestId: null,
      fact: { name: 'match.proposed', market: 'software', runId: newId(), day, pairs },
    });
    await Promise.all(Array.from({ length: 10 }, () => record(proposed('2026-02-01'))));
    await record(proposed('2026-03-01', [pair, pair, { ...pair, firmId: newId() }]));
    expect([await total('2026-02', 0), await total('2026-03', 0), await total('2026', 0)]).toEqual([1, 2, 2]);
    expect(
      (await stage.statistics.figures({ by: 'area', period: '2026', level: 0, scope: city }, labelOf)).items,
    ).toMatchObject([{ label: '金水区', count: 2 }]);
    expect(await total('2026', 2)).toBe(0);
    // A frozen month takes no late pair either.
    await freeze('2026-03', new Date('2026-04-02T00:00:00Z'));
    await record(proposed('2026-03-31', [{ ...pair, demandListingId: newId() }]));
    await record(engagementFacts('410105').opened('2026-03-31'));
    expect([await total('2026-03', 0), await total('2026-04', 0)]).toEqual([2, 1]);
    expect([await total('2026-03', 1), await total('2026-04', 1)]).toEqual([0, 1]);
    expect((await stage.recount.recount(claims)).ok).toBe(true);
  });

  // Many histories at once, each of a firm of its own: what differs in one of them differs in the figures of its firm, and
  // a round of facts, one of each history, is folded into the roll-ups as one.
  it('gives the same totals for any order and repetition of the facts', async () => {
    const step = fc.record({
      level: fc.integer({ min: 2, max: 5 }),
      reverse: fc.boolean(),
      days: fc.integer({ min: 0, max: 60 }),
    });
    const history = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });
    const histories = fc.array(history, { minLength: 25, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(histories, fc.infiniteStream(fc.nat()), async (all, dice) => {
        const firms = all.map(() => newId());
        const told = all.map((pairs, n) =>
          pairs.flatMap((steps, index) => factsOf(pairOf(index % 2 ? '410105' : '410172', firms[n]), steps)),
        );
        const shuffled = told.map((facts) =>
          [...facts, ...facts]
            .map((fact) => ({ fact, at: Number(dice.next().value) }))
            .sort((a, b) => a.at - b.at)
            .map(({ fact }) => fact),
        );
        const single = await figures(rounds(told));
        expect(await figures(rounds(shuffled))).toEqual(single);
        const halves = [0, 1].map((half) =>
          shuffled.flatMap((facts) =>
            facts.slice((half * facts.length) / 2, ((half + 1) * facts.length) / 2),
          ),
        );
        expect(await figures(halves)).toEqual(single);
      }),
      // A smaller example is not looked for: the test would run out of its time before it has said what differs.
      { numRuns: 1, endOnFailure: true },
    );
  });

  /** What a pair announces when its claims are verified and, newest first, taken back. */
  function factsOf(
    pair: ReturnType<typeof pairOf>,
    steps: readonly { level: number; reverse: boolean; days: number }[],
  ): DeliveredFact[] {
    const standing: [string, number][] = [];
    let day = '2026-01-10';
    return steps.map(({ level, reverse, days }) => {
      day = addDays(day, days);
      const taken = reverse ? standing.pop() : undefined;
      if (taken) return pair.reversed(taken[0], taken[1], day);
      const claim = newId();
      standing.push([claim, level]);
      return pair.verified(level, day, claim, '10.10');
    });
  }

  /** The first of each, then the second of each, and so on. */
  function rounds(told: readonly (readonly DeliveredFact[])[]): DeliveredFact[][] {
    const longest = Math.max(...told.map((facts) => facts.length));
    return Array.from({ length: longest }, (_, n) => told.flatMap((facts) => facts.slice(n, n + 1)));
  }

  /** The roll-ups after the batches, rolled back: each trial meets an empty ledger. */
  async function figures(batches: readonly (readonly DeliveredFact[])[]): Promise<unknown> {
    let seen: unknown;
    await stage.suite.db
      .transaction(async (tx) => {
        for (const batch of batches) await stage.ledger.record(tx, batch);
        [seen] = await tx.query('SELECT array_agg(r::text ORDER BY r::text) AS rows FROM ledger_sums r');
        throw new Error('rolled back');
      })
      .catch((error: Error) => {
        if (error.message !== 'rolled back') throw error;
      });
    return seen;
  }
});
