import type { INestApplicationContext } from '@nestjs/common';
import { commitImport, expireListings } from '#contracts';
import { ImportService, ListingService } from '#listings';
import { type Handler, handle } from '#platform';

export function listingHandlers(app: INestApplicationContext): Handler[] {
  const listings = app.get(ListingService);
  const imports = app.get(ImportService);
  return [
    handle(expireListings, async () => ({ expired: await listings.expire() })),
    handle(commitImport, async ({ importId }, context) => {
      const { created, known, published, refused } = await imports.commit(importId, (done, doing) =>
        context.report({ done, doing }),
      );
      return { created, known, published, refused };
    }),
  ];
}
