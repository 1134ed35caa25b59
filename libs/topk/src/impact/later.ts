import type { SparseVector } from '../face.js';
import { Forward } from './forward.js';
import type { Store } from './layout.js';
import { SparseLists, share } from './sparse-lists.js';

/** So many documents are scored one by one, which takes less than to lay lists for them. */
const few = 32;
/** A sum of doubles is off by less than this share of itself. */
const rounding = 1e-9;

/**
 * The documents that were added since the blocks were built, by their terms, as one thread has read them: a query has an
 * exact score only of those that can be among its best. Without that each of them would cost every query some thousandths
 * of a millisecond.
 */
export class LaterDocuments {
  private readonly lists = new SparseLists(few);
  private read = 0;

  constructor(private readonly store: Store) {}

  /**
   * @param least of the best so far; nothing below it is wanted, nor what scores 0.
   * @param from the first document that is looked at; by default all that are not in the blocks.
   */
  *reaching(query: SparseVector, least: () => number, from = 0): Generator<number> {
    const { store } = this;
    const first = store.get('staticDocs');
    const pending = store.get('docs') - first;
    const alive = store.get('alive');
    // What adds up to less than its parts may be rounded by more than its own share.
    const one = query.weights.some((weight) => weight < 0);
    const listed = one ? 0 : this.listed(first, pending);
    const begin = Math.max(0, from - first);
    const sums = begin < listed ? this.lists.sums(query.terms, query.weights) : undefined;
    for (let i = begin; i < pending; i++) {
      if (store.bytes[alive + first + i] !== 1) continue;
      if (sums && i < listed) {
        const sum = (sums[i] as number) * (1 + rounding);
        if (sum === 0 || Math.fround(sum) < least()) continue;
      }
      yield first + i;
    }
  }

  /** Of how many of them lists are kept; the last few have none. */
  private listed(first: number, pending: number): number {
    const waiting = pending - this.read;
    if (waiting > few && waiting * share > pending) {
      const forward = new Forward(this.store);
      for (; this.read < pending; this.read++) {
        const n = forward.read(first + this.read);
        this.lists.add({ terms: forward.terms.slice(0, n), weights: forward.weights.slice(0, n) });
      }
    }
    return this.read;
  }
}
