import fc from 'fast-check';
import { pageShift, TermDictionary } from './dictionary.js';

describe('the dictionary of terms', () => {
  it('gives every term of every view one number, in order, on pages of its view, and finds it again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.string()), { maxLength: 300 }), (given) => {
        const dictionary = new TermDictionary(2);
        const expected = new Map<string, number>();
        const next = new Map<number, number>();
        for (const [view, term] of given) {
          const key = `${view} ${term}`;
          if (!next.has(view)) next.set(view, next.size << pageShift);
          const number = next.get(view) as number;
          if (!expected.has(key)) {
            expected.set(key, number);
            next.set(view, number + 1);
          }
          expect(dictionary.intern(view, term)).toBe(expected.get(key));
        }
        const attached = TermDictionary.attach(dictionary.handle);
        const restored = TermDictionary.restore(dictionary.image);
        expect(restored.size).toBe(expected.size);
        for (const [view, term] of given) {
          const number = expected.get(`${view} ${term}`);
          expect(attached.find(view, term)).toBe(number);
          expect(restored.find(view, term)).toBe(number);
          expect(restored.viewOf(number as number)).toBe(view);
          expect(attached.viewOf(number as number)).toBe(view);
        }
        expect(dictionary.find(0, 'never added 从未出现')).toBe(-1);
      }),
    );
  });

  it('tells 400,000 different pairs of characters apart', () => {
    const dictionary = new TermDictionary();
    for (let i = 0; i < 400_000; i++)
      dictionary.intern(1, String.fromCharCode(0x4e00 + (i % 700), 0x4e00 + Math.floor(i / 700)));
    expect(dictionary.size).toBe(400_000);
    // As many pages as that takes, and after a restart the numbers go on where they were.
    const restored = TermDictionary.restore(dictionary.image);
    expect(restored.intern(1, '另')).toBe(400_000);
    expect(restored.intern(0, '另')).toBe(7 << pageShift);
  });
});
