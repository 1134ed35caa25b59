import type { StateTable } from '#kernel';

export type EditionState = 'draft' | 'scheduled' | 'published' | 'withdrawn';

/** An edition's way; an amendment is a further revision of a published one, not a state. */
export const editionStates = {
  draft: ['scheduled', 'published'],
  scheduled: ['draft', 'published'],
  published: ['withdrawn'],
  withdrawn: [],
} as const satisfies StateTable<EditionState>;
