import fc from 'fast-check';
import { faultsOf, isDeeperThan } from './plain-data.js';

describe('data from outside', () => {
  it('is as deep as its brackets, and brackets in texts count for nothing', () => {
    expect(isDeeperThan('[[[1]]]', 3)).toBe(false);
    expect(isDeeperThan('[[[[1]]]]', 3)).toBe(true);
    expect(isDeeperThan(JSON.stringify(['[[[[\\"[[[[', { a: '}]{[' }]), 2)).toBe(false);
    expect(isDeeperThan('['.repeat(500_000))).toBe(true);
    expect(isDeeperThan(`[${'[],'.repeat(300_000)}[]]`)).toBe(false);
  });

  it('has the depth of the value that it is parsed to', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
    fc.assert(
      fc.property(fc.json(), fc.nat(6), (json, limit) => {
        expect(isDeeperThan(json, limit)).toBe(depthOf(JSON.parse(json)) > limit);
      }),
    );
  });

  it.each([
    ['a NUL', { a: [{ 'b/c': 'x\0y' }] }, '/a/0/b~1c', 'input.character'],
    ['the first half of a pair', { a: 'x\ud800' }, '/a', 'input.character'],
    ['the second half of a pair', ['\udc00x'], '/0', 'input.character'],
    ['a name that cannot be stored', { 'a\0': 1 }, '', 'input.character'],
    ['a number without end', { a: Number.POSITIVE_INFINITY }, '/a', 'input.out_of_range'],
  ])('is refused with %s, by where it stands', (_what, data, pointer, code) =>
    expect(faultsOf(data)).toMatchObject([{ pointer, code }]),
  );

  it('passes with every character that there is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = text.replaceAll('\0', '');
        expect(faultsOf({ text: clean })).toEqual([]);
      }),
    );
  });

  it('tells no more than twenty faults', () =>
    expect(faultsOf(Array.from({ length: 100_000 }, () => '\0'))).toHaveLength(20));
});
