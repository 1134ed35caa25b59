/**
 * Places of scores that are not below 0, best first, among equals the earlier first. A float that is not negative is
 * greater where its bits, read as a whole number, are: both bits and place go into one number, and nothing is called to
 * compare two of them.
 */
export function bestFirst(scores: Float32Array): Uint32Array {
  const bits = new Uint32Array(scores.buffer, scores.byteOffset, scores.length);
  const keys = new Float64Array(scores.length);
  for (let i = 0; i < keys.length; i++) keys[i] = (greatest - (bits[i] as number)) * mostScores + i;
  keys.sort();
  const places = new Uint32Array(keys.length);
  for (let i = 0; i < places.length; i++) places[i] = (keys[i] as number) % mostScores;
  return places;
}

/** Above the bits of every finite float. */
const greatest = 0x7f800000;
const mostScores = 1 << 20;
