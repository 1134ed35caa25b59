import fc from 'fast-check';
import { reachable } from '#kernel';
import { codeFrom, hasMet, meetingStates, type Part, sameCode, takesCheckIns, witnessOf } from './meeting.js';

const day = '2026-09-18';

describe('a meeting', () => {
  it('has no state that it cannot come to, and none after its close or its cancellation', () => {
    expect(reachable(meetingStates, 'draft').size).toBe(Object.keys(meetingStates).length);
    expect([meetingStates.closed, meetingStates.cancelled]).toEqual([[], []]);
  });

  it('takes check-ins by its code on the day itself, and at the desk from the day until it is closed', () => {
    const days = ['2026-09-17', day, '2026-09-19'];
    const taken = (how: 'desk' | 'code') => days.map((today) => takesCheckIns('held', day, today, how));
    expect(taken('code')).toEqual([false, true, false]);
    expect(taken('desk')).toEqual([false, true, true]);
    for (const state of ['draft', 'closed', 'cancelled'] as const)
      expect(takesCheckIns(state, day, day, 'desk')).toBe(false);
  });

  it('has a pair met by the word of a coordinator or of both sides, never of one side alone', () => {
    fc.assert(
      fc.property(fc.subarray<Part>(['demand', 'supply', 'coordinator']), (parts) => {
        const alone = parts.length === 1 && parts[0] !== 'coordinator';
        expect(hasMet(parts)).toBe(parts.length > 0 && !alone);
      }),
    );
  });

  it('has a side vouched for by its own person first, by the desk where none of its own said so', () => {
    const desk = { personId: 'desk', name: '协调员', how: 'desk' as const };
    const own = { personId: 'own', name: '市场部' };
    expect(witnessOf(desk, undefined)).toEqual({ personId: 'desk', name: '协调员', own: false });
    expect(witnessOf({ ...own, how: 'code' }, undefined)).toEqual({ ...own, own: true });
    expect(witnessOf(desk, own)).toEqual({ ...own, own: true });
  });

  it('has a code of eight letters that nobody mistakes, known however it is typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (random) => {
        const code = codeFrom(random);
        expect(code).toMatch(/^[A-HJKMNP-Z2-9]{8}$/);
        expect(sameCode(` ${code.slice(0, 4)}-${code.slice(4).toLowerCase()} `, code)).toBe(true);
        expect(sameCode(code.slice(1), code)).toBe(false);
      }),
    );
  });
});
