const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The upper half of a 32-bit float ≥ 0, rounded up: the least number of 16 bits that stands for no less. */
export function upperHalf(value: number): number {
  float[0] = value;
  const whole = bits[0] as number;
  return (whole >>> 16) + ((whole & 0xffff) > 0 ? 1 : 0);
}

/** What an upper half stands for. */
export function ofHalf(half: number): number {
  bits[0] = half << 16;
  return float[0] as number;
}
