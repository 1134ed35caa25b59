import { type ListingKind, type MarketCode, markets, type PublishedListing } from '#contracts';
import type { PublishedStamp } from '#listings';
import { rulesOf } from '../markets/index.js';
import { Catalogue } from './catalogue.js';

/** A market as a process holds it: its supplies, ready to be matched, and its demands, as they stand in force. */
export class Picture {
  catalogue: Catalogue;
  readonly demands = new Map<string, PublishedListing>();
  /** Changes since the last snapshot. */
  unsaved = 0;
  /** Changes of demands since the process began. */
  demandChanges = 0;

  constructor(readonly market: MarketCode) {
    this.catalogue = new Catalogue(rulesOf(market));
  }

  get kinds(): { readonly demand: ListingKind; readonly supply: ListingKind } {
    return markets[this.market];
  }

  /** What is known of a listing of one of its kinds that is in force. */
  stampOf(kind: ListingKind, id: string): PublishedStamp | undefined {
    return kind === this.kinds.demand ? this.demands.get(id) : this.catalogue.head(id);
  }

  put(kind: ListingKind, listing: PublishedListing): void {
    if (kind === this.kinds.demand) {
      if (this.demands.get(listing.id)?.revision !== listing.revision) this.demandChanges++;
      this.demands.set(listing.id, listing);
    } else if (this.catalogue.put(listing)) this.unsaved++;
  }

  forget(id: string): void {
    if (this.demands.delete(id)) this.demandChanges++;
    if (this.catalogue.docOf(id) === undefined) return;
    this.catalogue.remove(id);
    this.unsaved++;
  }
}
