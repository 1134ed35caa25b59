import { workerData } from 'piscina';
import type { PublishedCapability, PublishedScenario } from '#contracts';
import { Catalogue, type Found } from './catalogue.js';
import type { Preferences } from './domain/score.js';

export interface ThreadTask {
  readonly scenarios: readonly PublishedScenario[];
  readonly keep: number;
  readonly least: number;
  readonly preferences: Preferences;
}

/** By scenario, in the order of the task. */
export type ThreadResult = readonly (readonly Found[])[];

const catalogue = new Catalogue();
for (const capability of workerData as readonly PublishedCapability[]) catalogue.put(capability);

/** One chunk of a full run, in a thread of its own. */
export default function match({ scenarios, keep, least, preferences }: ThreadTask): ThreadResult {
  return scenarios.map((scenario) =>
    catalogue.match(scenario, keep, preferences).filter((found) => found.score.points >= least),
  );
}
