import fc from 'fast-check';
import type { LedgerEntry } from './entry.js';
import { history, ledgerOf, type Step, step } from './histories.fixture.js';
import { newlyCells } from './newly.js';
import { type Presence, presenceCells } from './presence.js';
import { type Cell, cellsOf, folded } from './rollups.js';
import { changesBy, type Received } from './steps.js';

const pairs = fc.array(fc.array(step, { maxLength: 8 }), { minLength: 1, maxLength: 4 });
/** The city's total of a part over all years, by bucket. */
function total(cells: readonly Cell[], part: Cell['part'], bucket: number): number {
  return folded(cells)
    .filter((c) => c.scope === 'city' && c.dimension === 'total' && c.period.length === 4)
    .filter((c) => c.part === part && c.bucket === bucket)
    .reduce((sum, c) => sum + c.count, 0);
}

/** Levels of the claims that stand at the end, worked out from the facts alone. */
function standing(facts: readonly Received[]): number[] {
  const claims = new Map<string, number>();
  for (const { fact } of facts)
    if (fact.name === 'claim.verified') claims.set(fact.claimId, fact.level);
    else claims.delete(fact.claimId);
  return [...claims.values()];
}
const highest = (facts: readonly Received[]) => Math.max(1, ...standing(facts));

describe('measures of the ladder', () => {
  it.each([2, 3, 4, 5])(
    'reached%i counts the pairs whose highest standing claim is of the level or higher',
    (level) => {
      fc.assert(
        fc.property(pairs, (all) => {
          const facts = all.map(history);
          const cells = facts.flatMap((own) => ledgerOf(own).flatMap(cellsOf));
          expect(total(cells, 'reached', level)).toBe(facts.filter((own) => highest(own) >= level).length);
        }),
      );
    },
  );

  it.each([2, 3, 4, 5])(
    'newly%i of a year counts the pairs that end it at exactly the level and began below it',
    (level) => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
          const facts = history(steps);
          const until = (year: string) => highest(facts.filter(({ fact }) => fact.day < year));
          const cells = folded(newlyCells(ledgerOf(facts))).filter(
            (c) => c.scope === 'city' && c.dimension === 'total' && c.bucket === level,
          );
          for (const year of ['2026', '2027', '2028']) {
            const [began, ended] = [until(year), until(String(Number(year) + 1))];
            const up = ended > began && ended === level ? 1 : 0;
            const down = ended < began && began === level ? 1 : 0;
            expect(cells.find((c) => c.period === year)?.count ?? 0).toBe(up - down);
          }
        }),
      );
    },
  );

  it('agreements counts the pairs of which a claim of an agreement stands, whatever else does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
        const facts = history(steps);
        const counted = facts
          .flatMap((arrived, i) => changesBy(facts.slice(0, i), arrived))
          .reduce((sum, { agreement }) => sum + (agreement?.count ?? 0), 0);
        expect(counted).toBe(standing(facts).includes(3) ? 1 : 0);
      }),
    );
  });

  it('firstVersionAdoptions counts the pairs at a contract or higher whose entry of that level was of a first version', () => {
    fc.assert(
      fc.property(pairs, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), (all, first) => {
        const ledgers = all.map((steps: readonly Step[], i) =>
          ledgerOf(history(steps)).map(
            (entry): LedgerEntry => ({ ...entry, firstVersion: first[i] ?? false }),
          ),
        );
        const stands = (entries: readonly LedgerEntry[]) =>
          entries.filter((e) => e.level === 4 && e.occasion !== null).at(-1)?.kind === 'verified';
        const wanted = ledgers.filter((entries, i) => first[i] && stands(entries)).length;
        expect(
          total(
            ledgers.flatMap((entries) => entries.flatMap(cellsOf)),
            'first_version',
            0,
          ),
        ).toBe(wanted);
      }),
    );
  });
});

describe('counting rule 5: the demand side’s area owns the match', () => {
  it('gives every pair to the area of its demand, and tells the firm’s own beside it, never as one more', () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const entries = all.flatMap((steps: readonly Step[]) => ledgerOf(history(steps)));
        const cells = folded(entries.flatMap(cellsOf)).filter(
          (c) => c.period === '2026' && c.part === 'reached' && c.bucket === 2,
        );
        const sum = (own: typeof cells) => own.reduce((all, { count }) => all + count, 0);
        const within = (area: string | null) =>
          entries
            .filter((e) => e.area === area && e.level === 2 && e.occasion !== null)
            .filter((e) => e.postedDay.startsWith('2026'))
            .reduce((all, { kind }) => all + (kind === 'verified' ? 1 : -1), 0);
        for (const area of ['410105', '410172'])
          expect(sum(cells.filter((c) => c.scope === area && c.dimension === 'total'))).toBe(within(area));
        // All firms are of one area: what is split by it adds up to the city's total once.
        const city = (dimension: string) =>
          sum(cells.filter((c) => c.scope === 'city' && c.dimension === dimension));
        expect(city('firm_area')).toBe(city('total'));
        expect(city('area')).toBe(city('total'));
      }),
    );
  });
});

describe('measures of levels 0 and 1', () => {
  const presence = fc.record({
    month: fc.constantFrom('2026-01', '2026-02', '2026-05', '2026-11'),
    area: fc.constantFrom('410105', '410172', null),
    field: fc.constantFrom('ai', 'bigdata', null),
  });
  it.each([0, 1] as const)(
    'proposed and intended (level %i) count a pair once in a period, whatever its months and codes',
    (level) => {
      fc.assert(
        fc.property(fc.array(presence, { minLength: 1, maxLength: 8 }), (rows) => {
          const own = rows.map(
            (row): Presence => ({
              ...row,
              market: 'software',
              department: null,
              chain: null,
              firmId: 'f',
              firmArea: null,
              channel: null,
            }),
          );
          const cells = presenceCells(level, own).filter((c) => c.scope === 'city');
          const at = (period: string, dimension: string, key: string) =>
            cells.find((c) => c.period === period && c.dimension === dimension && c.key === key)?.count ?? 0;
          expect(at('2026', 'total', 'all')).toBe(1);
          for (const { month, area } of own) {
            expect(at(month, 'total', 'all')).toBe(1);
            expect(at('2026', 'area', area ?? 'none')).toBe(1);
          }
          expect(at('2026-08', 'total', 'all')).toBe(0);
        }),
      );
    },
  );
});
