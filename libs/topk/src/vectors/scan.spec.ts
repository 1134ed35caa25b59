import fc from 'fast-check';
import { VectorScan } from './scan.js';

/** Small whole numbers: sums are exact in any order, so that the plain loop must agree to the bit. */
const vector = (dimension: number) =>
  fc.array(fc.integer({ min: -3, max: 3 }), { minLength: dimension, maxLength: dimension });

function plain(rows: ReadonlyMap<number, readonly number[]>, query: readonly number[], k: number) {
  return [...rows]
    .map(([number, row]) => [number, row.reduce((sum, x, i) => sum + x * (query[i] as number), 0)] as const)
    .sort(([n, a], [m, b]) => b - a || n - m)
    .slice(0, k);
}

const pairs = (hits: ReturnType<VectorScan['search']>) =>
  Array.from(hits.docs, (number, i) => [number, hits.scores[i]]);

describe('the scan of vectors', () => {
  it('finds what a plain loop finds, whatever was put, replaced and removed', () => {
    const step = (dimension: number) =>
      fc.tuple(fc.constantFrom('add', 'put', 'remove'), fc.nat(90), vector(dimension));
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 40 })
          .chain((dimension) =>
            fc.tuple(
              fc.constant(dimension),
              fc.array(step(dimension), { maxLength: 80 }),
              vector(dimension),
              fc.nat(12),
            ),
          ),
        ([dimension, steps, query, k]) => {
          const scan = new VectorScan(dimension);
          const rows = new Map<number, number[]>();
          for (const [what, number, row] of steps) {
            if (what === 'add') rows.set(scan.add(Float32Array.from(row)), row);
            if (what === 'put') {
              scan.put(number, Float32Array.from(row));
              rows.set(number, row);
            }
            if (what === 'remove') {
              scan.remove(number);
              rows.delete(number);
            }
          }
          const asked = Float32Array.from(query);
          expect(scan.size).toBe(rows.size);
          expect(pairs(scan.search(asked, k))).toEqual(plain(rows, query, k));
          const even = new Map([...rows].filter(([number]) => number % 2 === 0));
          expect(pairs(scan.search(asked, k, (number) => number % 2 === 0))).toEqual(plain(even, query, k));
          const numbers = [...rows.keys(), 91];
          const known = new Map(plain(rows, query, rows.size));
          expect([...scan.scores(asked, numbers)]).toEqual(numbers.map((n) => known.get(n) ?? Number.NaN));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps what it has while it grows over several blocks', () => {
    const scan = new VectorScan(20);
    const row = (n: number) => Float32Array.from({ length: 20 }, (_, i) => ((n * 31 + i * 7) % 11) - 5);
    for (let n = 0; n < 5000; n++) expect(scan.add(row(n))).toBe(n);
    const rows = new Map(Array.from({ length: 5000 }, (_, n) => [n, [...row(n)]]));
    expect(pairs(scan.search(row(77), 100))).toEqual(plain(rows, [...row(77)], 100));
  });

  it('gives a number that was freed away again, the least first', () => {
    const scan = new VectorScan(2);
    const row = Float32Array.of(1, 0);
    for (let n = 0; n < 5; n++) scan.add(row);
    scan.remove(3);
    scan.remove(1);
    expect([scan.add(row), scan.add(row), scan.add(row)]).toEqual([1, 3, 5]);
  });

  it('refuses another dimension and a number that is none', () => {
    const scan = new VectorScan(3);
    expect(() => scan.add(Float32Array.of(1, 0))).toThrow('a vector of 2 among those of 3');
    expect(() => scan.search(Float32Array.of(1, 0, 0, 0), 1)).toThrow(RangeError);
    expect(() => scan.put(-1, Float32Array.of(1, 0, 0))).toThrow(RangeError);
    expect(() => scan.put(5_000_000_000, Float32Array.of(1, 0, 0))).toThrow('more than');
    expect(() => new VectorScan(0)).toThrow(RangeError);
    expect(scan.search(Float32Array.of(1, 0, 0), 10).docs).toHaveLength(0);
  });
});
