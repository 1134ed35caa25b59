import type { SparseVector } from '../face.js';
import { FastIndexBuilder } from './builder.js';
import type { FastIndex } from './fast-index.js';
import type { BuildOptions } from './tables.js';

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
    if (vector) builder.add(vector);
    else builder.skip();
    if (doc % 64 === 63) await rest();
  }
  const steps = builder.steps();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return adopt(caughtUp(value, index, alive));
    await rest();
  }
}

/** Replays what changed during the build. Without a pause, so nothing is missed. */
function caughtUp(fresh: FastIndex, index: FastIndex, alive: boolean[]): FastIndex {
  for (let doc = 0; doc < alive.length; doc++) if (alive[doc] && !index.isLive(doc)) fresh.remove(doc);
  const empty: SparseVector = { terms: new Uint32Array(0), weights: new Float32Array(0) };
  for (let doc = alive.length; doc < index.documents; doc++) {
    const vector = index.vector(doc);
    fresh.add(vector ?? empty);
    if (!vector) fresh.remove(doc);
  }
  return fresh;
}
