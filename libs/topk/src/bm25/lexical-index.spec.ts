import fc from 'fast-check';
import { LexicalIndex } from './lexical-index.js';
import { unseen } from './statistics.js';
import type { ViewSetting } from './view.js';

const views: readonly ViewSetting[] = [
  { weight: 1, idfPower: 1.25, k1: 1.2, b: 0.9, chance: 1 },
  { weight: 0.5, idfPower: 1.5, k1: 0.8, b: 0.75, chance: 0.5 },
];
const saturation = 20;
type Text = readonly ReadonlyMap<string, number>[];

const term = fc.constantFrom(...'abcdefghijkl');
const count = fc.constantFrom(0.5, 1, 2, 7);
const text: fc.Arbitrary<Text> = fc
  .tuple(...views.map(() => fc.array(fc.tuple(term, count), { maxLength: 8 })))
  .map((all) => all.map((pairs) => new Map(pairs)));

/** The formula of docs/matching.md as it stands, over what is in force. */
function plainScores(docs: readonly Text[], query: Text): number[] {
  const scores = docs.map(() => 0);
  views.forEach(({ weight, idfPower, k1, b, chance }, view) => {
    const held = docs.map((doc) => doc[view] as ReadonlyMap<string, number>);
    const length = (of: ReadonlyMap<string, number>) => [...of.values()].reduce((sum, c) => sum + c, 0);
    const mean = Math.max(1, held.reduce((sum, of) => sum + length(of), 0) / docs.length);
    const step = 2 ** (Math.round(Math.log2(mean) * 4) / 4);
    const df = (t: string) => held.filter((of) => of.has(t)).length;
    const idf = (t: string) => Math.log(1 + (docs.length - df(t) + 0.5) / (df(t) + 0.5)) ** idfPower;
    const all = held.reduce((sum, of) => sum + of.size, unseen);
    const asked = query[view] as ReadonlyMap<string, number>;
    const times = (c: number) => (c * (saturation + 1)) / (c + saturation);
    const n = [...asked.values()].reduce((sum, c) => sum + times(c), 0);
    held.forEach((of, doc) => {
      const x = (t: string) => {
        const c = of.get(t) ?? 0;
        return c / (c + k1 * (1 - b + (b * length(of)) / step));
      };
      const own = [...asked].reduce((sum, [t, c]) => sum + (of.has(t) ? times(c) * idf(t) * x(t) : 0), 0);
      const byChance = [...of.keys()].reduce((sum, t) => sum + (df(t) / all) * idf(t) * x(t), 0);
      scores[doc] = (scores[doc] as number) + weight * (own - chance * n * byChance);
    });
  });
  return scores;
}

describe('the index of texts', () => {
  it('scores by the formula, chance taken off, whatever came and went', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 9 }),
        fc.array(text, { maxLength: 4 }),
        fc.array(fc.nat(8)),
        text,
        async (first, later, gone, query) => {
          const index = new LexicalIndex(views);
          const alive = new Map<number, Text>();
          for (const one of first) alive.set(index.add(one), one);
          await index.settle();
          for (const one of later) alive.set(index.add(one), one);
          for (const doc of gone) {
            index.remove(doc);
            alive.delete(doc);
          }
          await index.adopt(await index.measure());
          const docs = [...alive.keys()];
          const scores = plainScores([...alive.values()], query);
          const asked = index.query(query, saturation);
          const tolerance = 1e-4;
          docs.forEach((doc, i) => {
            expect(Math.abs(index.score(asked, doc) - Math.max(0, scores[i] as number))).toBeLessThan(
              tolerance,
            );
          });
          const hits = index.search(asked, 5);
          const wanted = scores.filter((score) => score > -tolerance).sort((a, b) => b - a);
          hits.scores.forEach((score, i) => {
            expect(Math.abs(score - (wanted[i] as number))).toBeLessThan(tolerance);
          });
          expect(hits.docs.length).toBeLessThanOrEqual(wanted.length);
          expect(hits.docs.length).toBeGreaterThanOrEqual(
            Math.min(5, wanted.filter((score) => score > tolerance).length),
          );
          // Another thread sees the same.
          expect(LexicalIndex.attach(index.handle, views).search(asked, 5)).toEqual(hits);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('gives a pair the same score, to the last bit, in every index that has adopted the same statistics', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 9 }),
        fc.array(text, { minLength: 1, maxLength: 4 }),
        fc.array(text, { maxLength: 3 }),
        text,
        async (counted, later, others, query) => {
          const first = new LexicalIndex(views);
          for (const one of counted) first.add(one);
          await first.settle();
          const statistics = await first.measure();
          await first.adopt(statistics);
          const inFirst = later.map((one) => first.add(one));
          // Another process: it has met other terms in another order, and has had statistics of its own.
          const second = new LexicalIndex(views);
          for (const one of [...others, ...later].reverse()) second.add(one);
          await second.settle();
          await second.adopt(statistics);
          const inSecond = later.map((one) => second.add(one));
          const [a, b] = [first.query(query, saturation), second.query(query, saturation)];
          expect(b.bound).toBe(a.bound);
          expect(inSecond.map((doc) => second.score(b, doc))).toEqual(
            inFirst.map((doc) => first.score(a, doc)),
          );
          // And without being in any index.
          const none = new LexicalIndex(views);
          await none.adopt(statistics);
          const vectors = later.map((one) => none.weighed(one).vector);
          const c = none.query(query, saturation, new Set(vectors.flatMap(({ terms }) => [...terms])));
          expect(vectors.map((vector) => none.scoreOf(c, vector))).toEqual(
            inFirst.map((doc) => first.score(a, doc)),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds nothing where a document has less in common with a need than by chance', async () => {
    const index = new LexicalIndex(views);
    const word = (...words: string[]): Text => [new Map(words.map((one) => [one, 1])), new Map()];
    const long = Array.from({ length: 40 }, (_, i) => `w${i}`);
    for (let i = 0; i < 3000; i++) index.add(word('common', ...long));
    const right = index.add(word('rare', 'common'));
    await index.settle();
    const others = Array.from({ length: 60 }, (_, i) => `x${i}`);
    const asked = index.query(word('rare', 'common', ...others), saturation);
    expect([...index.search(asked, 30).docs]).toEqual([right]);
  });

  it('scores a document alike whether or not another one holds a further word of a very long need', async () => {
    const index = new LexicalIndex(views);
    const text = (words: readonly string[]): Text => [new Map(words.map((one) => [one, 1])), new Map()];
    const long = Array.from({ length: 500 }, (_, i) => `w${i}`);
    const doc = index.add(text(long));
    for (let i = 0; i < 9; i++) index.add(text(long.slice(0, 50 * i)));
    await index.settle();
    const need = text([...long, 'further']);
    const before = index.score(index.query(need, saturation), doc);
    index.add(text(['further']));
    expect(index.score(index.query(need, saturation), doc)).toBe(before);
    expect(before).toBeGreaterThan(0);
  });
});
