/** Work that may pause, done without a pause. */
export function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value as T;
  }
}

/** Each piece in a turn of the event loop of its own. */
export async function inPieces<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value as T;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
