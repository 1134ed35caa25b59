import fc from 'fast-check';
import type { ClaimState } from '#contracts';
import { reachable, type StateTable, TransitionRefused, transition } from '#kernel';
import { claimStates, levelOf, occupyingStates, roleIn, takenBy } from './claims.js';

const states = Object.keys(claimStates) as ClaimState[];
const table: StateTable<ClaimState> = claimStates;

describe('the way of a claim', () => {
  it('reaches every state from claimed', () => {
    expect([...reachable(table, 'claimed')].sort()).toEqual([...states].sort());
  });

  it('never verifies what was not confirmed, whatever is tried in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...states), { maxLength: 30 }), (tries) => {
        let state: ClaimState = 'claimed';
        const passed: ClaimState[] = [];
        for (const to of tries) {
          try {
            state = transition(table, '申报', state, to);
            passed.push(state);
          } catch (error) {
            expect(error).toBeInstanceOf(TransitionRefused);
          }
        }
        const verified = passed.indexOf('verified');
        // From a dispute the service asks for the confirmation itself; the table alone allows either way there.
        if (verified >= 0)
          expect(passed.slice(0, verified).some((s) => s === 'confirmed' || s === 'disputed')).toBe(true);
        expect(passed.filter((s) => s === 'verified').length).toBeLessThanOrEqual(1);
        if (passed.includes('reversed')) expect(passed.at(-2)).toBe('verified');
      }),
    );
  });

  it('ends in a state that frees the level, or stands verified', () => {
    for (const state of states) if (table[state].length === 0) expect(occupyingStates).not.toContain(state);
  });

  it('lets nobody confirm or verify a claim of his own side', () => {
    for (const side of ['demand', 'supply'] as const) {
      expect(takenBy.confirmed).not.toContain(roleIn(side, side));
      expect(takenBy.verified).toEqual(['coordinator']);
      expect(takenBy.reversed).toEqual(['coordinator']);
    }
  });

  it('stands at the highest level that is verified, not claimed', () => {
    expect(levelOf(false, [])).toBe(0);
    expect(levelOf(true, [{ level: 5, state: 'confirmed' }])).toBe(1);
    expect(
      levelOf(true, [
        { level: 2, state: 'verified' },
        { level: 4, state: 'verified' },
      ]),
    ).toBe(4);
    expect(
      levelOf(true, [
        { level: 2, state: 'verified' },
        { level: 4, state: 'reversed' },
      ]),
    ).toBe(2);
  });
});
