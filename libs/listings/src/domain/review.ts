import type { ListingState } from '#contracts';
import type { StateTable } from '#kernel';

/**
 * The way of a revision. Approval puts it in force in the same transaction (approved, then published) and the revision
 * before it is superseded; expiry and withdrawal end it.
 */
export const review = {
  draft: ['submitted', 'withdrawn'],
  submitted: ['approved', 'changes_requested', 'rejected', 'withdrawn'],
  changes_requested: ['submitted', 'withdrawn'],
  rejected: [],
  approved: ['published'],
  published: ['expired', 'withdrawn', 'superseded'],
  expired: [],
  withdrawn: [],
  superseded: [],
} as const satisfies StateTable<ListingState>;

/** States in which the revision itself may still be written; after any other an edit makes a new revision. */
export const writable: readonly ListingState[] = ['draft', 'changes_requested'];

/** Nothing follows; the next edit starts a new revision. */
export function isFinal(state: ListingState): boolean {
  return review[state].length === 0;
}
