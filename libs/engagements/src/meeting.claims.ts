import { Injectable } from '@nestjs/common';
import { OrganisationService, stakesIn } from '#accounts';
import type { EngagementSide } from '#contracts';
import { type Day, dayOf, newId } from '#kernel';
import { appendFact, Config, Database, type Tx } from '#platform';
import { updateClaim } from './claim.steps.js';
import { lastDayToAnswer } from './domain/answering.js';
import { doingOf, other, type Witness, type Witnesses } from './domain/meeting.js';
import type { EngagementSubject } from './domain/subject.js';
import { createEngagement, declareIntent, findPair, lockPair } from './engagement.opening.js';
import { claimsOf, findClaim, insertClaim, lockEngagement, touch, writeHistory } from './engagement.store.js';
import type { Engagement } from './entities/index.js';
import { EngagementDeclined } from './errors.js';
import { claimedFact, confirmedFact, subjectOf } from './facts.js';
import { checkParties, loadParties, type Parties } from './parties.js';

/** A pair that met at a meeting, with who vouches for each side. */
export interface Met extends Witnesses {
  readonly subject: EngagementSubject;
  readonly meeting: { readonly number: string; readonly title: string; readonly day: Day };
}

interface At {
  readonly tx: Tx;
  readonly row: Engagement;
  readonly parties: Parties;
  readonly met: Met;
  readonly now: Date;
}

/** What meetings bring to the ladder: level 2 on the one engagement of the pair, verified as every other claim is. */
@Injectable()
export class MeetingClaims {
  constructor(
    private readonly db: Database,
    private readonly organisations: OrganisationService,
    private readonly config: Config = Config.parse({}),
  ) {}

  /**
   * @returns the engagement's id; the same pair again changes nothing.
   * @throws SameParty, PartyNotApproved, EngagementDeclined
   */
  meet(met: Met, now = new Date()): Promise<string> {
    return this.db.transaction(async (tx) => {
      const parties = await loadParties(this.organisations, tx, idsOf(met.subject));
      checkParties(parties);
      await lockPair(tx, met.subject);
      const found = await findPair(tx, met.subject);
      const opening = { actor: met.demand, side: 'demand', subject: met.subject, parties, now } as const;
      const id = found?.id ?? (await createEngagement(tx, opening));
      const row = await lockEngagement(tx, id);
      if (!row) throw new Error(`engagement ${id} is gone`);
      if (row.state === 'declined') throw new EngagementDeclined(row.reason);
      await this.take({ tx, row, parties, met, now });
      return id;
    });
  }

  private async take(at: At): Promise<void> {
    const { tx, row, met } = at;
    const doing = doingOf(await claimsOf(tx, [row.id]), met);
    if (doing.kind === 'nothing') return;
    for (const side of ['demand', 'supply'] as const) await declareIntent(tx, row.id, side);
    if (doing.kind === 'confirm') return this.confirm(at, doing.claimId, doing.by, doing.side);
    const id = await this.claim(at, doing.by, doing.side);
    if (doing.confirmedBy) await this.confirm(at, id, doing.confirmedBy, other(doing.side));
  }

  private async claim(
    { tx, row, parties, met, now }: At,
    by: Witness,
    side: EngagementSide,
  ): Promise<string> {
    const { demand, supply } = parties;
    const [id, today, note] = [newId(), dayOf(now), noteOf(met)];
    const dueOn = lastDayToAnswer(today, this.config.get('CLAIM_ANSWER_DAYS'));
    await insertClaim(tx, {
      id,
      engagementId: row.id,
      level: 2,
      side,
      channel: 'meeting',
      amount: null,
      note,
      claimedBy: by.personId,
      claimedAt: now,
      stakes: await stakesIn(tx, [demand.uscc, supply.uscc], [row.demand.department]),
      happenedOn: met.meeting.day,
      dueOn,
    });
    await writeHistory(tx, {
      engagementId: row.id,
      claim: { id, level: 2 },
      from: null,
      to: 'claimed',
      side: by.own ? side : 'coordinator',
      actor: by,
      reason: note,
    });
    await appendFact(tx, subjectOf(row), claimedFact(row, { id, level: 2, side, dueOn }, today));
    return id;
  }

  private async confirm(
    { tx, row, met, now }: At,
    claimId: string,
    by: Witness,
    side: EngagementSide,
  ): Promise<void> {
    await updateClaim(tx, claimId, {
      state: 'confirmed',
      confirmedBy: by.personId,
      confirmedAt: now,
      actedBy: by.personId,
    });
    const claim = await findClaim(tx, claimId);
    if (!claim) throw new Error(`claim ${claimId} is gone`);
    await writeHistory(tx, {
      engagementId: row.id,
      claim,
      from: 'claimed',
      to: 'confirmed',
      side: by.own ? side : 'coordinator',
      actor: by,
      reason: noteOf(met),
    });
    await touch(tx, row.id);
    await appendFact(tx, subjectOf(row), confirmedFact({ row, claim, now }));
  }
}

function idsOf({ demand, supply }: EngagementSubject) {
  return { demandId: demand.organisationId, firmId: supply.organisationId };
}

function noteOf({ meeting }: Met): string {
  return `对接会 ${meeting.number}《${meeting.title}》签到对接`;
}
