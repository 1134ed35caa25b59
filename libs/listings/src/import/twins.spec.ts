import fc from 'fast-check';
import { type Twin, Twins } from './twins.js';

const told = (rows: readonly (readonly [owner: string, title: string, content: string])[]) => {
  const twins = new Twins();
  const each = rows.map(([owner, title, content], i): Twin => twins.tell(i + 1, owner, title, content));
  return { each, asked: twins.asked };
};

describe('rows of one organisation with one title', () => {
  it('are one where they say the same', () => {
    expect(
      told([
        ['甲', '质控', 'a'],
        ['甲', '质控', 'a'],
        ['甲', '质控', 'a'],
      ]),
    ).toEqual({
      each: ['first', 'repeat', 'repeat'],
      asked: [],
    });
  });

  it('ask where they say different things, the first of them, too, and repeat what any of them says', () => {
    const rows = ['a', 'b', 'b', 'a', 'c'].map((content) => ['甲', '质控', content] as const);
    expect(told(rows)).toEqual({
      each: ['first', 'question', 'repeat', 'repeat', 'question'],
      asked: [1],
    });
  });

  it('are others where the organisation or the title is another', () => {
    expect(
      told([
        ['甲', '质控', 'a'],
        ['乙', '质控', 'b'],
        ['甲', '归档', 'b'],
      ]).each,
    ).toEqual([...['first', 'first', 'first']]);
  });

  it('ask exactly where their group says more than one thing, whatever their order', () => {
    const row = fc.tuple(fc.constantFrom('甲', '乙'), fc.constantFrom('一', '二'), fc.constantFrom('a', 'b'));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const { each, asked } = told(rows);
        const group = (i: number) =>
          rows.flatMap((one, n) => (one[0] === rows[i]?.[0] && one[1] === rows[i]?.[1] ? [n] : []));
        for (const [i, [, , content]] of rows.entries()) {
          const before = group(i).filter((n) => n < i);
          const repeats = before.some((n) => rows[n]?.[2] === content);
          const isAsked = each[i] === 'question' || asked.includes(i + 1);
          expect(each[i] === 'repeat').toBe(repeats);
          if (!repeats) expect(isAsked).toBe(new Set(group(i).map((n) => rows[n]?.[2])).size > 1);
        }
      }),
    );
  });
});
