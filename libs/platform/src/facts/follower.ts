import type { DeliveredFact, FactName } from '#contracts';
import type { Tx } from '../database/database.js';

interface Common {
  readonly name: string;
  /** The facts that it works; it passes over all others. */
  readonly facts: readonly FactName[];
  /** How many it reads at a time. */
  readonly batch: number;
  /** Followers that go first where there is much to do: it waits for them, a minute at a time at most. */
  readonly givesWayTo: readonly string[];
}
/** Works in PostgreSQL: its position moves in the transaction of its work, so that each fact takes effect once. */
interface Inside extends Common {
  readonly inside: (tx: Tx, facts: readonly DeliveredFact[]) => Promise<unknown>;
}
/** This follower writes elsewhere, or in transactions of its own. Its position moves afterwards, so it may get a fact twice. */
interface Outside extends Common {
  readonly outside: (facts: readonly DeliveredFact[]) => Promise<unknown>;
}

/**
 * What follows the log of facts from a position of its own. It gets the facts in the order of the log, many at a time;
 * a call that throws has done nothing, or can be repeated.
 */
export type Follower = Inside | Outside;

type Work = Pick<Inside, 'inside'> | Pick<Outside, 'outside'>;

export function follower(
  name: string,
  {
    batch = 500,
    givesWayTo = [],
    ...rest
  }: Pick<Common, 'facts'> & Partial<Pick<Common, 'batch' | 'givesWayTo'>> & Work,
): Follower {
  return { name, batch, givesWayTo, ...rest };
}
