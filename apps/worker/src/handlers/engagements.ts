import type { INestApplicationContext } from '@nestjs/common';
import { tracesOf } from '#accounts';
import { claimDeadlines, raiseFlags } from '#contracts';
import { ClaimDeadlines, FlagService, type OriginReader } from '#engagements';
import { originsOf } from '#listings';
import { Database, type Handler, handle } from '#platform';

export function engagementHandlers(app: INestApplicationContext): Handler[] {
  const deadlines = app.get(ClaimDeadlines);
  const flags = app.get(FlagService);
  const db = app.get(Database);
  const origins: OriginReader = {
    listings: (ids) => originsOf(db.manager, ids),
    organisations: (ids) => tracesOf(db.manager, ids),
  };
  return [
    handle(claimDeadlines, async () => ({ ...(await deadlines.look()) })),
    handle(raiseFlags, async () => ({ raised: await flags.look(origins) })),
  ];
}
