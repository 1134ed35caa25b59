import { type InvitationGround, invitationStateAt, refuseVoid } from './invitation.js';

const now = new Date('2026-11-27T08:00:00Z');
const later = new Date('2026-12-04T08:00:00Z');
const open: InvitationGround = {
  expiresAt: later,
  acceptedAt: null,
  revokedAt: null,
  organisationId: 'ours',
  organisation: { state: 'approved' },
  inviter: { organisationId: 'ours', memberRole: 'owner' },
};
const causeOf = (invitation: InvitationGround | undefined): unknown => {
  try {
    refuseVoid(invitation, now);
    return 'open';
  } catch (error) {
    return (error as { details: { cause: unknown } }).details.cause;
  }
};

describe('an invitation', () => {
  it.each([
    ['open', open],
    ['accepted', { ...open, acceptedAt: now }],
    ['revoked', { ...open, revokedAt: now }],
    ['expired', { ...open, expiresAt: now }],
  ] as const)('is %s', (state, invitation) => {
    expect(invitationStateAt(invitation, now)).toBe(state);
    expect(causeOf(invitation)).toBe(state);
  });

  it('rests on its owner being one, and on the organisation being approved', () => {
    for (const inviter of [
      { organisationId: 'ours', memberRole: 'editor' },
      { organisationId: 'another', memberRole: 'owner' },
      { organisationId: null, memberRole: null },
    ])
      expect(causeOf({ ...open, inviter })).toBe('revoked');
    expect(causeOf({ ...open, organisation: { state: 'suspended' } })).toBe('organisation');
    expect(causeOf(undefined)).toBe('unknown');
  });
});
