import fc from 'fast-check';
import { LexicalIndex } from './lexical-index.js';
import { ReverseIndex } from './reverse-index.js';
import type { ViewSetting } from './view.js';

const views: readonly ViewSetting[] = [
  { weight: 1, idfPower: 1.25, k1: 1.2, b: 0.9, chance: 1 },
  { weight: 0.5, idfPower: 1.5, k1: 0.8, b: 0.75, chance: 0.5 },
];
const saturation = 20;
type Text = readonly ReadonlyMap<string, number>[];
const term = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');
const text: fc.Arbitrary<Text> = fc
  .tuple(...views.map(() => fc.array(fc.tuple(term, fc.constantFrom(0.5, 1, 2, 7)), { maxLength: 10 })))
  .map((all) => all.map((pairs) => new Map(pairs)));
const need = fc.record({ text, bar: fc.double({ min: 0, max: 6, noNaN: true }) });

describe('queries as documents', () => {
  it('finds exactly the queries in which a document reaches the bar, whatever came, went and moved', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 12 }),
        fc.array(need, { minLength: 1, maxLength: 90 }),
        fc.array(fc.tuple(fc.nat(89), fc.double({ min: 0, max: 12, noNaN: true })), { maxLength: 20 }),
        fc.array(fc.nat(89), { maxLength: 10 }),
        async (docs, needs, moved, gone) => {
          const index = new LexicalIndex(views);
          const numbers = docs.map((doc) => index.add(doc));
          await index.settle();
          const reverse = new ReverseIndex(index, saturation);
          const now = new Map<string, { text: Text; bar: number }>();
          needs.forEach((one, i) => {
            reverse.put(`${i}`, one.text, one.bar);
            now.set(`${i}`, one);
          });
          for (const [i, bar] of moved) {
            reverse.setBar(`${i}`, bar);
            const before = now.get(`${i}`);
            if (before) now.set(`${i}`, { ...before, bar });
          }
          for (const i of gone) {
            reverse.remove(`${i}`);
            now.delete(`${i}`);
          }
          numbers.push(index.add(docs[0] as Text)); // one that the statistics have not counted
          for (const doc of numbers) {
            const found = new Set(reverse.reachedBy(doc));
            for (const [name, { text: asked, bar }] of now) {
              const score = index.score(index.query(asked, saturation), doc);
              // Within the rounding either answer is right: who is named in vain is only looked at in vain.
              if (score > 0 && score >= bar) expect(found).toContain(name);
              else if (score < bar - 1e-2) expect(found).not.toContain(name);
            }
            for (const name of found) expect(now.has(name)).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are found while they lie in the lists, while they wait for them, and no longer when they are gone', async () => {
    const index = new LexicalIndex(views);
    const doc = index.add(views.map(() => new Map([['a', 1]])));
    await index.settle();
    const reverse = new ReverseIndex(index, saturation);
    const named = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `${from + i}`);
    const put = (names: readonly string[], term: string) => {
      for (const name of names) reverse.put(name, [new Map([[term, 1]]), new Map()], 0);
    };
    put(named(0, 1000), 'a');
    expect(reverse.reachedBy(doc)).toHaveLength(1000);
    put(named(1000, 1010), 'a'); // too few for lists of their own
    expect(reverse.reachedBy(doc)).toHaveLength(1010);
    put(named(0, 300), 'b');
    expect(new Set(reverse.reachedBy(doc))).toEqual(new Set(named(300, 1010)));
    for (const name of named(300, 700)) reverse.remove(name);
    put(named(2000, 2300), 'a'); // under numbers that are free again
    expect(new Set(reverse.reachedBy(doc))).toEqual(new Set([...named(700, 1010), ...named(2000, 2300)]));
  });

  it('keep their bars beside the lists, which stay as they are when one moves', async () => {
    const index = new LexicalIndex(views);
    const doc = index.add(views.map(() => new Map([['a', 1]])));
    await index.settle();
    const reverse = new ReverseIndex(index, saturation);
    for (let i = 0; i < 1100; i++) reverse.put(`${i}`, [new Map([['a', 1]]), new Map()], 0);
    reverse.reachedBy(doc);
    const laid = reverse['lists']['slots'];
    for (let i = 0; i < 1000; i++) reverse.setBar(`${i}`, 1000);
    expect(reverse.reachedBy(doc)).toHaveLength(100);
    expect(reverse['lists']['slots'] === laid).toBe(true);
  });
});
