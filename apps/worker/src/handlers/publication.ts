import type { INestApplicationContext } from '@nestjs/common';
import { amendEditions, publishDueEditions } from '#contracts';
import { ListingReader } from '#listings';
import { type Handler, handle } from '#platform';
import { EditionService } from '#publication';

export function publicationHandlers(app: INestApplicationContext): Handler[] {
  const editions = app.get(EditionService);
  const listings = app.get(ListingReader);
  return [
    handle(publishDueEditions, () => editions.publishDue()),
    handle(amendEditions, async ({ kind, listingId }) => {
      // In force again since: nothing to strike.
      if (await listings.published(kind, listingId)) return 0;
      const standing = await listings.standing(kind, listingId);
      return standing
        ? editions.strike(
            kind,
            listingId,
            standing.number,
            standing.state === 'expired' ? '有效期已过' : '发布单位已撤回',
          )
        : 0;
    }),
  ];
}
