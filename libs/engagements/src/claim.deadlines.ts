import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { suspensionsAmong } from '#accounts';
import { addDays, type Day, dayOf } from '#kernel';
import { appendFact, Config, Database, type Tx } from '#platform';
import { updateClaim } from './claim.steps.js';
import { expired, reminderDue } from './domain/answering.js';
import { calendar, findClaim, lockEngagement, touch, writeHistory } from './engagement.store.js';
import { Claim, type Engagement } from './entities/index.js';
import { dueFact, expiredFact, subjectOf } from './facts.js';

export interface Looked {
  readonly reminded: number;
  readonly expired: number;
}

/**
 * Looks after claims that the other side has not answered: reminds it before the last day, and ends them after it.
 */
@Injectable()
export class ClaimDeadlines {
  constructor(
    private readonly db: Database,
    private readonly config: Config = Config.parse({}),
  ) {}

  /**
   * May run at any time and any number of times a day. A claim whose engagement is on hold is left until the hold
   * ends.
   */
  async look(now = new Date()): Promise<Looked> {
    const today = dayOf(now);
    const ahead = this.config.get('CLAIM_REMIND_DAYS');
    const near = addDays(today, Math.max(0, ...ahead));
    const found = await this.db.manager.find(Claim, {
      select: { id: true, engagementId: true },
      where: { state: 'claimed', dueOn: LessThanOrEqual(near) },
      order: { dueOn: 'ASC', id: 'ASC' },
    });
    const done = { reminded: 0, expired: 0 };
    for (const claim of found) {
      const step = await this.one(claim, today, ahead);
      if (step) done[step]++;
    }
    return done;
  }

  /** Locks the engagement of a claim, reads the claim again and does what is due. */
  private one(
    { id, engagementId }: Pick<Claim, 'id' | 'engagementId'>,
    today: Day,
    ahead: readonly number[],
  ): Promise<keyof Looked | undefined> {
    return this.db.transaction(async (tx) => {
      const row = await lockEngagement(tx, engagementId);
      const claim = await findClaim(tx, id);
      if (!row || claim?.state !== 'claimed') return undefined;
      if ((await suspensionsAmong(tx, [row.demandId, row.firmId])).size > 0) return undefined;
      if (expired(claim.dueOn, today)) {
        await this.end(tx, row, claim, today);
        return 'expired';
      }
      const reminder = reminderDue(claim.dueOn, today, ahead, claim.reminded);
      if (reminder === undefined) return undefined;
      await updateClaim(tx, id, { reminded: reminder });
      await appendFact(tx, subjectOf(row), dueFact(row, claim, today, daysBetween(today, claim.dueOn)));
      return 'reminded';
    });
  }

  private async end(tx: Tx, row: Engagement, claim: Claim, today: Day) {
    const reason = `对方至 ${claim.dueOn} 未确认`;
    await updateClaim(tx, claim.id, { state: 'expired', reason, actedBy: calendar.personId });
    await writeHistory(tx, {
      engagementId: row.id,
      claim,
      from: claim.state,
      to: 'expired',
      side: 'system',
      actor: calendar,
      reason,
    });
    await touch(tx, row.id);
    await appendFact(tx, subjectOf(row), expiredFact(row, claim, today));
  }
}

function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
