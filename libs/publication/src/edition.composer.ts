import { Injectable } from '@nestjs/common';
import type { EditionFilter, LabelOf, ListingKind } from '#contracts';
import { dayOf } from '#kernel';
import { DictionaryService, ListingReader } from '#listings';
import { Database, type Tx } from '#platform';
import type { EditionDocument, EditionItem } from './domain/document.js';
import { type EditionRow, itemIds } from './edition.store.js';
import type { Issuer, Preview } from './edition.types.js';
import { itemContent, labelsShown, matches, type Published } from './edition-item.js';

const batch = 500;

/** Chooses listings for an edition and makes its document of what is in force. */
@Injectable()
export class EditionComposer {
  constructor(
    private readonly db: Database,
    private readonly listings: ListingReader,
    private readonly dictionaries: DictionaryService,
  ) {}

  /** To be asked for before a transaction begins: it reads on a connection of its own. */
  labels(): Promise<LabelOf> {
    return this.dictionaries.labels();
  }

  async choose(issuer: Issuer, kind: ListingKind, filter: EditionFilter): Promise<string[]> {
    const before = filter.onlyNew
      ? new Set(
          (
            await this.db.query<{ listing_id: string }>(
              `SELECT DISTINCT i.listing_id FROM edition_items i JOIN editions e ON e.id = i.edition_id
               WHERE e.issuer_id = $1 AND e.kind = $2 AND e.number IS NOT NULL`,
              [issuer.id, kind],
            )
          ).map((row) => row.listing_id),
        )
      : new Set<string>();
    const chosen: Published[] = [];
    for await (const some of this.listings.publishedBatches(kind, batch)) {
      chosen.push(...some.filter((listing) => !before.has(listing.id) && matches(listing, filter)));
    }
    chosen.sort((a, b) => (a.number < b.number ? -1 : 1));
    return chosen.map((listing) => listing.id);
  }

  async compose(tx: Tx, row: EditionRow, number: number, now: Date, labelOf: LabelOf): Promise<Preview> {
    const ids = await itemIds(tx, row.id);
    const found = new Map<string, Published>();
    for (let i = 0; i < ids.length; i += batch) {
      for (const listing of await this.listings.publishedByIds(row.kind, ids.slice(i, i + batch), tx))
        found.set(listing.id, listing);
    }
    const items: EditionItem[] = [];
    const leftOut: { listingId: string; reason: string }[] = [];
    for (const id of ids) {
      const listing = found.get(id);
      if (!listing) leftOut.push({ listingId: id, reason: '已撤回或已过有效期' });
      else if (listing.visibility !== 'public') leftOut.push({ listingId: id, reason: '公开范围不是“公开”' });
      else
        items.push({
          position: items.length + 1,
          number: listing.number,
          revision: listing.revision,
          content: itemContent(row.kind, listing),
        });
    }
    const document: EditionDocument = {
      format: 'duijie-edition/1',
      kind: row.kind,
      issuer: { name: row.issuer_name, code: row.issuer_code },
      number,
      title: row.title,
      preface: row.preface,
      publishedOn: dayOf(now),
      revision: 1,
      previous: null,
      amendment: null,
      items,
      labels: labelsShown(
        row.kind,
        items.map((item) => item.content),
        labelOf,
      ),
    };
    return { document, leftOut };
  }
}
