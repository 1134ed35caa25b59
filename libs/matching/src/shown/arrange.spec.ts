import fc from 'fast-check';
import { arrange } from './arrange.js';

const match = (supplyListingId: string, firmId: string) => ({ supplyListingId, firmId });
const none = new Set<string>();

describe('the order of a scenario’s matches', () => {
  it('shows at most three of a firm among the first twenty and folds the rest under its first', () => {
    const matches = [...'abcde'].map((id) => match(id, 'firm')).concat(match('x', 'other'));
    const shown = arrange(matches, 3, none, none);
    expect(shown.map((s) => s.match.supplyListingId)).toEqual(['a', 'b', 'c', 'x']);
    expect(shown[0]?.folded.map((f) => f.supplyListingId)).toEqual(['d', 'e']);
  });

  it('puts first what a coordinator pinned, and leaves out what is blocked', () => {
    const matches = [match('a', '1'), match('b', '2'), match('c', '3')];
    const shown = arrange(matches, 3, new Set(['c']), new Set(['a']));
    expect(shown.map((s) => [s.match.supplyListingId, s.pinned])).toEqual([
      ['c', true],
      ['b', false],
    ]);
  });

  it('loses and doubles nothing, whatever the firms, pins and blocks', () => {
    const any = fc.array(fc.tuple(fc.nat(3), fc.boolean(), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 5 }), (given, perFirm) => {
        const matches = given.map(([firm], i) => match(String(i), String(firm)));
        const pinned = new Set(given.flatMap(([, pin], i) => (pin ? [String(i)] : [])));
        const blocked = new Set(given.flatMap(([, , block], i) => (block ? [String(i)] : [])));
        const shown = arrange(matches, perFirm, pinned, blocked);
        const all = shown.flatMap((s) => [s.match, ...s.folded]).map((m) => m.supplyListingId);
        expect([...all].sort()).toEqual(
          matches
            .map((m) => m.supplyListingId)
            .filter((id) => !blocked.has(id))
            .sort(),
        );
        const unpinned = shown.slice(0, 20).filter((s) => !s.pinned);
        for (const firm of new Set(matches.map((m) => m.firmId)))
          expect(unpinned.filter((s) => s.match.firmId === firm).length).toBeLessThanOrEqual(perFirm);
      }),
    );
  });
});
