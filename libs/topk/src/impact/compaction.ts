import type { SparseVector } from '../face.js';
import { FastIndexBuilder } from './builder.js';
import type { FastIndex } from './fast-index.js';
import type { BuildOptions } from './tables.js';

/** What a document's vector is to be in the fresh blocks; its terms stay the same. */
export type Change = (doc: number, vector: SparseVector) => SparseVector;

/** The same at once, for an index so small that nobody waits. */
export function compactedNow(index: FastIndex, options: Partial<BuildOptions>, change: Change): FastIndex {
  const builder = new FastIndexBuilder(options);
  for (let doc = 0; doc < index.documents; doc++) {
    const vector = index.vector(doc);
    if (vector) builder.add(change(doc, vector));
    else builder.skip();
  }
  return builder.build();
}

/** Milliseconds of work between two turns of the event loop. */
const slice = 3;

/**
 * The same documents under the same numbers in fresh blocks, built in short pieces while `index` goes on answering.
 * Whatever is added to or removed from `index` meanwhile is in the result too: `adopt` is called with it in the same turn,
 * so nothing can change in between; from then on change only the result.
 */
export async function compacted(
  index: FastIndex,
  adopt: (fresh: FastIndex) => void,
  options: Partial<BuildOptions> = {},
  change: Change = (_, vector) => vector,
): Promise<void> {
  const builder = new FastIndexBuilder(options);
  const taken = index.documents;
  const alive: boolean[] = [];
  let until = performance.now() + slice;
  const rest = async () => {
    if (performance.now() < until) return;
    await new Promise((resolve) => setImmediate(resolve));
    until = performance.now() + slice;
  };
  for (let doc = 0; doc < taken; doc++) {
    const vector = index.vector(doc);
    alive.push(vector !== undefined);
    if (vector) builder.add(change(doc, vector));
    else builder.skip();
    if (doc % 64 === 63) await rest();
  }
  const steps = builder.steps();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return adopt(caughtUp(value, index, alive, change));
    await rest();
  }
}

/** Replays what changed during the build. Without a pause, so nothing is missed. */
function caughtUp(fresh: FastIndex, index: FastIndex, alive: boolean[], change: Change): FastIndex {
  for (let doc = 0; doc < alive.length; doc++) if (alive[doc] && !index.isLive(doc)) fresh.remove(doc);
  const empty: SparseVector = { terms: new Uint32Array(0), weights: new Float32Array(0) };
  for (let doc = alive.length; doc < index.documents; doc++) {
    const vector = index.vector(doc);
    fresh.add(vector ? change(doc, vector) : empty);
    if (!vector) fresh.remove(doc);
  }
  return fresh;
}
