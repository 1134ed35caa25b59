import { workerData } from 'piscina';
import type { PublishedListing } from '#contracts';
import type { DemandFeatures } from '../markets/features.js';
import type { Decided, Matched, MatchSettings } from '../scoring/matched.js';
import { Matcher, type MatcherHandle } from '../scoring/matcher.js';

export interface ThreadTask {
  readonly demands: readonly PublishedListing[];
  /** What rules look at in them, in the numbers of the process that keeps the tables. */
  readonly features: readonly DemandFeatures[];
  /** By demand, in the same order. */
  readonly decided: readonly Decided[];
  readonly settings: MatchSettings;
}

export interface ThreadResult {
  /** By demand, in the order of the task. */
  readonly matched: readonly Matched[];
  /** Milliseconds spent on matching itself. */
  readonly ms: number;
}

const matcher = Matcher.attach(workerData as MatcherHandle);

/** One chunk of a full run, in a thread that shares the catalogue's tables with all others. */
export default function match({ demands, features, decided, settings }: ThreadTask): ThreadResult {
  const started = performance.now();
  const matched = matcher.matchEach(demands, settings, decided, features);
  return { matched, ms: performance.now() - started };
}
