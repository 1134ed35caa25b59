import { Injectable } from '@nestjs/common';
import { tracesOf } from '#accounts';
import { claimDeadlines, raiseFlags } from '#contracts';
import { ClaimDeadlines, FlagService } from '#engagements';
import { originsOf } from '#listings';
import { Database, HandlesJob } from '#platform';

@Injectable()
export class EngagementHandlers {
  constructor(
    private readonly db: Database,
    private readonly deadlines: ClaimDeadlines,
    private readonly flags: FlagService,
  ) {}

  @HandlesJob(claimDeadlines)
  async lookAtDeadlines() {
    return { ...(await this.deadlines.look()) };
  }

  @HandlesJob(raiseFlags)
  async lookForFlags() {
    const { manager } = this.db;
    const raised = await this.flags.look({
      listings: (ids) => originsOf(manager, ids),
      organisations: (ids) => tracesOf(manager, ids),
    });
    return { raised };
  }
}
