import { workerData } from 'piscina';
import type { DemandFeatures } from '../markets/features.js';
import type { Matched, MatchSettings } from '../scoring/matched.js';
import { Matcher, type MatcherHandle, type Together } from '../scoring/matcher.js';

export interface ThreadTask extends Together {
  /** In the numbers of the process that keeps the tables. */
  readonly features: readonly DemandFeatures[];
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
export default function match({ settings, ...together }: ThreadTask): ThreadResult {
  const started = performance.now();
  const matched = matcher.matchEach(together, settings);
  return { matched, ms: performance.now() - started };
}
