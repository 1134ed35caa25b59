import type { INestApplicationContext } from '@nestjs/common';
import { claimDeadlines } from '#contracts';
import { ClaimDeadlines } from '#engagements';
import { type Handler, handle } from '#platform';

export function engagementHandlers(app: INestApplicationContext): Handler[] {
  const deadlines = app.get(ClaimDeadlines);
  return [handle(claimDeadlines, async () => ({ ...(await deadlines.look()) }))];
}
