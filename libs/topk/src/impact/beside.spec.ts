import fc from 'fast-check';
import type { SparseVector } from '../face.js';
import { FastIndexBuilder } from './builder.js';
import type { FastIndex } from './fast-index.js';

const sections = 3;
const sectionOf = (term: number) => term % sections;
const options = { leastDocuments: 1, spareDocuments: 64, spareTerms: 18_001, denseShare: 0.5, sectionOf };
const factor = (term: number) => (term % 4 === 0 ? 0 : 1 + (term % 7));

const term = fc.oneof({ weight: 4, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.nat(18_000) });
const vector = fc
  .uniqueArray(fc.tuple(term, fc.constantFrom(0, 0.5, 1, 2.25, 7)), { selector: ([of]) => of, maxLength: 14 })
  .map((pairs): SparseVector => {
    pairs.sort((a, b) => a[0] - b[0]);
    return { terms: Uint32Array.from(pairs, (p) => p[0]), weights: Float32Array.from(pairs, (p) => p[1]) };
  });

/** What the index holds of a document's section; document 0 is gone. */
function held(vectors: readonly SparseVector[], doc: number, section: number): ReadonlyMap<number, number> {
  const { terms, weights } = vectors[doc] as SparseVector;
  const own = [...terms].map((term, i) => [term, weights[i] as number] as const);
  return new Map(doc === 0 ? [] : own.filter(([term]) => sectionOf(term) === section));
}

function indexOf(built: readonly SparseVector[], added: readonly SparseVector[]): FastIndex {
  const builder = new FastIndexBuilder(options);
  for (const one of built) builder.add(one);
  const index = builder.build();
  for (const one of added) index.add(one);
  index.remove(0);
  return index;
}

function cosine(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number {
  const value = (of: ReadonlyMap<number, number>, term: number) => (of.get(term) ?? 0) * factor(term);
  const dot = (x: typeof a, y: typeof a) =>
    [...x.keys()].reduce((sum, term) => sum + value(x, term) * value(y, term), 0);
  const length = Math.sqrt(dot(a, a) * dot(b, b));
  return length > 0 ? dot(a, b) / length : 0;
}

const some = fc.array(vector, { minLength: 1, maxLength: 12 });
const more = fc.array(vector, { maxLength: 4 });

describe('a few documents beside one another', () => {
  it('are blended and multiplied by the terms of one section, whatever was asked before', () => {
    fc.assert(
      fc.property(some, more, fc.nat(sections - 1), (built, added, section) => {
        const all = [...built, ...added];
        const beside = indexOf(built, added).beside(section);
        const docs = all.map((_, doc) => doc);
        const maps = docs.map((doc) => held(all, doc, section));
        const blended = new Map<number, number>();
        maps.forEach((of, doc) => {
          for (const [term, weight] of of) blended.set(term, (blended.get(term) ?? 0) + weight / (doc + 1));
        });
        for (let turn = 0; turn < 2; turn++) {
          const seen = new Map<number, number>();
          const shares = docs.map((doc) => 1 / (doc + 1));
          beside.blend(docs, shares, (term, weight) => {
            expect(seen.has(term)).toBe(false);
            seen.set(term, weight);
          });
          for (const [term, weight] of blended) expect(seen.get(term) ?? 0).toBeCloseTo(weight, 4);
          expect([...seen.keys()].every((term) => blended.has(term))).toBe(true);
          const wanted = [...blended.keys()].map((term) => ({ term, weight: 1 + (term % 3) }));
          const products = beside.products(docs, wanted);
          maps.forEach((of, doc) => {
            const plain = [...of].reduce((sum, [term, weight]) => sum + weight * (1 + (term % 3)), 0);
            expect(products[doc]).toBeCloseTo(plain, 4);
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('draw each towards the values of what is like it, weighed by likeness', () => {
    fc.assert(
      fc.property(some, more, fc.nat(sections - 1), (built, added, section) => {
        const all = [...built, ...added];
        const beside = indexOf(built, added).beside(section);
        const docs = Uint32Array.from(all.keys());
        const maps = all.map((_, doc) => held(all, doc, section));
        const values = Float32Array.from(all, (_, doc) => 1 + doc / 4);
        for (let turn = 0; turn < 2; turn++) {
          const means = beside.around(docs, values, all.length, factor);
          maps.forEach((of, doc) => {
            const likeness = maps.map((other, i) => (i === doc ? 0 : cosine(of, other)));
            const sum = likeness.reduce((a, b) => a + b, 0);
            const mean = likeness.reduce((a, b, i) => a + b * (values[i] as number), 0) / sum;
            expect(means[doc]).toBeCloseTo(sum > 0 ? mean : 0, 3);
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('hear only those that are likest', () => {
    // Document 0 is gone; 1 shares more and more of its words with 2, 3, 4 … 9.
    const words = (from: number) => ({
      terms: Uint32Array.from({ length: 10 }, (_, i) => sections * (from + i) + 1),
      weights: new Float32Array(10).fill(1),
    });
    const beside = indexOf([words(0), words(0), ...[8, 7, 6, 5, 4, 3, 2, 1].map(words)], []).beside(1);
    const docs = Uint32Array.from({ length: 9 }, (_, i) => i + 1);
    const values = Float32Array.from(docs);
    const plain = (9 * 9 + 8 * 8 + 7 * 7) / (9 + 8 + 7);
    expect(beside.around(docs, values, 3, () => 1)[0]).toBeCloseTo(plain, 5);
  });

  it('are at most 128', () =>
    expect(() =>
      indexOf([], [])
        .beside(0)
        .around(new Uint32Array(129), new Float32Array(129), 8, () => 1),
    ).toThrow(RangeError));
});
