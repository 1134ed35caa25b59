import fc from 'fast-check';
import { fen, yuan } from '#kernel';
import { brokenAt } from './chain.js';
import { genesis, type LedgerEntry, seal } from './entry.js';
import { history, ledgerOf, type Step, step } from './histories.fixture.js';
import { newlyCells, newlyChanges } from './newly.js';
import { monthsOf, postedDay } from './posting.js';
import { Retelling } from './retelling.js';
import { cellsIn, cellsOf, folded } from './rollups.js';
import { changesBy, type Received, type StepFact } from './steps.js';

const chained = (entries: readonly LedgerEntry[]) =>
  entries.flatMap((entry, n) => brokenAt(entries[n - 1] ?? genesis, entry) ?? []);

/** What a recount says of entries, given the facts. */
function recounted(facts: readonly Received[], entries: readonly LedgerEntry[]) {
  const retelling = new Retelling();
  for (const { id, fact } of facts) retelling.fact(id, fact);
  for (const entry of entries) retelling.entry(entry);
  return retelling.compare();
}

/** Counted by hand: what stands in the city's `reached` cells of all kinds of periods, by area too. */
function byHand(entries: readonly LedgerEntry[]): string[] {
  const sums = new Map<string, { count: number; fen: bigint }>();
  for (const { kind, occasion, amount, level, postedDay: day, area } of entries) {
    const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))];
    const [quarter, half] = [Math.floor((month + 2) / 3), month < 7 ? 1 : 2];
    const sign = kind === 'verified' ? 1 : -1;
    for (const period of [day.slice(0, 7), `${year}-Q${quarter}`, `${year}-H${half}`, year])
      for (const key of ['total all', `area ${area ?? 'none'}`]) {
        const sum = sums.get(`${period} ${key} ${level}`) ?? { count: 0, fen: 0n };
        sum.count += occasion === null ? 0 : sign;
        sum.fen += BigInt(sign) * fen(amount ?? '0');
        sums.set(`${period} ${key} ${level}`, sum);
      }
  }
  return [...sums].flatMap(([at, sum]) =>
    sum.count !== 0 || sum.fen !== 0n ? [`${at} ${sum.count} ${yuan(sum.fen)}`] : [],
  );
}

function reachedOf(entries: readonly LedgerEntry[]): string[] {
  return folded(entries.flatMap(cellsOf)).flatMap(
    ({ scope, part, period, dimension, key, bucket, count, amount }) =>
      scope === 'city' && part === 'reached' && ['total', 'area'].includes(dimension)
        ? [`${period} ${dimension} ${key} ${bucket} ${count} ${amount}`]
        : [],
  );
}

const totals = (entries: readonly LedgerEntry[]) =>
  folded(entries.flatMap(cellsOf))
    .map((cell) => JSON.stringify(cell))
    .sort();

const pairs = fc.array(fc.array(step, { maxLength: 8 }), { minLength: 1, maxLength: 5 });

describe('the ledger', () => {
  it('gives the same totals for any order and repetition of the facts', () => {
    fc.assert(
      fc.property(pairs, fc.infiniteStream(fc.nat()), (histories, dice) => {
        const facts = histories.flatMap(history);
        const shuffled = [...facts, ...facts.filter(() => Number(dice.next().value) % 3 === 0)]
          .map((fact) => ({ fact, at: Number(dice.next().value) }))
          .sort((a, b) => a.at - b.at)
          .map(({ fact }) => fact);
        expect(totals(ledgerOf(shuffled))).toEqual(totals(ledgerOf(facts)));
      }),
    );
  });

  it('agrees with a count from scratch, whatever happened to the pairs', () => {
    fc.assert(
      fc.property(pairs, fc.subarray(monthsOf('2026')), (histories, frozen) => {
        const facts = histories.flatMap(history);
        const entries = ledgerOf(facts, new Set(frozen));
        expect(chained(entries)).toEqual([]);
        expect(recounted(facts, entries)).toEqual([]);
        expect(reachedOf(entries).sort()).toEqual(byHand(entries).sort());
        expect(entries.some((entry) => frozen.includes(entry.postedDay.slice(0, 7)))).toBe(false);
      }),
    );
  });

  it('never holds a pair twice at a level, and never less than not at all', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const standing = new Map<number, number>();
        for (const { level, kind, occasion } of ledgerOf(history(steps))) {
          if (occasion === null) continue;
          const now = (standing.get(level) ?? 0) + (kind === 'verified' ? 1 : -1);
          expect([0, 1]).toContain(now);
          standing.set(level, now);
        }
      }),
    );
  });

  const plain = (level: number, reverse = false, amount: number | null = null): Step => ({
    level,
    reverse,
    amount,
    dayOffset: 1,
    area: null,
  });

  it('enters an amount once, at the level of its claim, and takes back exactly that', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const facts = history(steps);
        const standing = new Map<number, { claimId: string; amount: string }>();
        for (const { fact } of facts) {
          if (fact.name === 'claim.reversed') {
            if (standing.get(fact.level)?.claimId === fact.claimId) standing.delete(fact.level);
          } else if (fact.amount !== null && !standing.has(fact.level))
            standing.set(fact.level, { claimId: fact.claimId, amount: fact.amount });
        }
        const sums = new Map<number, bigint>();
        for (const { level, kind, amount } of ledgerOf(facts))
          sums.set(level, (sums.get(level) ?? 0n) + (kind === 'verified' ? 1n : -1n) * fen(amount ?? '0'));
        for (const level of [2, 3, 4, 5])
          expect(sums.get(level) ?? 0n).toBe(fen(standing.get(level)?.amount ?? '0'));
      }),
    );
  });

  it('shows a contract at its own level alone, whatever levels its claim skips', () => {
    const entries = ledgerOf(history([plain(2), plain(4, false, 3_000_000_00)]));
    expect(entries.map((e) => [e.level, e.amount])).toEqual([
      [2, null],
      [3, null],
      [4, '3000000.00'],
    ]);
  });
  it('enters the amount of a level that the pair has reached already, without counting the pair again', () => {
    const facts = history([plain(4, false, 300), plain(3, false, 100), plain(3, true)]);
    const entries = ledgerOf(facts);
    expect(entries.map((e) => [e.kind, e.level, e.occasion, e.amount])).toEqual([
      ['verified', 2, 1, null],
      ['verified', 3, 1, null],
      ['verified', 4, 1, '3.00'],
      ['verified', 3, null, '1.00'],
      ['reversal', 3, null, '1.00'],
    ]);
    expect(recounted(facts, entries)).toEqual([]);
  });
  it('takes an amount back while the pair stays at its level by a higher claim', () => {
    const facts = history([plain(3, false, 100), plain(4, false, 300), plain(4, true), plain(3, true)]);
    const [agreed, signed, , late] = facts as [Received, Received, Received, Received];
    const first = { ...late, fact: { ...late.fact, sequence: 3 } as StepFact };
    const entries = ledgerOf([agreed, signed, first]);
    expect(entries.slice(3).map((e) => [e.kind, e.level, e.occasion, e.amount])).toEqual([
      ['reversal', 3, null, '1.00'],
    ]);
  });
  it('names an amount that stands twice, and one that was taken back otherwise than it was entered', () => {
    const facts = history([plain(2, false, 100)]);
    const [entry] = ledgerOf(facts) as [LedgerEntry];
    const again = seal(entry, { ...entry, occasion: null, amountOccasion: 2 });
    expect(recounted(facts, [entry, again])).toMatchObject([{ expected: 'none' }]);
    const less = seal(entry, { ...entry, kind: 'reversal', amount: '0.50', reason: '核实有误' });
    expect(recounted(facts, [entry, less])).toMatchObject([{ expected: 'none' }, { expected: 'none' }]);
  });

  const seen = (steps: Step[]) =>
    ledgerOf(history(steps)).map((e) => `${e.kind === 'verified' ? '+' : '-'}${e.level}`);

  it('counts a pair at level 2 in the moment a contract is verified without a meeting', () => {
    expect(seen([plain(4)])).toEqual(['+2', '+3', '+4']);
  });
  it('adds nothing when a lower level is verified after a higher one', () => {
    expect(seen([plain(3), plain(2)])).toEqual(['+2', '+3']);
  });
  it('keeps the pair when the contract is reversed and the meeting stands', () => {
    expect(seen([plain(2), plain(4), plain(4, true)])).toEqual(['+2', '+3', '+4', '-3', '-4']);
  });
  it('counts a pair again, as a new occasion, when it is verified after a reversal', () => {
    const entries = ledgerOf(history([plain(2), plain(2, true), plain(2)]));
    expect(entries.map((e) => [e.kind, e.occasion])).toEqual([
      ['verified', 1],
      ['reversal', 1],
      ['verified', 2],
    ]);
  });
  it('lets a reversal that arrives before its verification wait', () => {
    const [first, second] = history([plain(2), plain(2, true)]) as [Received, Received];
    expect(changesBy([], second)).toEqual([]);
    expect(changesBy([second], first).map((c) => c.kind)).toEqual(['verified', 'reversal']);
  });

  it('names an entry that was changed after it had been chained, and one left out', () => {
    const entries = ledgerOf([...history([plain(2)]), ...history([plain(2)])]);
    const [first, second] = entries as [LedgerEntry, LedgerEntry];
    expect(chained([{ ...first, area: '410172' }, second])).toMatchObject([{ seq: 1, what: 'hash' }]);
    expect(chained([second])).toMatchObject([{ what: 'sequence' }]);
  });

  const newly = (steps: Step[], period: string) =>
    folded(newlyCells(ledgerOf(history(steps))))
      .filter((cell) => cell.scope === 'city' && cell.dimension === 'total' && cell.period === period)
      .map((cell) => [cell.bucket, cell.count]);
  const later = (level: number, dayOffset: number, reverse = false): Step => ({
    ...plain(level, reverse),
    dayOffset,
  });

  it('counts a pair as newly at the one level that is its highest at the end of the period', () => {
    const steps = [later(2, 0), later(4, 40)]; // 15 January, 24 February
    expect(newly(steps, '2026-01')).toEqual([[2, 1]]);
    expect(newly(steps, '2026-02')).toEqual([[4, 1]]);
    expect(newly(steps, '2026-Q1')).toEqual([[4, 1]]);
    expect(newly(steps, '2026')).toEqual([[4, 1]]);
  });
  it('takes a pair that a reversal brought down back at the level that it had', () => {
    const steps = [later(2, 0), later(4, 0), later(4, 40, true)];
    expect(newly(steps, '2026-01')).toEqual([[4, 1]]);
    expect(newly(steps, '2026-02')).toEqual([[4, -1]]);
    expect(newly(steps, '2026')).toEqual([[2, 1]]);
  });
  it('has a pair newly at one level of a period at most, and tells the same whether entries come at once or by and by', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), fc.nat(8), (steps, cut) => {
        const entries = ledgerOf(history(steps));
        const cells = folded(newlyCells(entries)).filter(
          (c) => c.scope === 'city' && c.dimension === 'total',
        );
        expect(new Set(cells.map((cell) => cell.period)).size).toBe(cells.length);
        // What one fact enters comes at once.
        const facts = [...new Set(entries.map((entry) => entry.factId))].slice(0, cut);
        const some = entries.filter((entry) => facts.includes(entry.factId));
        const rest = entries.filter((entry) => !facts.includes(entry.factId));
        const parts = [...newlyCells(some), ...cellsIn(newlyChanges(some, rest))];
        const texts = (of: readonly unknown[]) => of.map((cell) => JSON.stringify(cell)).sort();
        expect(texts(folded(parts))).toEqual(texts(folded(newlyCells(entries))));
      }),
    );
  });

  const agreements = (steps: Step[]) => {
    const facts = history(steps);
    return facts.flatMap((arrived, i) =>
      changesBy(facts.slice(0, i), arrived).map((c) => c.agreement?.count ?? 0),
    );
  };
  it('counts as agreements those claimed as such: a contract that skips the agreement adds none', () => {
    expect(agreements([plain(2), plain(4)])).toEqual([0, 0]);
    expect(agreements([plain(2), plain(3), plain(4)])).toEqual([0, 1, 0]);
    // Verified after the contract, it adds no entry to the ladder and is an agreement all the same.
    expect(agreements([plain(4), plain(3)])).toEqual([0, 1]);
  });
  it('takes an agreement back with its own reversal, whatever stands above it', () => {
    expect(agreements([plain(4), plain(3), plain(3, true)])).toEqual([0, 1, -1]);
    expect(agreements([plain(3), plain(3), plain(3, true), plain(3, true)])).toEqual([1, -1]);
  });
  it('counts a first-version adoption where the pair reached a contract, once', () => {
    const entries = ledgerOf(history([plain(2), plain(4)])).map((entry) => ({
      ...entry,
      firstVersion: true,
    }));
    const adopted = (of: readonly LedgerEntry[]) =>
      folded(of.flatMap(cellsOf))
        .filter((c) => c.part === 'first_version' && c.scope === 'city' && c.dimension === 'total')
        .map((c) => c.count);
    expect(adopted(entries)).toEqual([1, 1, 1, 1]); // month, quarter, half and year
    expect(adopted(entries.filter((entry) => entry.level < 4))).toEqual([]);
  });

  it('posts what falls into frozen months on the first open day after them', () => {
    expect(postedDay('2026-11-30', new Set())).toBe('2026-11-30');
    expect(postedDay('2026-11-30', new Set(['2026-11', '2026-12']))).toBe('2027-01-01');
    expect(monthsOf('2026-Q1')).toEqual(['2026-01', '2026-02', '2026-03']);
  });
});
