import fc from 'fast-check';
import { addDays, fen, newId, yuan } from '#kernel';
import { genesis, type LedgerEntry, seal } from './entry.js';
import { monthsOf, postedDay } from './posting.js';
import { type Figure, Recount } from './recount.js';
import { cellsOf } from './rollups.js';
import { changesBy, type Received, type StepFact, type VerifiedFact } from './steps.js';

const party = (organisationId: string, uscc: string, area: string | null) => ({
  organisationId,
  uscc,
  name: uscc,
  area,
  department: 'gxj',
});

interface Step {
  readonly level: number;
  readonly reverse: boolean;
  readonly amount: number | null;
  readonly dayOffset: number;
  readonly area: string | null;
}

const step: fc.Arbitrary<Step> = fc.record({
  level: fc.integer({ min: 2, max: 5 }),
  reverse: fc.boolean(),
  amount: fc.option(fc.integer({ min: 0, max: 1_000_000_00 })),
  dayOffset: fc.integer({ min: 0, max: 70 }),
  area: fc.constantFrom('410105', '410172', null),
});

/** A pair's true history: it verifies and reverses claims that stand, days never going back. */
function history(steps: readonly Step[]): Received[] {
  const [scenarioId, firmId, engagementId] = [newId(), newId(), newId()];
  const standing: { claimId: string; level: number }[] = [];
  let day = '2026-01-15';
  return steps.map(({ level, reverse, amount, dayOffset, area }, index) => {
    day = addDays(day, dayOffset);
    const sequence = index + 1;
    const taken = reverse ? standing.pop() : undefined;
    const at = `${day}T01:00:00.000Z`;
    if (taken)
      return {
        id: newId(),
        fact: {
          name: 'claim.reversed',
          ...taken,
          engagementId,
          sequence,
          scenarioId,
          firmId,
          reason: '核实有误',
          reversedAt: at,
          day,
          reverserId: firmId,
        } satisfies StepFact,
      };
    const claim = { claimId: newId(), level };
    standing.push(claim);
    const fact: VerifiedFact = {
      name: 'claim.verified',
      ...claim,
      engagementId,
      sequence,
      number: 'DJ-2026-000001',
      scenarioId,
      scenarioNumber: 'CJ-2026-000001',
      scenarioTitle: '示例',
      capabilityId: newId(),
      capabilityNumber: 'NL-2026-000001',
      product: '示例产品',
      demand: party(newId(), '91410100MA40000001', area),
      supply: party(firmId, '91410100MA40000002', '410172'),
      field: 'ai',
      chain: null,
      chains: [],
      firstVersion: false,
      channel: 'online',
      amount: amount === null ? null : yuan(BigInt(amount)),
      verifiedAt: at,
      day,
      verifierId: newId(),
      bodyId: newId(),
    };
    return { id: newId(), fact };
  });
}

/** What the service does, without a database: each fact once, changes by all that came before for its pair. */
function ledgerOf(arrivals: readonly Received[], frozen: ReadonlySet<string> = new Set()): LedgerEntry[] {
  const received = new Map<string, Received[]>();
  const seen = new Set<string>();
  const entries: LedgerEntry[] = [];
  for (const arrived of arrivals) {
    if (seen.has(arrived.id)) continue;
    seen.add(arrived.id);
    const before = received.get(arrived.fact.scenarioId) ?? [];
    for (const { id, fact, postings, kind } of changesBy(before, arrived)) {
      for (const { takenFrom, ...posting } of postings) {
        const taken = entries.find((e) => e.factId === takenFrom && e.level === posting.level);
        const [v, at] = [fact as VerifiedFact, postedDay(fact.day, frozen)];
        const common = {
          factId: id,
          kind,
          ...posting,
          happenedDay: fact.day,
          postedDay: at,
          recordedAt: `${at}T00:00:00.000Z`,
        };
        const entry =
          kind === 'verified'
            ? {
                ...common,
                scenarioId: v.scenarioId,
                firmId: v.supply.organisationId,
                engagementId: v.engagementId,
                claimId: v.claimId,
                claimedLevel: v.level,
                number: v.number,
                scenarioNumber: v.scenarioNumber,
                scenarioTitle: v.scenarioTitle,
                capabilityNumber: v.capabilityNumber,
                product: v.product,
                demandName: v.demand.name,
                demandUscc: v.demand.uscc,
                supplyName: v.supply.name,
                supplyUscc: v.supply.uscc,
                area: v.demand.area,
                department: v.demand.department,
                chain: v.chain,
                field: v.field,
                firmArea: v.supply.area,
                channel: v.channel,
                firstVersion: v.firstVersion,
                reason: null,
                actorId: v.verifierId,
              }
            : {
                ...(taken as LedgerEntry),
                ...common,
                claimId: fact.claimId,
                claimedLevel: fact.level,
                reason: '核实有误',
              };
        entries.push(seal(entries.at(-1) ?? genesis, entry));
      }
    }
    received.set(arrived.fact.scenarioId, [...before, arrived]);
  }
  return entries;
}

function rollupsOf(entries: readonly LedgerEntry[]): Figure[] {
  const sums = new Map<string, { count: number; amount: bigint }>();
  for (const cell of entries.flatMap(cellsOf)) {
    const at = JSON.stringify([cell.period, cell.dimension, cell.key, cell.level]);
    const sum = sums.get(at) ?? { count: 0, amount: 0n };
    const money = cell.amount.startsWith('-') ? -fen(cell.amount.slice(1)) : fen(cell.amount);
    sums.set(at, { count: sum.count + cell.count, amount: sum.amount + money });
  }
  return [...sums].map(([at, sum]) => {
    const [period, dimension, key, level] = JSON.parse(at) as [string, string, string, number];
    return { period, dimension, key, level, count: sum.count, amount: yuan(sum.amount) };
  });
}

function recounted(entries: readonly LedgerEntry[]): Recount {
  const recount = new Recount();
  for (const entry of entries) recount.add(entry);
  return recount;
}

const totals = (entries: readonly LedgerEntry[]) =>
  recounted(entries)
    .figures.filter((f) => f.count !== 0 || f.amount !== '0.00')
    .map((f) => JSON.stringify(f))
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
      { numRuns: 300 },
    );
  });

  it('agrees with a count from scratch, whatever happened to the pairs', () => {
    fc.assert(
      fc.property(pairs, fc.subarray(monthsOf('2026')), (histories, frozen) => {
        const entries = ledgerOf(histories.flatMap(history), new Set(frozen));
        const head = entries.at(-1) ?? genesis;
        expect(recounted(entries).compare(rollupsOf(entries), head)).toEqual([]);
        expect(entries.some((entry) => frozen.includes(entry.postedDay.slice(0, 7)))).toBe(false);
      }),
      { numRuns: 300 },
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
    const entries = ledgerOf(history([plain(4, false, 300), plain(3, false, 100), plain(3, true)]));
    expect(entries.map((e) => [e.kind, e.level, e.occasion, e.amount])).toEqual([
      ['verified', 2, 1, null],
      ['verified', 3, 1, null],
      ['verified', 4, 1, '3.00'],
      ['verified', 3, null, '1.00'],
      ['reversal', 3, null, '1.00'],
    ]);
    expect(recounted(entries).compare(rollupsOf(entries), entries.at(-1) ?? genesis)).toEqual([]);
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
    const [entry] = ledgerOf(history([plain(2, false, 100)])) as [LedgerEntry];
    const again = seal(entry, { ...entry, occasion: null, amountOccasion: 2 });
    expect(recounted([entry, again]).compare(rollupsOf([entry, again]), again)).toMatchObject([
      { what: 'pair' },
    ]);
    const less = seal(entry, { ...entry, kind: 'reversal', amount: '0.50', reason: '核实有误' });
    expect(recounted([entry, less]).compare(rollupsOf([entry, less]), less)).toMatchObject([
      { what: 'pair' },
    ]);
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

  it('names an entry that was changed after it had been chained, and a total that was edited', () => {
    const entries = ledgerOf([...history([plain(2)]), ...history([plain(2)])]);
    const [first, second] = entries as [LedgerEntry, LedgerEntry];
    const rollups = rollupsOf(entries);
    const forged = [{ ...first, area: '410172' }, second];
    expect(
      recounted(forged)
        .compare(rollups, second)
        .some((d) => d.what === 'chain'),
    ).toBe(true);
    expect(
      recounted([second])
        .compare(rollups, second)
        .some((d) => d.detail === '序号不连续'),
    ).toBe(true);
    const edited = rollups.map((row) => (row.dimension === 'area' ? { ...row, count: row.count + 1 } : row));
    expect(recounted(entries).compare(edited, second)).toHaveLength(3);
    expect(recounted(entries).compare(rollups, genesis)).toHaveLength(1);
  });

  it('posts what falls into frozen months on the first open day after them', () => {
    expect(postedDay('2026-11-30', new Set())).toBe('2026-11-30');
    expect(postedDay('2026-11-30', new Set(['2026-11', '2026-12']))).toBe('2027-01-01');
    expect(monthsOf('2026-Q1')).toEqual(['2026-01', '2026-02', '2026-03']);
  });
});
