import fc from 'fast-check';
import type { ClaimState, EngagementSide } from '#contracts';
import { claimStates, occupyingStates } from './claims.js';
import { doingOf, type Witness } from './meeting.js';

const people = ['desk', 'deputy', 'buyer', 'seller'];
const witness: fc.Arbitrary<Witness> = fc.record({
  personId: fc.constantFrom(...people),
  name: fc.constant('某人'),
  own: fc.boolean(),
});
const claim = fc.record({
  id: fc.uuid(),
  level: fc.integer({ min: 2, max: 5 }),
  state: fc.constantFrom(...(Object.keys(claimStates) as ClaimState[])),
  side: fc.constantFrom<EngagementSide>('demand', 'supply'),
  claimedBy: fc.constantFrom(...people),
});
/** As the database has it: one claim of a level at work or standing. */
const claims = fc
  .array(claim, { maxLength: 5 })
  .map((all) =>
    all.filter(
      (one, i) =>
        !occupyingStates.includes(one.state) ||
        all.findIndex((other) => other.level === one.level && occupyingStates.includes(other.state)) === i,
    ),
  );
const witnesses = fc.record({ demand: witness, supply: witness });

describe('counting rule 4: a meeting creates or confirms level 2 on the same engagement, online and offline never double', () => {
  it('adds no claim where one of level 2 is at work, or the pair has reached the level', () => {
    fc.assert(
      fc.property(claims, witnesses, (known, by) => {
        const occupied = known.some((one) => one.level === 2 && occupyingStates.includes(one.state));
        const reached = known.some((one) => one.state === 'verified');
        const { kind } = doingOf(known, by);
        if (occupied || reached) expect(kind).not.toBe('claim');
        else expect(kind).toBe('claim');
      }),
    );
  });

  it('never has one person vouch for both sides', () => {
    fc.assert(
      fc.property(claims, witnesses, (known, by) => {
        const doing = doingOf(known, by);
        if (doing.kind === 'claim') expect(doing.confirmedBy?.personId).not.toBe(doing.by.personId);
        if (doing.kind === 'confirm') {
          const of = known.find((one) => one.id === doing.claimId);
          expect(of).toMatchObject({ level: 2, state: 'claimed' });
          expect([of?.claimedBy, of?.side]).not.toContain(doing.by.personId);
          expect(doing.side).not.toBe(of?.side);
        }
      }),
    );
  });

  const at = (personId: string, own: boolean): Witness => ({ personId, name: personId, own });
  it('waits for a side to confirm where the desk alone says that both were there', () => {
    const doing = doingOf([], { demand: at('desk', false), supply: at('desk', false) });
    expect(doing).toMatchObject({ kind: 'claim', side: 'demand' });
    expect(doing).not.toHaveProperty('confirmedBy');
  });
  it('lets the side claim that said so itself', () =>
    expect(doingOf([], { demand: at('desk', false), supply: at('seller', true) })).toMatchObject({
      side: 'supply',
      by: { personId: 'seller' },
      confirmedBy: { personId: 'desk' },
    }));
  it('confirms what waits online by the word of the other side', () => {
    const online = {
      id: 'c',
      level: 2,
      state: 'claimed',
      side: 'supply',
      claimedBy: 'seller',
    } as const;
    expect(doingOf([online], { demand: at('buyer', true), supply: at('seller', true) })).toMatchObject({
      kind: 'confirm',
      claimId: 'c',
      by: { personId: 'buyer' },
      side: 'demand',
    });
  });
});
