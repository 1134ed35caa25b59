import fc from 'fast-check';
import { answerTerm, type FactOf } from '#contracts';
import { addDays, newId } from '#kernel';
import { presenceCells, presenceChanges } from '../domain/presence.js';
import { folded } from '../domain/rollups.js';
import { answeredLines, openedLines } from './telling.js';

const party = {
  organisationId: newId(),
  uscc: '91410100MA40000001',
  name: '示例',
  area: '410105',
  department: null,
};
const engagement = {
  engagementId: newId(),
  number: 'DJ-2026-000001',
  market: 'software' as const,
  demandListingId: newId(),
  demandNumber: 'CJ-2026-000001',
  demandTitle: '示例场景',
  supplyListingId: newId(),
  supplyNumber: 'NL-2026-000001',
  supplyTitle: '示例产品',
  demand: party,
  supply: party,
  field: null,
  chain: null,
  chains: [],
  firstVersion: false,
};
const answered = (openedDay: string, day: string): FactOf<'engagement.answered'> => ({
  name: 'engagement.answered',
  ...engagement,
  side: 'supply',
  answer: 'accepted',
  openedDay,
  day,
});

describe('answers to intents', () => {
  it('count on the day on which their term ends, whatever comes of them', () => {
    const [line] = openedLines(newId(), {
      name: 'engagement.opened',
      ...engagement,
      side: 'demand',
      day: '2026-12-25',
    });
    expect(line).toMatchObject({ part: 'due', happenedDay: '2027-01-04' });
  });
  it('are in time up to the last day of the term, and late from the day after', () => {
    const parts = (day: string) =>
      answeredLines(newId(), answered('2026-03-01', day)).map((line) => line.part);
    expect(parts('2026-03-11')).toEqual(['answer', 'in_time']);
    expect(parts('2026-03-12')).toEqual(['answer']);
  });
  it('answerDays and answeredInTime tell every answer by its days, in time within the term alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 40 }), (opened, days) => {
        const openedDay = addDays('2026-01-01', opened);
        const day = addDays(openedDay, days);
        const lines = answeredLines(newId(), answered(openedDay, day));
        expect(lines.find((line) => line.part === 'answer')).toMatchObject({
          bucket: days,
          happenedDay: day,
        });
        const inTime = lines.filter((line) => line.part === 'in_time').map((line) => line.happenedDay);
        expect(inTime).toEqual(days <= answerTerm ? [addDays(openedDay, answerTerm)] : []);
      }),
    );
  });
  it('have the days from intent to answer, on the day of the answer', () => {
    const [line] = answeredLines(newId(), answered('2026-02-26', '2026-03-03'));
    expect(line).toMatchObject({ part: 'answer', bucket: 5, happenedDay: '2026-03-03' });
    expect(answeredLines(newId(), answered('2026-02-26', '2026-02-26'))[0]?.bucket).toBe(0);
  });
});

describe('pairs of levels 0 and 1', () => {
  const codes = {
    market: 'software' as const,
    area: '410105',
    department: null,
    chain: null,
    field: 'ai',
    firmId: newId(),
    firmArea: null,
    channel: null,
  };
  const count = (period: string, key = 'all', cells = presenceCells(0, [])) =>
    cells.find((c) => c.scope === 'city' && c.period === period && c.key === key)?.count;

  it('count once a period, in however many of its months and under however many codes they stand', () => {
    const cells = presenceCells(0, [
      { ...codes, month: '2026-02' },
      { ...codes, month: '2026-03' },
      { ...codes, month: '2026-03', field: 'bigdata' },
      { ...codes, month: '2026-07' },
    ]);
    expect(
      ['2026-02', '2026-03', '2026-Q1', '2026-H1', '2026-Q3', '2026'].map((p) => count(p, 'all', cells)),
    ).toEqual([1, 1, 1, 1, 1, 1]);
    expect([count('2026', 'ai', cells), count('2026', 'bigdata', cells)]).toEqual([1, 1]);
  });
  it('come to the same, month by month or at once', () => {
    const [first, second] = [
      { ...codes, month: '2026-02' },
      { ...codes, month: '2026-03' },
    ];
    const step = presenceChanges(0, [], [first]).concat(presenceChanges(0, [first], [second]));
    const sorted = (cells: readonly unknown[]) => cells.map((cell) => JSON.stringify(cell)).sort();
    expect(sorted(folded(step))).toEqual(sorted(presenceCells(0, [first, second])));
  });
});
