import { reachable } from '#kernel';
import { applicationStates, approvalOf, refuseSubmission } from './application.js';

const asked = { uscc: '91410100MA00000012', role: 'owner', ownerGone: false } as const;
const standing = (state: 'unclaimed' | 'approved' | 'suspended') => ({ state });
const codeOf = (run: () => unknown): string => {
  try {
    return String(run());
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('an application', () => {
  it('reaches every state from a draft, and none again once it is decided or withdrawn', () => {
    expect([...reachable(applicationStates, 'draft')].sort()).toEqual(Object.keys(applicationStates).sort());
    for (const end of ['approved', 'rejected', 'withdrawn'] as const)
      expect(applicationStates[end]).toEqual([]);
  });

  it.each([
    [undefined, false, 'undefined'],
    ['unclaimed', false, 'undefined'],
    ['approved', false, 'organisation.already_registered'],
    ['approved', true, 'undefined'],
    ['suspended', false, 'application.organisation_suspended'],
    ['suspended', true, 'application.organisation_suspended'],
  ] as const)(
    'for an organisation that is %s, the owner gone: %s, is submitted or not: %s',
    (state, ownerGone, code) => {
      const organisation = state && standing(state);
      expect(codeOf(() => refuseSubmission({ ...asked, ownerGone }, organisation))).toBe(code);
    },
  );

  it.each([
    [undefined, false, 'found'],
    ['unclaimed', false, 'found'],
    ['unclaimed', true, 'found'],
    ['approved', false, 'application.owner_there'],
    ['approved', true, 'replace'],
    ['suspended', true, 'application.organisation_suspended'],
  ] as const)(
    'for an organisation that is %s, the owner found gone: %s, is approved or not: %s',
    (state, gone, result) => {
      const organisation = state && standing(state);
      expect(codeOf(() => approvalOf({ ...asked, ownerGone: true }, organisation, gone))).toBe(result);
    },
  );

  it('leaves no organisation without an owner', () => {
    expect(codeOf(() => refuseSubmission({ ...asked, role: 'editor' }, undefined))).toBe(
      'application.owner_wanted',
    );
    expect(codeOf(() => approvalOf({ ...asked, role: 'viewer' }, standing('approved'), true))).toBe(
      'application.owner_wanted',
    );
  });
});
