import type { OrganisationService, Principal } from '#accounts';
import type { Action, ClaimState, EngagementView } from '#contracts';
import { NotFound, Stale, transition } from '#kernel';
import type { Database, Tx } from '#platform';
import { refuseOwn } from './confirming.js';
import { type ActingSide, claimStates, roleIn, takenBy } from './domain/claims.js';
import { findClaim, findEngagement, lockEngagement, touch, writeHistory } from './engagement.store.js';
import { readView } from './engagement.views.js';
import { Claim, type Engagement } from './entities/index.js';
import { WrongSide } from './errors.js';
import { checkParties, loadParties, type Parties } from './parties.js';
import { admit, sideIn } from './reach.js';
import type { At } from './verification.js';

/** Who takes a step with a claim or an engagement; with `version`, only where nobody has changed the engagement since. */
export interface StepCommand {
  readonly caller: Principal;
  readonly id: string;
  /** Of the engagement. */
  readonly version?: number | undefined;
  readonly now?: Date | undefined;
}

/** A step with a claim that somebody wants to take. */
export interface Transition extends StepCommand {
  readonly to: ClaimState;
  readonly reason?: string | undefined;
  /** The reason by its code. */
  readonly code?: string | undefined;
  readonly action: Action;
}

/** What a step sets besides the claim's state, and what its history keeps besides its words. */
export interface Taken {
  readonly changes?: Partial<Claim>;
  readonly detail?: object;
}

/** How every step of a claim is taken: who may, from which state, once, with its history; services say what it does. */
export class ClaimSteps {
  constructor(
    private readonly db: Database,
    private readonly organisations: OrganisationService,
  ) {}

  /** In a transaction of its own. */
  take(step: Transition, run?: (at: At) => Promise<Taken>): Promise<EngagementView> {
    return this.db.transaction((tx) => this.takeIn(tx, step, run));
  }

  /** Locks, checks who and from which state, lets `run` do its part, and writes state, history and version. */
  async takeIn(
    tx: Tx,
    { caller, id, version, to, reason, code, action, now = new Date() }: Transition,
    run: (at: At) => Promise<Taken> = async () => ({}),
  ): Promise<EngagementView> {
    const engagementId = (await findClaim(tx, id))?.engagementId;
    const row = engagementId === undefined ? undefined : await lockEngagement(tx, engagementId);
    admit(caller, action, row, { id, what: '申报' });
    const claim = await findClaim(tx, id);
    if (!claim) throw new NotFound('申报', id);
    // The same step sent again by the same person: one result.
    if (claim.state === to && claim.actedBy === caller.personId) return readView(tx, row.id, caller);
    if (version !== undefined && version !== row.version) throw new Stale(row.version);
    const side: ActingSide = sideIn(caller, row) ?? 'coordinator';
    if (!takenBy[to].includes(roleIn(claim.side, side))) throw new WrongSide(takenBy[to]);
    if (to === 'confirmed' || to === 'declined') refuseOwn(caller, claim);
    transition<ClaimState>(claimStates, '申报', claim.state, to);
    const { changes, detail } = await run({ tx, row, claim, caller, side, now });
    await updateClaim(tx, id, {
      ...changes,
      state: to,
      reason: reason ?? null,
      reasonCode: code ?? null,
      actedBy: caller.personId,
    });
    await writeHistory(tx, {
      engagementId: row.id,
      claim,
      from: claim.state,
      to,
      side,
      actor: caller,
      reason,
      code,
      detail,
    });
    if ((await findEngagement(tx, row.id))?.version === row.version) await touch(tx, row.id);
    return readView(tx, row.id, caller);
  }

  /** Both sides as they are now. */
  parties(tx: Tx, row: Engagement): Promise<Parties> {
    return loadParties(this.organisations, tx, row);
  }

  /** Both sides, two and approved. @throws SameParty, PartyNotApproved */
  async standingParties(tx: Tx, row: Engagement): Promise<Parties> {
    const parties = await this.parties(tx, row);
    checkParties(parties);
    return parties;
  }
}

export async function updateClaim(tx: Tx, id: string, changes: Partial<Claim>): Promise<void> {
  await tx.update(Claim, { id }, changes);
}
