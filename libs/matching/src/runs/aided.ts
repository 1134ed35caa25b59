import type { Catalogue } from '../catalogue/catalogue.js';
import type { Aids, Matched } from '../scoring/matched.js';
import type { ThreadTask } from './match.thread.js';

/**
 * Matches with what servers have said, in this process: vectors are its own, and a thread knows nothing of them. One demand
 * at a time, with other work between them.
 */
export async function matchAided(
  catalogue: Catalogue,
  { demands, decided, settings }: Omit<ThreadTask, 'features'>,
  aids: readonly Aids[],
): Promise<Matched[]> {
  const matched: Matched[] = [];
  for (const [i, demand] of demands.entries()) {
    matched.push(catalogue.match(demand, settings, decided[i], aids[i]));
    await othersTurn();
  }
  return matched;
}

/** The other followers of the process get their turn. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
