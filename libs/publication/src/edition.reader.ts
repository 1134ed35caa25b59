import { Injectable } from '@nestjs/common';
import type { EditionView, ListingKind } from '#contracts';
import { type Day, dayOf, NotFound, narrowed } from '#kernel';
import type { Sight } from '#listings';
import { Database, newestPage, rows, ruled } from '#platform';
import type { EditionDocument } from './domain/document.js';
import { editionSeen } from './domain/sight.js';
import type { EditionState } from './domain/states.js';
import { editionView, itemIds } from './edition.store.js';
import { Edition } from './entities/edition.js';
import { EditionRevision } from './entities/edition-revision.js';

/** What a public page says of an edition. */
export interface EditionSummary {
  readonly id: string;
  readonly kind: ListingKind;
  readonly slug: string;
  readonly number: number;
  readonly title: string;
  readonly issuerName: string;
  readonly publishedOn: Day;
  readonly items: number;
  /** Of them; a further revision each time. */
  readonly struck: number;
  readonly revision: number;
  readonly state: 'published' | 'withdrawn';
  readonly withdrawnReason: string | null;
}

export interface EditionText {
  /** The canonical JSON as it was frozen. */
  readonly text: string;
  readonly document: EditionDocument;
  readonly sha256: string;
}

export interface EditionQuestion {
  readonly kind: ListingKind | undefined;
  readonly states: readonly EditionState[] | undefined;
  readonly sight: Sight;
  readonly limit: number;
  readonly cursor: string | undefined;
}

export interface EditionPage {
  readonly items: readonly EditionView[];
  readonly next: string | null;
}

/** Reads of editions; nothing here changes anything. */
@Injectable()
export class EditionReader {
  constructor(private readonly db: Database) {}

  /** @throws NotFound also for what is there but not for this asker. */
  async find(id: string, sight: Sight): Promise<EditionView> {
    const found = await this.seen(sight).andWhere('e.id = :id', { id }).getOne();
    if (!found) throw new NotFound('清单', id);
    return editionView(found);
  }

  /** Newest first. */
  async list({ kind, states, sight, limit, cursor }: EditionQuestion): Promise<EditionPage> {
    const query = this.seen(sight);
    if (kind !== undefined) query.andWhere('e.kind = :kind', { kind });
    if (states) query.andWhere('e.state = ANY(:states::text[])', { states });
    return newestPage(query, 'createdAt', { limit, cursor }, editionView);
  }

  items(editionId: string): Promise<string[]> {
    return itemIds(this.db.manager, editionId);
  }

  /** What the editions are called, published or about to be, in which any of these listings stands. */
  async amongListings(ids: readonly string[]): Promise<string[]> {
    const found = await rows<{ title: string }>(
      this.db.manager,
      'SELECT DISTINCT e.title FROM edition_items i JOIN editions e ON e.id = i.edition_id WHERE i.listing_id = ANY($1::uuid[])',
      [ids],
    );
    return found.map(({ title }) => `《${title}》`);
  }

  /** Published editions, newest first. */
  async published(
    kind: ListingKind | undefined,
    limit: number,
    cursor?: string,
  ): Promise<{ items: readonly EditionSummary[]; next: string | null }> {
    const query = this.editions().where('e.number IS NOT NULL');
    if (kind !== undefined) query.andWhere('e.kind = :kind', { kind });
    return newestPage(query, 'publishedAt', { limit, cursor }, summary);
  }

  /** @param slug `<issuer code>-<number>`; undefined when there is none such. */
  async bySlug(kind: ListingKind, slug: string): Promise<EditionSummary | undefined> {
    const parts = /^([0-9A-Za-z]{1,20})-(\d{1,9})$/.exec(slug);
    if (!parts) return undefined;
    const [, issuerCode = '', number] = parts;
    const found = await this.db.manager.findOneBy(Edition, { kind, issuerCode, number: Number(number) });
    return found ? summary(found) : undefined;
  }

  async text(editionId: string, revision: number): Promise<EditionText | undefined> {
    const found = await this.db.manager.findOneBy(EditionRevision, { editionId, revision });
    if (!found) return undefined;
    const { document: text, sha256 } = found;
    return { text, document: JSON.parse(text) as EditionDocument, sha256 };
  }

  /** The published revision that has a hash. */
  async bySha256(
    sha256: string,
  ): Promise<{ readonly edition: EditionSummary; readonly text: EditionText } | undefined> {
    const revision = await this.db.manager.findOneBy(EditionRevision, { sha256 });
    if (!revision) return undefined;
    const edition = await this.editions()
      .where('e.id = :id AND e.number IS NOT NULL', { id: revision.editionId })
      .getOne();
    const text = await this.text(revision.editionId, revision.revision);
    return edition && text ? { edition: summary(edition), text } : undefined;
  }

  private editions() {
    return this.db.manager.createQueryBuilder(Edition, 'e');
  }

  private seen(sight: Sight) {
    const query = this.editions();
    ruled(query, narrowed(editionSeen, sight), columns);
    return query;
  }
}

const columns = {
  issued: { sql: 'e.number IS NOT NULL', type: 'boolean' },
  issuerCode: { sql: 'e.issuer_code', type: 'text' },
} as const;

function summary(edition: Edition): EditionSummary {
  const { id, kind, issuerCode, issuerName, title, items, struck, revision, withdrawnReason } = edition;
  return {
    id,
    kind,
    slug: `${issuerCode}-${edition.number}`,
    number: edition.number ?? 0,
    title,
    issuerName,
    publishedOn: dayOf(edition.publishedAt ?? new Date(0)),
    items,
    struck,
    revision,
    state: edition.state === 'withdrawn' ? 'withdrawn' : 'published',
    withdrawnReason,
  };
}
