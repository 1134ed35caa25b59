/** The same, each asked for while the one before is worked on. */
export async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = source.next();
      next.catch(() => undefined); // told when its turn comes
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
  }
}
