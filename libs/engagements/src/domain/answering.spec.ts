import fc from 'fast-check';
import { addDays } from '#kernel';
import { expired, lastDayToAnswer, reminderDue } from './answering.js';

describe('a claim that waits for an answer', () => {
  it('may be answered to the end of its last day', () => {
    const due = lastDayToAnswer('2026-11-01', 30);
    expect(due).toBe('2026-12-01');
    expect(expired(due, '2026-12-01')).toBe(false);
    expect(expired(due, '2026-12-02')).toBe(true);
  });

  it('reminds once at each distance, and once for those that were missed', () => {
    const ahead = [7, 1];
    expect(reminderDue('2026-12-01', '2026-11-23', ahead, null)).toBeUndefined();
    expect(reminderDue('2026-12-01', '2026-11-24', ahead, null)).toBe(7);
    expect(reminderDue('2026-12-01', '2026-11-25', ahead, 7)).toBeUndefined();
    expect(reminderDue('2026-12-01', '2026-11-30', ahead, 7)).toBe(1);
    expect(reminderDue('2026-12-01', '2026-12-01', ahead, null)).toBe(1);
    expect(reminderDue('2026-12-01', '2026-12-02', ahead, null)).toBeUndefined();
    expect(reminderDue('2026-12-01', '2026-11-30', [], null)).toBeUndefined();
  });

  it('is reminded of at most as often as there are distances, whatever days the job runs on', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 4 }),
        fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 }),
        (ahead, runs) => {
          let reminded: number | null = null;
          const sent: number[] = [];
          for (const offset of runs.sort((a, b) => a - b)) {
            const next = reminderDue('2026-12-31', addDays('2026-12-01', offset), ahead, reminded);
            if (next === undefined) continue;
            sent.push(next);
            reminded = next;
          }
          expect(new Set(sent).size).toBe(sent.length);
          expect([...sent].sort((a, b) => b - a)).toEqual(sent);
        },
      ),
    );
  });
});
