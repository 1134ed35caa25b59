import { Injectable } from '@nestjs/common';
import { OrganisationService, type Principal, stakesIn } from '#accounts';
import type { EngagementView } from '#contracts';
import { type Day, dayOf, Forbidden, InvalidInput, NotFound, newId, type Reasoned } from '#kernel';
import { appendFact, Config, Database } from '#platform';
import { ClaimSteps, type StepCommand } from './claim.steps.js';
import { lastDayToAnswer } from './domain/answering.js';
import { evidenceFrom, levelOf, occupyingStates } from './domain/claims.js';
import type { EngagementSubject } from './domain/subject.js';
import { declareIntent } from './engagement.opening.js';
import type { Refusal } from './engagement.service.js';
import {
  claimsOf,
  findClaim,
  findEngagement,
  insertClaim,
  lockEngagement,
  writeHistory,
} from './engagement.store.js';
import { readView } from './engagement.views.js';
import type { Engagement } from './entities/index.js';
import { EngagementDeclined, LevelTaken } from './errors.js';
import { attachEvidence, usedElsewhere, usesElsewhere } from './evidence.service.js';
import {
  claimedFact,
  confirmedFact,
  declinedFact,
  disputedFact,
  endedFact,
  subjectOf,
  verifiedFact,
} from './facts.js';
import { checkParties, snapshots } from './parties.js';
import { admit, sideIn } from './reach.js';
import { current, independent, renew, secondReviewer, takeBack } from './verification.js';

export interface NewClaim {
  readonly level: number;
  readonly channel: 'online' | 'meeting';
  /** Yuan, tax included. */
  readonly amount: string | null;
  /** Day of the meeting, the signature or the acceptance; not after today. */
  readonly happenedOn?: Day | null | undefined;
  readonly note: string;
  readonly contractNumber?: string | undefined;
  readonly evidenceIds: readonly string[];
}

export interface Ruling {
  readonly reason?: string | undefined;
  /** Why a coordinator verifies although the same evidence is used elsewhere. */
  readonly override?: string | undefined;
  /** The listings as they are now, where they are still in force. */
  readonly subject?: EngagementSubject | undefined;
}

/** Claims of levels 2 to 5 and their way to verification; it owns their transactions. */
@Injectable()
export class ClaimService {
  private readonly steps: ClaimSteps;

  constructor(
    private readonly db: Database,
    organisations: OrganisationService,
    private readonly config: Config = Config.parse({}),
  ) {
    this.steps = new ClaimSteps(db, organisations);
  }

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
    admit(caller, 'engagement.claim', seen, { id: engagementId });
    if (given.level >= evidenceFrom && given.contractNumber === undefined && given.evidenceIds.length === 0)
      throw evidenceWanted(given.level);
    const today = dayOf(now);
    if (given.happenedOn && given.happenedOn > today) throw happensLater(given.happenedOn);
    return this.db.transaction(async (tx) => {
      const row = await lockEngagement(tx, engagementId);
      admit(caller, 'engagement.claim', row, { id: engagementId });
      const side = sideIn(caller, row);
      if (!side) throw new Forbidden();
      if (row.state === 'declined') throw new EngagementDeclined(row.reason);
      const { demand, supply } = await this.steps.standingParties(tx, row);
      const stakes = await stakesIn(tx, [demand.uscc, supply.uscc], [row.demand.department]);
      const claims = await claimsOf(tx, [engagementId]);
      const taken = claims.some((c) => c.level === given.level && occupyingStates.includes(c.state));
      if (taken || given.level <= levelOf(false, claims)) throw new LevelTaken(given.level);
      const id = newId();
      const dueOn = lastDayToAnswer(today, this.config.get('CLAIM_ANSWER_DAYS'));
      await insertClaim(tx, {
        id,
        engagementId,
        level: given.level,
        side,
        channel: given.channel,
        amount: given.amount,
        note: given.note,
        claimedBy: caller.personId,
        claimedAt: now,
        stakes,
        happenedOn: given.happenedOn ?? null,
        dueOn,
      });
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
      const claimed = { id, level: given.level, side, dueOn };
      await appendFact(tx, subjectOf(row), claimedFact(row, claimed, today));
      return readView(tx, engagementId, caller);
    });
  }

  /** The other side confirms the claim, and by that declares its intent. */
  confirm(command: StepCommand): Promise<EngagementView> {
    const step = { ...command, to: 'confirmed', action: 'claim.confirm' } as const;
    return this.steps.take(step, async (at) => {
      await this.steps.standingParties(at.tx, at.row);
      await declareIntent(at.tx, at.row.id, at.claim.side === 'demand' ? 'supply' : 'demand');
      await appendFact(at.tx, subjectOf(at.row), confirmedFact(at));
      return { changes: { confirmedBy: at.caller.personId, confirmedAt: at.now } };
    });
  }

  /** The other side does not confirm. @param refusal its code is of the dictionary refusalReasons. */
  decline(command: StepCommand, { code, reason }: Refusal): Promise<EngagementView> {
    const step = { ...command, code, reason, to: 'declined', action: 'claim.decline' } as const;
    return this.steps.take(step, async (at) => {
      await appendFact(at.tx, subjectOf(at.row), declinedFact(at, code, reason ?? null));
      return {};
    });
  }

  withdraw(command: Reasoned<StepCommand>): Promise<EngagementView> {
    const step = { ...command, to: 'withdrawn', action: 'claim.withdraw' } as const;
    return this.steps.take(step, async (at) => {
      await appendFact(at.tx, subjectOf(at.row), endedFact('claim.withdrawn', at, command.reason));
      return {};
    });
  }

  /** Holds a claim until a second reviewer decides. */
  dispute(command: Reasoned<StepCommand>): Promise<EngagementView> {
    const step = { ...command, to: 'disputed', action: 'claim.dispute' } as const;
    return this.steps.take(step, async (at) => {
      await appendFact(at.tx, subjectOf(at.row), disputedFact(at, command.reason));
      return { changes: { disputedBy: at.caller.personId } };
    });
  }

  /** @throws ReviewerInvolved, SecondReviewerWanted `claim.second_reviewer_wanted` */
  reject(command: Reasoned<StepCommand>): Promise<EngagementView> {
    const step = { ...command, to: 'rejected', action: 'claim.reject' } as const;
    return this.steps.take(step, async (at) => {
      await independent(at, await this.steps.parties(at.tx, at.row));
      secondReviewer(at, 'rejected', command.reason);
      await appendFact(at.tx, subjectOf(at.row), endedFact('claim.rejected', at, command.reason));
      return {};
    });
  }

  /**
   * A coordinator of neither side verifies: the one step that makes the count grow. The parties are looked at again,
   * and the codes of this moment go into the fact.
   * @throws ReviewerInvolved, SecondReviewerWanted, EvidenceUsedElsewhere `claim.evidence_used_elsewhere`, PartyNotApproved
   */
  verify(command: StepCommand, ruling: Ruling): Promise<EngagementView> {
    const { caller } = command;
    const reason = [ruling.reason, ruling.override && `佐证重复的处理：${ruling.override}`]
      .filter(Boolean)
      .join('；');
    const step = { ...command, reason: reason || undefined, to: 'verified', action: 'claim.verify' } as const;
    return this.steps.take(step, async (at) => {
      const parties = await this.steps.parties(at.tx, at.row);
      const subject = current(at.row, ruling.subject);
      await independent(at, parties, snapshots(parties, subject).demand.department);
      checkParties(parties);
      secondReviewer(at, 'verified', ruling.reason);
      const uses = await usesElsewhere(at.tx, at.row.id, at.claim.id);
      if (uses.length > 0 && ruling.override === undefined) throw usedElsewhere(uses, caller);
      const row = await renew(at, parties, subject);
      const by = { personId: caller.personId, bodyId: caller.body?.id ?? '' };
      await appendFact(at.tx, subjectOf(row), verifiedFact(row, at.claim, by, at.now));
      return {
        changes: { verifiedBy: caller.personId, verifiedAt: at.now },
        ...(uses.length > 0 && { detail: { uses, override: ruling.override } }),
      };
    });
  }

  /** Reverses a verified claim; the ledger then gets a reversing entry. */
  reverse(command: Reasoned<StepCommand>): Promise<EngagementView> {
    const step = { ...command, to: 'reversed', action: 'claim.reverse' } as const;
    return this.steps.take(step, async (at) => {
      await independent(at, await this.steps.parties(at.tx, at.row));
      await takeBack(at, command.reason);
      return {};
    });
  }

  /** The two listings that a claim is about. @throws NotFound */
  async listingsOf(claimId: string): Promise<{ demandListingId: string; supplyListingId: string }> {
    const row = await this.engagementOf(claimId);
    return { demandListingId: row.demandListingId, supplyListingId: row.supplyListingId };
  }

  private async engagementOf(claimId: string): Promise<Engagement> {
    const claim = await findClaim(this.db.manager, claimId);
    const row = claim && (await findEngagement(this.db.manager, claim.engagementId));
    if (!row) throw new NotFound('申报', claimId);
    return row;
  }
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

function happensLater(value: Day): InvalidInput {
  return new InvalidInput([
    { pointer: '/happenedOn', code: 'claim.happens_later', detail: '日期不能晚于今天', value },
  ]);
}
