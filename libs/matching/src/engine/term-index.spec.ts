import fc from 'fast-check';
import { type Counts, TermIndex } from './term-index.js';

const views = [
  { weight: 1, k1: 1.2, b: 0.75 },
  { weight: 0.5, k1: 1.2, b: 0.5 },
];
const word = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const text = fc.array(word, { maxLength: 12 });
const counts = (...views: string[][]): Counts =>
  views.map((words) =>
    words.reduce((map, w) => map.set(w, (map.get(w) ?? 0) + 1), new Map<string, number>()),
  );

/** BM25 as the formula stands, without an index. */
function plain(documents: (string[][] | undefined)[], query: string[][], saturation: number): number[] {
  const alive = documents.filter((d) => d !== undefined);
  return documents.map((document) => {
    if (!document) return 0;
    let score = 0;
    views.forEach(({ weight, k1, b }, view) => {
      const mean =
        alive.reduce((sum, d) => sum + (d[view] as string[]).length, 0) / Math.max(1, alive.length) || 1;
      const own = document[view] as string[];
      for (const [term, n] of counts(query[view] as string[])[0] as Map<string, number>) {
        const df = alive.filter((d) => (d[view] as string[]).includes(term)).length;
        const tf = own.filter((w) => w === term).length;
        if (tf === 0) continue;
        const idf = Math.log(1 + (alive.length - df + 0.5) / (df + 0.5));
        score +=
          (weight * idf * ((n * (saturation + 1)) / (n + saturation)) * tf) /
          (tf + k1 * (1 - b + (b * own.length) / mean));
      }
    });
    return score;
  });
}

describe('the index of terms', () => {
  it('ranks exactly as the formula, after any adding and removing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 30 }),
        fc.array(fc.nat(29)),
        fc.tuple(text, text),
        fc.integer({ min: 1, max: 10 }),
        (documents, removed, query, k) => {
          const index = new TermIndex(views);
          const known: (string[][] | undefined)[] = documents.map(([a, b]) => [a, b]);
          for (const [a, b] of documents) index.add(counts(a, b));
          for (const doc of removed) {
            index.remove(doc);
            if (doc < known.length) known[doc] = undefined;
          }
          const expected = plain(known, [...query], 8);
          const hits = index.search(index.query(counts(...query), 8), k);
          const wanted = expected
            .map((score, doc) => ({ score, doc }))
            .filter((h) => h.score > 0)
            .sort((a, b) => b.score - a.score || a.doc - b.doc)
            .slice(0, k);
          expect(hits.docs.length).toBe(wanted.length);
          for (const [i, score] of hits.scores.entries())
            expect(score).toBeCloseTo(wanted[i]?.score ?? -1, 4);
          for (const [i, doc] of hits.docs.entries())
            expect(hits.scores[i]).toBeCloseTo(expected[doc] ?? -1, 4);
        },
      ),
    );
  });

  it('explains a score by parts that add up to it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 10 }),
        fc.tuple(text, text),
        (documents, query) => {
          const index = new TermIndex(views);
          for (const [a, b] of documents) index.add(counts(a, b));
          const q = index.query(counts(...query), 8);
          const hits = index.search(q, 100);
          for (const [i, doc] of hits.docs.entries())
            expect(index.score(q, doc)).toBeCloseTo(hits.scores[i] as number, 4);
        },
      ),
    );
  });
});
