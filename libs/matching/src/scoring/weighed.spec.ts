import fc from 'fast-check';
import { VectorScan } from '#topk';
import { gathered, leading, placesOf, reordered, rerankedFirst } from './weighed.js';

const texts = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 2, maxLength: 60 });
const scoresOf = (values: readonly number[]) => new Map(values.map((value, doc) => [doc, value]));
const said = (docs: readonly number[], of: (doc: number) => number, weight = 1) => ({
  scores: new Map(docs.map((doc) => [doc, of(doc)])),
  weight,
});

describe('the first of a list, reranked', () => {
  it('changes places and no score: what came after the first thirty stays where it is', () => {
    fc.assert(
      fc.property(texts, fc.func(fc.double({ min: -9, max: 9, noNaN: true })), (values, likes) => {
        const before = scoresOf(values);
        const first = leading(before);
        expect(first.length).toBe(Math.min(rerankedFirst, values.length));
        const after = reordered(before, said(first, likes));
        expect([...after.values()].sort()).toEqual([...before.values()].sort());
        for (const [doc, score] of before) if (!first.includes(doc)) expect(after.get(doc)).toBe(score);
      }),
    );
  });

  it('stands as it was where the reranker weighs nothing, or likes all alike', () => {
    fc.assert(
      fc.property(texts, fc.func(fc.integer()), (values, likes) => {
        const before = scoresOf(values);
        const first = leading(before);
        expect(leading(reordered(before, said(first, likes, 0)))).toEqual(first);
        expect(
          leading(
            reordered(
              before,
              said(first, () => 3),
            ),
          ),
        ).toEqual(first);
      }),
    );
  });

  it('gives the best score to whom the reranker likes best, the more surely the more it weighs', () => {
    const before = scoresOf([10, 9, 8, 1]);
    const likes = (doc: number) => (doc === 3 ? 1 : 0);
    expect(reordered(before, said([0, 1, 2, 3], likes, 2)).get(3)).toBe(10);
    expect(reordered(before, said([0, 1, 2, 3], likes, 0.1)).get(3)).toBe(1);
    expect(
      reordered(
        before,
        said([0, 1, 2, 3], (doc) => 1000 * likes(doc), 2),
      ).get(3),
    ).toBe(10);
  });

  it('tells each place by words, by meaning and by the reranker', () => {
    const vectors = new VectorScan(2);
    vectors.put(0, Float32Array.of(0, 1));
    vectors.put(2, Float32Array.of(1, 0));
    const meaning = { vector: Float32Array.of(1, 0.2), vectors, weight: 1 };
    const all = scoresOf([3, 2, 1]);
    const places = placesOf(
      new Map([
        [0, 3],
        [1, 2],
      ]),
      all,
      { meaning, reranked: said([1, 0], (doc) => doc) },
    );
    expect([...places.values()]).toEqual([
      { words: 1, meaning: 2, reranked: 2 },
      { words: 2, meaning: 0, reranked: 1 },
      { words: 0, meaning: 1, reranked: 0 },
    ]);
  });

  it('has scores as high and low with meaning as without: what counts as suitable is the same', () => {
    const vectors = new VectorScan(2);
    for (const [doc, angle] of [1.5, 0.2, 0.8, 0].entries())
      vectors.put(doc, Float32Array.of(Math.cos(angle), Math.sin(angle)));
    const meaning = { vector: Float32Array.of(1, 0), vectors, weight: 5 };
    const byWords = new Map([
      [0, 9],
      [1, 5],
      [2, 4],
    ]);
    const all = gathered(byWords, [], meaning, () => 1);
    expect([...all.values()].sort()).toEqual([1, 4, 5, 9]);
    expect(leading(all)).toEqual([1, 3, 2, 0]);
  });
});
