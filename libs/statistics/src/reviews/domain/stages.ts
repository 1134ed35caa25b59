import type { ReviewState } from '#contracts';
import type { StateTable } from '#kernel';

/** A stage that follows itself is put off: its last day is another one. */
export const reviewStages = {
  draft: ['self_assessment'],
  self_assessment: ['self_assessment', 'assessment'],
  assessment: ['objections'],
  objections: ['objections', 'published'],
  published: [],
} as const satisfies StateTable<ReviewState>;
