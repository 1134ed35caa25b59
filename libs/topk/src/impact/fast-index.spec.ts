import fc from 'fast-check';
import type { Hits, SparseVector } from '../face.js';
import { FastIndexBuilder } from './builder.js';

const weight = fc.oneof(
  fc.float({ min: 0, max: 10, noNaN: true }),
  fc.constantFrom(1, 2, 0.5),
  fc.constant(0),
);
const term = fc.oneof({ weight: 4, arbitrary: fc.nat(12) }, { weight: 1, arbitrary: fc.nat(140_000) });
const vectorOf = (w: fc.Arbitrary<number>) =>
  fc.dictionary(term.map(String), w, { maxKeys: 14 }).map((entries): SparseVector => {
    const pairs = Object.entries(entries).map(([t, v]) => [Number(t), v] as const);
    pairs.sort((a, b) => a[0] - b[0]);
    return { terms: Uint32Array.from(pairs, (p) => p[0]), weights: Float32Array.from(pairs, (p) => p[1]) };
  });
export const vector = vectorOf(weight);
const question = vectorOf(fc.oneof(weight, fc.float({ min: -2, max: 3, noNaN: true })));

/** The sum as it stands, without any rounding but the last, to 32 bits: 2^-300 is finer than all of its products. */
export function plainScore(query: SparseVector, document: SparseVector): number {
  const held = new Map([...document.terms].map((t, i) => [t, document.weights[i] as number]));
  let sum = 0n;
  query.terms.forEach((t, i) => {
    sum += scaled((query.weights[i] as number) * (held.get(t) ?? 0));
  });
  return Math.fround(Number(sum) / finest);
}

const finest = 2 ** 300;
const scaled = (product: number) => BigInt(product * finest);

export function plainSearch(
  query: SparseVector,
  k: number,
  documents: readonly (SparseVector | undefined)[],
): Hits {
  const found = documents
    .map((document, doc) => ({ doc, score: document ? plainScore(query, document) : 0 }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score || a.doc - b.doc)
    .slice(0, k);
  return { docs: Uint32Array.from(found, (f) => f.doc), scores: Float32Array.from(found, (f) => f.score) };
}

const options = { leastDocuments: 1, spareDocuments: 64, spareTerms: 140_001 };

describe('the fast index', () => {
  it('scans again where bounds that are too high hide the best, and finds it', () => {
    const builder = new FastIndexBuilder({ ...options, denseShare: 0.5 });
    const common = Uint32Array.from({ length: 40 }, (_, i) => i);
    // Bytes round the bound of forty common terms up by more than is reckoned with; that of a rare one hardly.
    for (let doc = 0; doc < 30; doc++) builder.add({ terms: common, weights: new Float32Array(40).fill(1) });
    for (let doc = 0; doc < 2; doc++) builder.add({ terms: Uint32Array.of(50), weights: Float32Array.of(1) });
    const index = builder.build();
    const query = {
      terms: Uint32Array.of(...common, 50),
      weights: Float32Array.of(...new Float32Array(40).fill(1), 40.01),
    };
    const hits = index.searchBatch([query], 1);
    expect(index.rescanned).toBe(1);
    expect(hits).toEqual([{ docs: Uint32Array.of(30), scores: Float32Array.of(40.01) }]);
  });

  it('gives a reader of some sections what a document holds of these, and nothing of a document that is gone', () => {
    fc.assert(
      fc.property(
        fc.array(vector, { minLength: 1, maxLength: 20 }),
        fc.array(vector, { maxLength: 5 }),
        fc.array(fc.nat(1), { maxLength: 5 }),
        (built, added, mask) => {
          const sectionOf = (term: number) => term % 5;
          const builder = new FastIndexBuilder({ ...options, sectionOf });
          for (const v of built) builder.add(v);
          const index = builder.build();
          for (const v of added) index.add(v);
          index.remove(0);
          for (const only of [undefined, Uint8Array.from(mask)]) {
            const forward = index.forward(only);
            [...built, ...added].forEach(({ terms, weights }, doc) => {
              const wanted = [...terms.keys()].filter(
                (i) => doc > 0 && (only === undefined || only[sectionOf(terms[i] as number)] === 1),
              );
              const n = forward.read(doc);
              const read = new Map(
                Array.from(forward.terms.subarray(0, n), (term, i) => [term, forward.weights[i]]),
              );
              expect(n).toBe(wanted.length);
              expect(read).toEqual(new Map(wanted.map((i) => [terms[i], weights[i]])));
              expect(forward.readTerms(doc)).toBe(n);
              expect(index.vector(doc)).toEqual(doc > 0 ? { terms, weights } : undefined);
            });
          }
        },
      ),
    );
  });

  it('keeps terms as far apart as the engine has numbers, and weights that all differ', () => {
    const terms = Uint32Array.of(0, 1, 129, 130, 16_600, 2_200_000);
    const builder = new FastIndexBuilder({ ...options, leastDocuments: 9 });
    const same = { terms, weights: new Float32Array(terms.length).fill(0.5) };
    const different = { terms, weights: Float32Array.from(terms, (_, i) => 0.1 + i) };
    const many = {
      terms: Uint32Array.from({ length: 5000 }, (_, i) => 3 * i),
      weights: Float32Array.from({ length: 5000 }, (_, i) => 0.1 + (i % 300)),
    };
    const all = [same, different, many];
    for (const one of all) builder.add(one);
    const index = builder.build();
    all.forEach((one, doc) => {
      expect(index.vector(doc)).toEqual(one);
      expect(index.score(one, doc)).toBe(plainScore(one, one));
    });
  });

  it('finds exactly what a plain loop finds, however dense the terms and whatever came and went since', () => {
    fc.assert(
      fc.property(
        fc.array(vector, { maxLength: 60 }),
        fc.array(vector, { maxLength: 10 }),
        fc.array(fc.nat(69)),
        fc.array(question, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom(0, 0.1, 0.3, 2),
        (built, added, removed, questions, k, denseShare) => {
          const builder = new FastIndexBuilder({ ...options, denseShare });
          for (const v of built) builder.add(v);
          const index = builder.build();
          const documents: (SparseVector | undefined)[] = [...built, ...added];
          for (const v of added) index.add(v);
          for (const doc of removed) {
            expect(index.remove(doc)).toBe(documents[doc] !== undefined);
            if (doc < documents.length) documents[doc] = undefined;
          }
          const live = documents.filter((d) => d !== undefined);
          expect(index.size).toBe(live.length);
          for (const t of [0, 5, 12])
            expect(index.df(t)).toBe(live.filter((d) => d.terms.includes(t)).length);
          index.searchBatch(questions, k).forEach((hits, i) => {
            const query = questions[i] as SparseVector;
            expect(hits).toEqual(plainSearch(query, k, documents));
            for (const [j, doc] of hits.docs.entries()) expect(index.score(query, doc)).toBe(hits.scores[j]);
            const even = documents.map((d, doc) => (doc % 2 === 0 ? d : undefined));
            expect(index.search(query, k, (doc) => doc % 2 === 0)).toEqual(plainSearch(query, k, even));
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('scores exactly, of what has come since the blocks were built, what can be among the best', () => {
    const next = draws(7);
    const drawn = (n: number): SparseVector => {
      const terms = [...new Set(Array.from({ length: n }, () => Math.floor(40 * next() ** 2)))].sort(
        (a, b) => a - b,
      );
      return {
        terms: Uint32Array.from(terms),
        weights: Float32Array.from(terms, () => Math.ceil(4 * next()) / 4), // many are equal
      };
    };
    const documents: (SparseVector | undefined)[] = Array.from({ length: 30 }, () => drawn(8));
    const builder = new FastIndexBuilder({ ...options, spareDocuments: 1000 });
    for (const document of documents) builder.add(document as SparseVector);
    const index = builder.build();
    let [scored, pending] = [0, 0];
    for (const more of [10, 40, 500, 30]) {
      for (let i = 0; i < more; i++) index.add(drawn(8));
      for (let doc = 30; doc < index.documents; doc++) documents[doc] = index.vector(doc);
      for (let i = 0; i < 10; i++) {
        const gone = Math.floor(documents.length * next());
        index.remove(gone);
        documents[gone] = undefined;
      }
      for (let i = 0; i < 5; i++) {
        const query = drawn(6);
        const hits = index.search(query, 9);
        expect(hits).toEqual(plainSearch(query, 9, documents));
        scored += [...index['searches']['later'].reaching(query, () => hits.scores[8] ?? 0)].length;
        pending += index.pending;
      }
    }
    expect(scored).toBeLessThan(pending / 4);
  });
});

/** Numbers from 0 to 1 that are the same each time. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
