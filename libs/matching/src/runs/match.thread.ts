import { workerData } from 'piscina';
import type { PublishedScenario } from '#contracts';
import type { NeedFeatures } from '../scoring/domain/features.js';
import type { Decided, Matched, MatchSettings } from '../scoring/matched.js';
import { Matcher, type MatcherHandle } from '../scoring/matcher.js';

export interface ThreadTask {
  readonly scenarios: readonly PublishedScenario[];
  /** What rules look at in them, in the numbers of the process that keeps the tables. */
  readonly needs: readonly NeedFeatures[];
  /** By scenario, in the same order. */
  readonly decided: readonly Decided[];
  readonly settings: MatchSettings;
}

export interface ThreadResult {
  /** By scenario, in the order of the task. */
  readonly matched: readonly Matched[];
  /** Milliseconds spent on matching itself. */
  readonly ms: number;
}

const matcher = Matcher.attach(workerData as MatcherHandle);

/** One chunk of a full run, in a thread that shares the catalogue's tables with all others. */
export default function match({ scenarios, needs, decided, settings }: ThreadTask): ThreadResult {
  const started = performance.now();
  const matched = matcher.matchEach(scenarios, settings, decided, needs);
  return { matched, ms: performance.now() - started };
}
