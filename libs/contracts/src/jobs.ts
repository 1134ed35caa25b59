/**
 * A job as both sides know it. `id` holds the entity and its revision, so that a duplicate is the same job: no ':' and
 * no bare integer (BullMQ's rules).
 */
export interface JobDefinition<P, R = unknown> {
  readonly name: string;
  readonly queue: QueueName;
  readonly attempts: number;
  /** First delay of the exponential back-off in milliseconds. */
  readonly backoffMs: number;
  /** Undefined: every call is a job of its own. */
  readonly id?: (payload: P) => string;
  /** Kept out of the type's variance; never read. */
  readonly payload?: P;
  readonly result?: R;
}

export const queueNames = ['search', 'matching', 'chunks', 'imports', 'housekeeping'] as const;
export type QueueName = (typeof queueNames)[number];

function defineJob<P, R = unknown>(definition: JobDefinition<P, R>): JobDefinition<P, R> {
  return definition;
}

export const rebuildIndex = defineJob<{ readonly requestedBy: string | null }>({
  name: 'search.rebuild',
  queue: 'search',
  attempts: 2,
  backoffMs: 5000,
});
/** Compares the index with the truth and repairs what differs. */
export const reconcileIndex = defineJob<{ readonly scheduled: boolean }>({
  name: 'search.reconcile',
  queue: 'search',
  attempts: 2,
  backoffMs: 5000,
});

/** Matches everything with everything; resumes the run `runId`. */
export const matchAll = defineJob<{ readonly runId: string }>({
  name: 'match.all',
  queue: 'matching',
  attempts: 3,
  backoffMs: 5000,
  id: (p) => `match-all-${p.runId}`,
});

/** One piece of a full run, for whichever worker takes it; a piece that is done is not done again. */
export const matchChunk = defineJob<{
  readonly runId: string;
  readonly number: number;
  readonly round: string;
}>({
  name: 'match.chunk',
  queue: 'chunks',
  attempts: 5,
  backoffMs: 1000,
  id: (p) => `match-chunk-${p.runId}-${p.number}-${p.round}`,
});

/** Expires listings whose last day has passed. */
export const expireListings = defineJob<{ readonly scheduled: boolean }>({
  name: 'listings.expire',
  queue: 'housekeeping',
  attempts: 3,
  backoffMs: 5000,
});
/** Ends pins and blocks whose last day has passed. */
export const endDecisions = defineJob<{ readonly scheduled: boolean }>({
  name: 'match.endDecisions',
  queue: 'housekeeping',
  attempts: 3,
  backoffMs: 5000,
});
/** Reminds of claims that nobody has answered, and ends those whose last day has passed. */
export const claimDeadlines = defineJob<{ readonly scheduled: boolean }>({
  name: 'engagements.deadlines',
  queue: 'housekeeping',
  attempts: 3,
  backoffMs: 5000,
});
/** Raises flags on what was verified this year. */
export const raiseFlags = defineJob<{ readonly scheduled: boolean }>({
  name: 'engagements.flags',
  queue: 'housekeeping',
  attempts: 3,
  backoffMs: 5000,
});
/** Compares a sample of the lists with a fresh ranking and repairs what differs. */
export const reconcileMatches = defineJob<{ readonly scheduled: boolean }>({
  name: 'match.reconcile',
  queue: 'housekeeping',
  attempts: 2,
  backoffMs: 5000,
});
/** Publishes editions whose hour has come. */
export const publishDueEditions = defineJob<{ readonly scheduled: boolean }>({
  name: 'publication.due',
  queue: 'housekeeping',
  attempts: 3,
  backoffMs: 5000,
});
/** Removes facts that all have worked, old sessions and old idempotency answers. */
export const prune = defineJob<{ readonly scheduled: boolean }>({
  name: 'platform.prune',
  queue: 'housekeeping',
  attempts: 2,
  backoffMs: 5000,
});
/** Reads the file of an import; a reading that a newer one has followed does nothing. */
export const stageImport = defineJob<{ readonly importId: string; readonly reading: number }>({
  name: 'listings.stageImport',
  queue: 'imports',
  attempts: 3,
  backoffMs: 2000,
  id: (p) => `import-read-${p.importId}-${p.reading}`,
});
/** Deletes files that no row names, and those of old imports. */
export const sweepFiles = defineJob<{ readonly scheduled: boolean }>({
  name: 'files.sweep',
  queue: 'housekeeping',
  attempts: 3,
  backoffMs: 60_000,
});
/** Writes the staged rows of an import. */
export const commitImport = defineJob<{ readonly importId: string }>({
  name: 'listings.commitImport',
  queue: 'imports',
  attempts: 3,
  backoffMs: 2000,
});
/** Submits or publishes all that an import has made. */
export const advanceImport = defineJob<{
  readonly importId: string;
  readonly step: 'submit' | 'publish';
  readonly actor: { readonly id: string; readonly name: string };
}>({
  name: 'listings.advanceImport',
  queue: 'imports',
  attempts: 3,
  backoffMs: 2000,
});
/** Takes an import back. */
export const undoImport = defineJob<{
  readonly importId: string;
  readonly actor: { readonly id: string; readonly name: string };
}>({
  name: 'listings.undoImport',
  queue: 'imports',
  attempts: 3,
  backoffMs: 2000,
  id: (p) => `import-undo-${p.importId}`,
});
/** Reads an errors' workbook that came back mended. */
export const mendImport = defineJob<{ readonly importId: string; readonly path: string }>({
  name: 'listings.mendImport',
  queue: 'imports',
  attempts: 3,
  backoffMs: 2000,
});

/** Makes a workbook or a report that somebody asked for; it is made once. */
export const makePaper = defineJob<{ readonly paperId: string }>({
  name: 'statistics.paper',
  queue: 'imports',
  attempts: 3,
  backoffMs: 2000,
  id: (p) => `paper-${p.paperId}`,
});

/** Every job there is: the worker refuses to start unless each has one handler. */
export const jobDefinitions = [
  rebuildIndex,
  reconcileIndex,
  matchAll,
  matchChunk,
  reconcileMatches,
  expireListings,
  endDecisions,
  claimDeadlines,
  raiseFlags,
  publishDueEditions,
  prune,
  stageImport,
  sweepFiles,
  commitImport,
  advanceImport,
  undoImport,
  mendImport,
  makePaper,
] as const;
