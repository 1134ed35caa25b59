// AssemblyScript: inner products over one memory, the loop of ../scan.ts.
// `node scripts/kernel.mjs` compiles it into kernel.generated.ts.

/** Inner products of `n` rows with one query, 32-bit floats; a row is `bytes` long, a multiple of 64. */
export function products(rows: usize, n: u32, bytes: usize, query: usize, out: usize): void {
  for (let i: u32 = 0; i < n; i++) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    const end = rows + bytes;
    for (let q = query; rows < end; rows += 64, q += 64) {
      a = f32x4.add(a, f32x4.mul(v128.load(rows), v128.load(q)));
      b = f32x4.add(b, f32x4.mul(v128.load(rows, 16), v128.load(q, 16)));
      c = f32x4.add(c, f32x4.mul(v128.load(rows, 32), v128.load(q, 32)));
      d = f32x4.add(d, f32x4.mul(v128.load(rows, 48), v128.load(q, 48)));
    }
    a = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
    store<f32>(
      out + ((<usize>i) << 2),
      f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3),
    );
  }
}
