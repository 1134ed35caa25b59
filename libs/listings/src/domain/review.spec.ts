import fc from 'fast-check';
import type { ListingState } from '#contracts';
import { reachable, TransitionRefused, transition } from '#kernel';
import { review } from './review.js';

const states = Object.keys(review) as ListingState[];

describe('the review of a listing', () => {
  it('can reach every state from a draft', () => {
    expect([...reachable<ListingState>(review, 'draft')].sort()).toEqual([...states].sort());
  });

  it('never publishes what was not approved', () => {
    for (const from of states) if (from !== 'approved') expect(review[from]).not.toContain('published');
  });

  it('leaves the table only by a refusal that names what is possible', () => {
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.constantFrom(...states), (from, to) => {
        const possible: readonly ListingState[] = review[from];
        if (possible.includes(to)) expect(transition<ListingState>(review, '场景', from, to)).toBe(to);
        else
          try {
            transition<ListingState>(review, '场景', from, to);
            throw new Error('should have been refused');
          } catch (error) {
            expect(error).toBeInstanceOf(TransitionRefused);
            expect((error as TransitionRefused).details['possible']).toEqual(possible);
          }
      }),
    );
  });
});
