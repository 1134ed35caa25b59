import type { INestApplicationContext } from '@nestjs/common';
import { publishDueEditions } from '#contracts';
import { type Handler, handle } from '#platform';
import { EditionService } from '#publication';

export function publicationHandlers(app: INestApplicationContext): Handler[] {
  const editions = app.get(EditionService);
  return [handle(publishDueEditions, () => editions.publishDue())];
}
