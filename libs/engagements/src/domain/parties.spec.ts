import fc from 'fast-check';
import { involvement, type Verifier } from './independence.js';
import { type Party, sameParty } from './parties.js';

const party = (id: string, ...controllers: string[]): Party => ({
  id,
  uscc: `u${id}`,
  name: '同名单位',
  area: null,
  department: null,
  controllers,
  state: 'approved',
});

describe('the two sides', () => {
  it('are one where one controls the other, or a third controls both, however far up', () => {
    expect(sameParty(party('a'), party('b'))).toBeUndefined();
    expect(sameParty(party('a'), party('a'))).toBe('organisation');
    // One credit code is one organisation, whatever records there are of it.
    expect(sameParty(party('a'), { ...party('b'), uscc: 'ua' })).toBe('organisation');
    expect(sameParty(party('a', 'ub'), party('b'))).toBe('controller');
    expect(sameParty(party('a'), party('b', 'ua'))).toBe('controller');
    expect(sameParty(party('a', 'uc'), party('b', 'uc'))).toBe('controller');
    expect(sameParty(party('a', 'uc'), party('b', 'ud'))).toBeUndefined();
    expect(sameParty(party('a', 'uc', 'ux'), party('b', 'ud', 'ue', 'ux'))).toBe('controller');
  });

  it('are one exactly where their chains meet, whichever is asked first', () => {
    const chain = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map((n) => `u${n}`));
    fc.assert(
      fc.property(chain, chain, (up, other) => {
        const [a, b] = [party('a', ...up), party('b', ...other)];
        const meet = up.some((code) => other.includes(code));
        expect(sameParty(a, b)).toBe(meet ? 'controller' : undefined);
        expect(sameParty(b, a)).toBe(sameParty(a, b));
      }),
    );
  });
});

describe('a verifier', () => {
  const nobody = { codes: [], departments: [], bodyIds: [], personIds: [] };
  const verifier: Verifier = { personId: 'p', bodyId: 'b', uscc: 'u1', department: 'gxj' };

  it('is independent of what names no person, body, code or department of his', () => {
    expect(involvement(verifier, [nobody, nobody])).toBeUndefined();
    expect(involvement({ ...verifier, uscc: null, department: null }, [nobody])).toBeUndefined();
  });

  it.each([
    ['person', { personIds: ['p'] }],
    ['organisation', { bodyIds: ['b'] }],
    ['organisation', { codes: ['u9', 'u1'] }],
    ['department', { departments: ['gxj'] }],
  ] as const)('is involved as %s, whether it was so at the claim or is so now', (as, stake) => {
    expect(involvement(verifier, [{ ...nobody, ...stake }, nobody])).toBe(as);
    expect(involvement(verifier, [nobody, { ...nobody, ...stake }])).toBe(as);
  });
});
