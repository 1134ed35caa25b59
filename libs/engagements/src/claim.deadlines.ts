import { Injectable } from '@nestjs/common';
import { suspensionsAmong } from '#accounts';
import { addDays, type Day, dayOf } from '#kernel';
import { appendFact, Config, Database, type Tx } from '#platform';
import { updateClaim } from './claim.steps.js';
import { expired, reminderDue } from './domain/answering.js';
import {
  type ClaimRow,
  calendar,
  type EngagementRow,
  findClaim,
  lockEngagement,
  touch,
  writeHistory,
} from './engagement.store.js';
import { dueFact, expiredFact, subjectOf } from './facts.js';

export interface Looked {
  readonly reminded: number;
  readonly expired: number;
}

/** Claims that the other side has not answered: reminders before the last day, and an end after it. */
@Injectable()
export class ClaimDeadlines {
  constructor(
    private readonly db: Database,
    private readonly config: Config = Config.parse({}),
  ) {}

  /** May run at any time and any number of times a day. What is on hold waits until it no longer is. */
  async look(now = new Date()): Promise<Looked> {
    const today = dayOf(now);
    const ahead = this.config.get('CLAIM_REMIND_DAYS');
    const near = addDays(today, Math.max(0, ...ahead));
    const found = await this.db.query<{ id: string; engagement_id: string }>(
      "SELECT id, engagement_id FROM claims WHERE state = 'claimed' AND due_on <= $1 ORDER BY due_on, id",
      [near],
    );
    const done = { reminded: 0, expired: 0 };
    for (const { id, engagement_id } of found) {
      const step = await this.one(id, engagement_id, today, ahead);
      if (step) done[step]++;
    }
    return done;
  }

  /** One claim, looked at again under its engagement's lock. */
  private one(
    id: string,
    engagementId: string,
    today: Day,
    ahead: readonly number[],
  ): Promise<keyof Looked | undefined> {
    return this.db.transaction(async (tx) => {
      const row = await lockEngagement(tx, engagementId);
      const claim = await findClaim(tx, id);
      if (!row || claim?.state !== 'claimed') return undefined;
      if ((await suspensionsAmong(tx, [row.demand_id, row.firm_id])).size > 0) return undefined;
      if (expired(claim.due_on, today)) {
        await this.end(tx, row, claim, today);
        return 'expired';
      }
      const reminder = reminderDue(claim.due_on, today, ahead, claim.reminded);
      if (reminder === undefined) return undefined;
      await updateClaim(tx, id, { reminded: reminder });
      await appendFact(tx, subjectOf(row), dueFact(row, claim, today, daysBetween(today, claim.due_on)));
      return 'reminded';
    });
  }

  private async end(tx: Tx, row: EngagementRow, claim: ClaimRow, today: Day) {
    const reason = `对方至 ${claim.due_on} 未确认`;
    await updateClaim(tx, claim.id, { state: 'expired', reason, acted_by: calendar.personId });
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
