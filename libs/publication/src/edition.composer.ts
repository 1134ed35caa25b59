import { Injectable } from '@nestjs/common';
import type { EditionFilter, EditionView, LabelOf, ListingKind, PublishedListing } from '#contracts';
import { dayOf } from '#kernel';
import { anyone, DictionaryService, ListingReader, sees } from '#listings';
import { Config, Database, type Tx } from '#platform';
import type { EditionDocument, EditionItem } from './domain/document.js';
import { noSuchListings } from './edition.refusals.js';
import { itemIds } from './edition.store.js';
import type { Issuer, Preview } from './edition.types.js';
import { itemContent, labelsShown, matches } from './edition-item.js';
import type { Edition } from './entities/edition.js';

const batch = 500;

/** What a document is made of besides the listings. */
interface Composition {
  readonly edition: Edition;
  readonly number: number;
  readonly now: Date;
  readonly labelOf: LabelOf;
}

/** Chooses listings for an edition and makes its document of what is in force. */
@Injectable()
export class EditionComposer {
  constructor(
    private readonly db: Database,
    private readonly listings: ListingReader,
    private readonly dictionaries: DictionaryService,
    private readonly config: Config,
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
    const area = this.areaOf(issuer.code);
    const listed = (listing: PublishedListing) => reasonAgainst(listing, area) === undefined;
    const chosen: PublishedListing[] = [];
    for await (const some of this.listings.publishedBatches(kind, batch)) {
      chosen.push(
        ...some.filter((listing) => !before.has(listing.id) && listed(listing) && matches(listing, filter)),
      );
    }
    chosen.sort((a, b) => (a.number < b.number ? -1 : 1));
    return chosen.map((listing) => listing.id);
  }

  /**
   * Refuses listings that an edition of this issuer cannot hold. Those that it holds already may stay: they are left
   * out when it is published.
   * @throws InvalidInput `edition.no_such_listing`
   */
  async admit(edition: Pick<EditionView, 'id' | 'kind' | 'issuer'>, ids: readonly string[]): Promise<void> {
    const area = this.areaOf(edition.issuer.code);
    const held = new Set(await itemIds(this.db.manager, edition.id));
    const added = ids.filter((id) => !held.has(id));
    const found = await this.listings.publishedByIds(edition.kind, added);
    const fit = new Set(found.filter((one) => reasonAgainst(one, area) === undefined).map((one) => one.id));
    const refused = added.filter((id) => !fit.has(id));
    if (refused.length > 0) throw noSuchListings(refused);
  }

  /** Keeps the chosen listings as they are until the transaction ends: who withdraws one meanwhile strikes it afterwards. */
  async hold(tx: Tx, { id }: Edition): Promise<void> {
    await this.listings.hold(await itemIds(tx, id), tx);
  }

  /** An area's body lists what counts in its area; null: the city's, which lists all. */
  private areaOf(issuerCode: string): string | null {
    return issuerCode === this.config.get('CITY_CODE') ? null : issuerCode;
  }

  async compose(tx: Tx, { edition, number, now, labelOf }: Composition): Promise<Preview> {
    const area = this.areaOf(edition.issuerCode);
    const ids = await itemIds(tx, edition.id);
    const found = new Map<string, PublishedListing>();
    for (let i = 0; i < ids.length; i += batch) {
      for (const listing of await this.listings.publishedByIds(edition.kind, ids.slice(i, i + batch), tx))
        found.set(listing.id, listing);
    }
    const items: EditionItem[] = [];
    const leftOut: { listingId: string; reason: string }[] = [];
    for (const id of ids) {
      const listing = found.get(id);
      const against = listing ? reasonAgainst(listing, area) : '已撤回或已过有效期';
      if (!listing || against !== undefined) leftOut.push({ listingId: id, reason: against ?? '' });
      else
        items.push({
          position: items.length + 1,
          number: listing.number,
          revision: listing.revision,
          content: itemContent(edition.kind, listing),
        });
    }
    const document: EditionDocument = {
      format: 'duijie-edition/1',
      kind: edition.kind,
      issuer: { name: edition.issuerName, code: edition.issuerCode },
      number,
      title: edition.title,
      preface: edition.preface,
      publishedOn: dayOf(now),
      revision: 1,
      previous: null,
      amendment: null,
      items,
      labels: labelsShown(
        edition.kind,
        items.map((item) => item.content),
        labelOf,
      ),
    };
    return { document, leftOut };
  }
}

/** Why an edition cannot hold a listing in force; undefined where it can. @param area of its issuer, null for the city's. */
function reasonAgainst(listing: PublishedListing, area: string | null): string | undefined {
  if (!sees(anyone, listing)) return '公开范围不是“公开”';
  return area !== null && listing.area !== area ? '不属于发布单位所在区域' : undefined;
}
