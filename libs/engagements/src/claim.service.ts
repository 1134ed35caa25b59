import { Injectable } from '@nestjs/common';
import { OrganisationService, type Principal, stakesIn } from '#accounts';
import type { Action, ClaimState, EngagementView } from '#contracts';
import { Forbidden, InvalidInput, NotFound, newId, Stale, transition } from '#kernel';
import { appendFact, Database, rows, type Tx } from '#platform';
import { refuseOwn } from './confirming.js';
import {
  type Actor,
  claimStates,
  evidenceFrom,
  levelOf,
  roleIn,
  standing,
  takenBy,
} from './domain/claims.js';
import type { EngagementSubject } from './domain/subject.js';
import { declareIntent } from './engagement.service.js';
import {
  claimsOf,
  type EngagementRow,
  findClaim,
  findEngagement,
  lockEngagement,
  touch,
  writeHistory,
} from './engagement.store.js';
import { views } from './engagement.views.js';
import { EngagementDeclined, EvidenceUsedElsewhere, LevelTaken, WrongSide } from './errors.js';
import { attachEvidence, usesElsewhere } from './evidence.service.js';
import { confirmedFact, reversedFact, subjectOf, verifiedFact } from './facts.js';
import { checkParties, loadParties, type Parties, snapshots } from './parties.js';
import { admit, sideIn } from './reach.js';
import { type At, current, independent, renew, secondReviewer } from './verification.js';

/** Columns of the claim that a step sets besides its state. */
type Columns = Readonly<Record<string, unknown>>;

export interface NewClaim {
  readonly level: number;
  readonly channel: 'online' | 'meeting';
  /** Yuan. */
  readonly amount: string | null;
  readonly note: string;
  readonly contractNumber?: string | undefined;
  readonly evidenceIds: readonly string[];
}

export interface Ruling {
  readonly reason?: string | undefined;
  /** Why the same evidence elsewhere does not stand in the way. */
  readonly override?: string | undefined;
  /** The listings as they are now, where they are still in force. */
  readonly subject?: EngagementSubject | undefined;
}

/** A step that somebody wants to take. */
interface Transition {
  readonly caller: Principal;
  /** Of the claim. */
  readonly id: string;
  readonly version: number | undefined;
  readonly to: ClaimState;
  readonly reason?: string | undefined;
  readonly action: Action;
  readonly now?: Date;
}

/** Claims of levels 2 to 5 and their way to verification; it owns their transactions. */
@Injectable()
export class ClaimService {
  constructor(
    private readonly db: Database,
    private readonly organisations: OrganisationService,
  ) {}

  /**
   * One side claims a level; doing so declares its intent.
   * @throws LevelTaken `claim.level_taken`; InvalidInput `claim.evidence_wanted` from level 3 on without any
   */
  async claim(
    caller: Principal,
    engagementId: string,
    given: NewClaim,
    now = new Date(),
  ): Promise<EngagementView> {
    const seen = await findEngagement(this.db.manager, engagementId);
    admit(caller, 'engagement.claim', seen, engagementId);
    if (given.level >= evidenceFrom && given.contractNumber === undefined && given.evidenceIds.length === 0)
      throw evidenceWanted(given.level);
    return this.db.transaction(async (tx) => {
      const row = await lockEngagement(tx, engagementId);
      admit(caller, 'engagement.claim', row, engagementId);
      const side = sideIn(caller, row);
      if (!side) throw new Forbidden();
      if (row.state === 'declined') throw new EngagementDeclined(row.reason);
      const { demand, supply } = await this.standingParties(tx, row);
      const stakes = await stakesIn(tx, [demand.uscc, supply.uscc], [row.demand.department]);
      const claims = await claimsOf(tx, [engagementId]);
      const taken = claims.some((c) => c.level === given.level && standing.includes(c.state));
      if (taken || given.level <= levelOf(false, claims)) throw new LevelTaken(given.level);
      const id = newId();
      await rows(
        tx,
        `INSERT INTO claims (id, engagement_id, level, state, side, channel, amount, note, claimed_by, claimed_at, acted_by, stakes)
         VALUES ($1, $2, $3, 'claimed', $4, $5, $6, $7, $8, $9, $8, $10)`,
        [
          id,
          engagementId,
          given.level,
          side,
          given.channel,
          given.amount,
          given.note,
          caller.personId,
          now,
          JSON.stringify(stakes),
        ],
      );
      await attachEvidence(tx, {
        row,
        side,
        claimId: id,
        caller,
        evidenceIds: given.evidenceIds,
        contractNumber: given.contractNumber,
      });
      await declareIntent(tx, engagementId, side);
      await writeHistory(tx, {
        engagementId,
        claim: { id, level: given.level },
        from: null,
        to: 'claimed',
        side,
        actor: caller,
        reason: given.note || null,
      });
      return this.view(tx, engagementId, caller);
    });
  }

  /** The other side confirms; that declares its intent too. */
  confirm(caller: Principal, id: string, version?: number): Promise<EngagementView> {
    return this.step({ caller, id, version, to: 'confirmed', action: 'claim.confirm' }, async (at) => {
      await this.standingParties(at.tx, at.row);
      await declareIntent(at.tx, at.row.id, at.claim.side === 'demand' ? 'supply' : 'demand');
      await appendFact(at.tx, subjectOf(at.row), confirmedFact(at.claim));
      return { confirmed_by: caller.personId, confirmed_at: at.now };
    });
  }

  decline(caller: Principal, id: string, reason: string, version?: number): Promise<EngagementView> {
    return this.step({ caller, id, version, reason, to: 'declined', action: 'claim.decline' });
  }

  withdraw(caller: Principal, id: string, reason: string, version?: number): Promise<EngagementView> {
    return this.step({ caller, id, version, reason, to: 'withdrawn', action: 'claim.withdraw' });
  }

  /** Holds a claim until a second reviewer decides. */
  dispute(caller: Principal, id: string, reason: string, version?: number): Promise<EngagementView> {
    return this.step({ caller, id, version, reason, to: 'disputed', action: 'claim.dispute' }, async () => ({
      disputed_by: caller.personId,
    }));
  }

  reject(caller: Principal, id: string, reason: string, version?: number): Promise<EngagementView> {
    return this.step({ caller, id, version, reason, to: 'rejected', action: 'claim.reject' }, async (at) => {
      await independent(at, await this.parties(at.tx, at.row));
      return {};
    });
  }

  /**
   * A coordinator of neither side verifies: the one step that makes the count grow. The parties are looked at again,
   * and the codes of this moment go into the fact.
   * @throws ReviewerInvolved, SecondReviewerWanted, EvidenceUsedElsewhere `claim.evidence_used_elsewhere`, PartyNotApproved
   */
  async verify(
    caller: Principal,
    id: string,
    ruling: Ruling,
    version?: number,
    now = new Date(),
  ): Promise<EngagementView> {
    const reason = [ruling.reason, ruling.override && `佐证重复的处理：${ruling.override}`]
      .filter(Boolean)
      .join('；');
    const step = {
      caller,
      id,
      version,
      now,
      reason: reason || undefined,
      to: 'verified',
      action: 'claim.verify',
    } as const;
    return this.step(step, async (at) => {
      const parties = await this.parties(at.tx, at.row);
      const subject = current(at.row, ruling.subject);
      await independent(at, parties, snapshots(parties, subject).demand.department);
      checkParties(parties);
      if (at.claim.state === 'disputed') secondReviewer(at, ruling.reason);
      const uses = await usesElsewhere(at.tx, at.row.id, at.claim.id);
      if (uses.length > 0 && ruling.override === undefined) throw new EvidenceUsedElsewhere(uses);
      const row = await renew(at, parties, subject);
      const by = { personId: caller.personId, bodyId: caller.body?.id ?? '' };
      await appendFact(at.tx, subjectOf(row), verifiedFact(row, at.claim, by, at.now));
      return { verified_by: caller.personId, verified_at: at.now };
    });
  }

  /** Takes a verified step back; the ledger answers with a reversing entry. */
  reverse(
    caller: Principal,
    id: string,
    reason: string,
    version?: number,
    now = new Date(),
  ): Promise<EngagementView> {
    const step = { caller, id, version, now, reason, to: 'reversed', action: 'claim.reverse' } as const;
    return this.step(step, async (at) => {
      await independent(at, await this.parties(at.tx, at.row));
      const row = { ...at.row, sequence: at.row.sequence + 1 };
      await touch(at.tx, row.id, 'sequence = $2', [row.sequence]);
      const by = { personId: caller.personId, reason };
      await appendFact(at.tx, subjectOf(row), reversedFact(row, at.claim, by, at.now));
      return {};
    });
  }

  /** Locks, checks who and from which state, lets `run` do its part, and writes state, history and version. */
  private step(
    { caller, id, version, to, reason, action, now = new Date() }: Transition,
    run: (at: At) => Promise<Columns> = async () => ({}),
  ): Promise<EngagementView> {
    return this.db.transaction(async (tx) => {
      const engagementId = (await findClaim(tx, id))?.engagement_id;
      const row = engagementId === undefined ? undefined : await lockEngagement(tx, engagementId);
      admit(caller, action, row, id, '申报');
      const claim = await findClaim(tx, id);
      if (!claim) throw new NotFound('申报', id);
      // The same step sent again by the same person: one result.
      if (claim.state === to && claim.acted_by === caller.personId) return this.view(tx, row.id, caller);
      if (version !== undefined && version !== row.version) throw new Stale(row.version);
      const side: Actor = sideIn(caller, row) ?? 'coordinator';
      if (!takenBy[to].includes(roleIn(claim.side, side))) throw new WrongSide(takenBy[to]);
      if (to === 'confirmed' || to === 'declined') refuseOwn(caller, claim);
      transition<ClaimState>(claimStates, '申报', claim.state, to);
      const columns = await run({ tx, row, claim, caller, now });
      await update(tx, id, { ...columns, state: to, reason: reason ?? null, acted_by: caller.personId });
      await writeHistory(tx, {
        engagementId: row.id,
        claim,
        from: claim.state,
        to,
        side,
        actor: caller,
        reason,
      });
      if ((await findEngagement(tx, row.id))?.version === row.version) await touch(tx, row.id);
      return this.view(tx, row.id, caller);
    });
  }

  /** The two listings that a claim is about. @throws NotFound */
  async listingsOf(claimId: string): Promise<{ scenarioId: string; capabilityId: string }> {
    const row = await this.engagementOf(claimId);
    return { scenarioId: row.scenario_id, capabilityId: row.capability_id };
  }

  private parties(tx: Tx, row: EngagementRow): Promise<Parties> {
    return loadParties(this.organisations, tx, row.demand_id, row.firm_id);
  }

  /** Both sides, two and approved. @throws SameParty, PartyNotApproved */
  private async standingParties(tx: Tx, row: EngagementRow): Promise<Parties> {
    const parties = await this.parties(tx, row);
    checkParties(parties);
    return parties;
  }

  private async engagementOf(claimId: string): Promise<EngagementRow> {
    const claim = await findClaim(this.db.manager, claimId);
    const row = claim && (await findEngagement(this.db.manager, claim.engagement_id));
    if (!row) throw new NotFound('申报', claimId);
    return row;
  }

  private async view(tx: Tx, id: string, caller: Principal): Promise<EngagementView> {
    const row = await findEngagement(tx, id);
    const [view] = row ? await views(tx, [row], caller) : [];
    if (!view) throw new NotFound('对接', id);
    return view;
  }
}

async function update(tx: Tx, id: string, columns: Columns): Promise<void> {
  const set = Object.keys(columns).map((column, index) => `${column} = $${index + 2}`);
  await rows(tx, `UPDATE claims SET ${set.join(', ')} WHERE id = $1`, [id, ...Object.values(columns)]);
}

function evidenceWanted(level: number): InvalidInput {
  return new InvalidInput([
    {
      pointer: '/evidenceIds',
      code: 'claim.evidence_wanted',
      detail: '协议、合同、验收应用须附佐证材料或合同编号',
      value: level,
    },
  ]);
}
