import type { INestApplicationContext } from '@nestjs/common';
import { recordFact } from '#contracts';
import { type Handler, handle } from '#platform';
import { LedgerService } from '#statistics';

export function statisticsHandlers(app: INestApplicationContext): Handler[] {
  const ledger = app.get(LedgerService, { strict: false });
  return [handle(recordFact, (delivered) => ledger.record(delivered))];
}
