/** A function that answers once for each object: it remembers the answer for as long as the object lives. */
export function perObject<K extends WeakKey, V>(work: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, V>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before;
    const answer = work(of);
    known.set(of, answer);
    return answer;
  };
}
