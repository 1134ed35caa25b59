import type { StateTable } from '#kernel';

export type EditionState = 'draft' | 'scheduled' | 'published' | 'withdrawn';

/** The states of an edition. An amendment is a further revision of a published edition, not a state of it. */
export const editionStates = {
  draft: ['scheduled', 'published'],
  scheduled: ['draft', 'published'],
  published: ['withdrawn'],
  withdrawn: [],
} as const satisfies StateTable<EditionState>;
