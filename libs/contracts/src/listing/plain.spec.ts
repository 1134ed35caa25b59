import fc from 'fast-check';
import { kindCodes, kinds } from './kinds.js';

/** What a sheet or a person may give for a field of any sort, right or wrong. */
const value = fc.constantFrom<unknown>(
  ...['', '示例', '  示例 ', '\u0000', '人\u200b工', 'x'.repeat(5000), 'a b', 'public', '410105', 'x!'],
  ...['2027-01-31', '2026-02-30', '120000', '120000.5', '-1', '90000000'],
  ...[0, 1, 99999, 1.5, 2026, true, false, null, undefined, [], ['a'], ['a', 'a'], ['有'], {}],
  ...[{ name: '甲', phone: '0371-6666', email: '' }, { name: 3 }, { level: 'national', year: 2026 }],
);

describe.each(kindCodes)('the content of a %s', (code) => {
  const kind = kinds[code];
  const names = Object.keys(kind.fields);
  const required = Object.fromEntries(
    names.filter((name) => kind.fields[name]?.traits.required).map((name) => [name, fc.constant('示例')]),
  );
  const given = fc
    .tuple(fc.record(required), fc.dictionary(fc.constantFrom(...names, 'gone'), value, { maxKeys: 5 }))
    .map(([must, may]) => ({ ...must, ...may }));

  it('that is plainly taken is what its schema makes of it', () => {
    let taken = 0;
    fc.assert(
      fc.property(given, (draft) => {
        const plain = kind.plain.content.taken(draft);
        if (plain === undefined) return;
        taken++;
        const parsed = kind.content.safeParse(draft);
        expect(parsed.success).toBe(true);
        expect(plain).toEqual(parsed.data);
        expect(Object.keys(plain)).toEqual(Object.keys(parsed.data as object));
      }),
      { numRuns: 400 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('as it is stored, too, and what is right is taken again', () => {
    let taken = 0;
    fc.assert(
      fc.property(given, (draft) => {
        const parsed = kind.stored.safeParse(draft);
        const plain = kind.plain.stored.taken(draft);
        if (parsed.success) {
          taken++;
          expect(plain).toEqual(parsed.data);
        } else expect(plain).toBeUndefined();
      }),
      { numRuns: 400 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('gets a list of its own where none was given', () => {
    const lists = () =>
      Object.values(
        kind.plain.stored.taken({ [kind.definition.title]: '一', [kind.definition.body]: '二' }) ?? {},
      ).filter((one) => Array.isArray(one));
    expect(lists().length).toBeGreaterThan(0);
    for (const [i, list] of lists().entries()) expect(list).not.toBe(lists()[i]);
  });
});
