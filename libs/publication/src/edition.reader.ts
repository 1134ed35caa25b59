import { Injectable } from '@nestjs/common';
import type { EditionView, ListingKind } from '#contracts';
import { conditionSql, type Day, dayOf, NotFound, narrowed, Parameters } from '#kernel';
import type { Sight } from '#listings';
import { Database, keyset, rows } from '#platform';
import type { EditionDocument } from './domain/document.js';
import { editionSeen } from './domain/sight.js';
import type { EditionState } from './domain/states.js';
import { type EditionRow, editionView, selectEdition } from './edition.store.js';

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
    const parameters = new Parameters(id);
    const [row] = await this.db.query<EditionRow>(
      `${selectEdition} WHERE e.id = $1 AND ${seenSql(sight, parameters)}`,
      parameters.values,
    );
    if (!row) throw new NotFound('清单', id);
    return editionView(row);
  }

  /** Newest first. */
  async list({ kind, states, sight, limit, cursor }: EditionQuestion): Promise<EditionPage> {
    const [at, id] = keyset.read(cursor, ['instant', 'id']) ?? [null, null];
    const parameters = new Parameters(kind ?? null, states ?? null, at, id, limit + 1);
    const found = await this.db.query<EditionRow & { at: string }>(
      `SELECT * FROM (${selectEdition}) e, LATERAL (SELECT e.created_at::text AS at) k
       WHERE ($1::text IS NULL OR e.kind = $1) AND ($2::text[] IS NULL OR e.state = ANY($2))
         AND ($3::text IS NULL OR (e.created_at, e.id) < ($3::timestamptz, $4::uuid)) AND ${seenSql(sight, parameters)}
       ORDER BY e.created_at DESC, e.id DESC LIMIT $5`,
      parameters.values,
    );
    return keyset.page(found, limit, (row) => [row.at, row.id], editionView);
  }

  async items(editionId: string): Promise<string[]> {
    const found = await rows<{ listing_id: string }>(
      this.db.manager,
      'SELECT listing_id FROM edition_items WHERE edition_id = $1 ORDER BY position',
      [editionId],
    );
    return found.map((row) => row.listing_id);
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
    const [at, id] = keyset.read(cursor, ['instant', 'id']) ?? [null, null];
    const found = await this.db.query<EditionRow & { at: string }>(
      `SELECT * FROM (${selectEdition}) e, LATERAL (SELECT e.published_at::text AS at) k
       WHERE e.number IS NOT NULL AND ($1::text IS NULL OR e.kind = $1)
         AND ($2::text IS NULL OR (e.published_at, e.id) < ($2::timestamptz, $3::uuid))
       ORDER BY e.published_at DESC, e.id DESC LIMIT $4`,
      [kind ?? null, at, id, limit + 1],
    );
    return keyset.page(found, limit, (row) => [row.at, row.id], summary);
  }

  /** @param slug `<issuer code>-<number>`; undefined when there is none such. */
  async bySlug(kind: ListingKind, slug: string): Promise<EditionSummary | undefined> {
    const parts = /^([0-9A-Za-z]{1,20})-(\d{1,9})$/.exec(slug);
    if (!parts) return undefined;
    const [row] = await this.db.query<EditionRow>(
      `${selectEdition} WHERE e.kind = $1 AND e.issuer_code = $2 AND e.number = $3`,
      [kind, parts[1], Number(parts[2])],
    );
    return row && summary(row);
  }

  async text(editionId: string, revision: number): Promise<EditionText | undefined> {
    const [row] = await this.db.query<{ document: string; sha256: string }>(
      'SELECT document, sha256 FROM edition_revisions WHERE edition_id = $1 AND revision = $2',
      [editionId, revision],
    );
    return (
      row && { text: row.document, document: JSON.parse(row.document) as EditionDocument, sha256: row.sha256 }
    );
  }
}

const columns = {
  issued: { sql: 'e.number IS NOT NULL', type: 'boolean' },
  issuerCode: { sql: 'e.issuer_code', type: 'text' },
} as const;

function seenSql(sight: Sight, parameters: Parameters): string {
  return conditionSql(narrowed(editionSeen, sight), columns, parameters);
}

function summary(row: EditionRow): EditionSummary {
  return {
    id: row.id,
    kind: row.kind,
    slug: `${row.issuer_code}-${row.number}`,
    number: row.number ?? 0,
    title: row.title,
    issuerName: row.issuer_name,
    publishedOn: dayOf(row.published_at ?? new Date(0)),
    items: Number(row.items),
    struck: row.struck,
    revision: row.revision,
    state: row.state === 'withdrawn' ? 'withdrawn' : 'published',
    withdrawnReason: row.withdrawn_reason,
  };
}
