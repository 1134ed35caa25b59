import type { DeliveredFact } from '#contracts';
import type { ListingReader } from '#listings';
import type { EditionService } from '#publication';

/** Strikes items of published editions that were withdrawn since, by an amendment. */
export async function strikeWithdrawn(
  listings: ListingReader,
  editions: EditionService,
  facts: readonly DeliveredFact[],
): Promise<void> {
  for (const { fact } of facts) {
    if (fact.name !== 'listing.withdrawn') continue;
    const { kind, listingId } = fact;
    if (await listings.published(kind, listingId)) continue; // in force again since: nothing to strike
    const standing = await listings.standing(kind, listingId);
    if (!standing) continue;
    const reason = standing.state === 'expired' ? '有效期已过' : '发布单位已撤回';
    await editions.strike(kind, listingId, standing.number, reason);
  }
}
