import type { INestApplicationContext } from '@nestjs/common';
import { expireListings } from '#contracts';
import { ListingService } from '#listings';
import { type Handler, handle } from '#platform';

export function listingHandlers(app: INestApplicationContext): Handler[] {
  const listings = app.get(ListingService);
  return [handle(expireListings, async () => ({ expired: await listings.expire() }))];
}
