import { Injectable } from '@nestjs/common';
import { Any, IsNull, Not } from 'typeorm';
import { joinOrganisation, organisationSummarySql } from '#accounts';
import type {
  Contact,
  DeliveredFact,
  ListingKind,
  ListingState,
  OrganisationSummary,
  PublishedListing,
  PublishedOf,
} from '#contracts';
import { Parameters } from '#kernel';
import { Database, rows, type Tx } from '#platform';
import { distinctRefs, type ListingRef, mentioned } from './changed.js';
import { contentOf, type DocumentRow, joinRevision, ofKind } from './document.js';
import { listingInForceSql } from './domain/in-force.js';
import type { Sight } from './domain/sight.js';
import { ListingHead } from './entities/listing-head.js';
import { type ListingNamed, listingNamedSql, listingsSql } from './listing.sql.js';
import { seenInForceSql } from './sight.sql.js';

/** A change of the organisation changes what is read of its listings, and their matches. */
const standsSince = 'greatest(h.published_at, o.changed_at)';

export interface PublishedStamp {
  readonly revision: number;
  readonly standsSince: string;
}

export interface ListingStanding {
  readonly id: string;
  readonly number: string;
  /** Of its latest revision. */
  readonly state: ListingState;
  readonly organisationId: string;
  readonly area: string | null;
}

/** What is in force, as other libs read it: the truth that jobs re-read. Never with personal data. */
@Injectable()
export class ListingReader {
  constructor(private readonly db: Database) {}

  /** Undefined when nothing of it is in force. */
  async published<K extends ListingKind>(kind: K, id: string): Promise<PublishedOf<K> | undefined> {
    return (await this.publishedByIds(kind, [id]))[0];
  }

  async publishedByIds<K extends ListingKind>(
    kind: K,
    ids: readonly string[],
    by: Tx = this.db.manager,
  ): Promise<PublishedOf<K>[]> {
    const found = await rows<PublishedRow>(by, `${inForce(kind)} AND h.id = ANY($1::uuid[]) ORDER BY h.id`, [
      ids,
    ]);
    return found.map((row) => publishedOf(kind, row));
  }

  /** Keeps listings from being changed until the transaction ends. */
  async hold(ids: readonly string[], tx: Tx): Promise<void> {
    await rows(tx, 'SELECT id FROM listings WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE', [ids]);
  }

  async publishedByNumber<K extends ListingKind>(
    kind: K,
    number: string,
  ): Promise<PublishedOf<K> | undefined> {
    const [row] = await this.db.query<PublishedRow>(`${inForce(kind)} AND h.number = $1`, [number]);
    return row && publishedOf(kind, row);
  }

  /** Ids by number, in force or not. */
  async idsOf(kind: ListingKind, numbers: readonly string[]): Promise<Map<string, string>> {
    const found = await this.db.manager.find(ListingHead, {
      select: { id: true, number: true },
      where: { kind, number: Any([...numbers]) },
    });
    return new Map(found.map((row) => [row.number, row.id]));
  }

  /** Of which kind each of these listings is, in force or not. */
  async kindsOf(ids: readonly string[]): Promise<ReadonlyMap<string, ListingKind>> {
    const found = await this.db.manager.find(ListingHead, {
      select: { id: true, kind: true },
      where: { id: Any([...ids]) },
    });
    return new Map(found.map((row) => [row.id, row.kind]));
  }

  /** All that is in force, in the order of ids, `size` at a time. */
  async *publishedBatches<K extends ListingKind>(kind: K, size: number): AsyncGenerator<PublishedOf<K>[]> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      const found = await this.db.query<PublishedRow>(
        `${inForce(kind)} AND h.id > $1 ORDER BY h.id LIMIT $2`,
        [after, size],
      );
      const last = found.at(-1);
      if (!last) return;
      after = last.id;
      yield found.map((row) => publishedOf(kind, row));
    }
  }

  /** Ids and revisions of all that is in force. */
  async publishedRevisions(kind: ListingKind): Promise<Map<string, number>> {
    const found = await this.db.query<{ id: string; revision: number }>(
      `SELECT h.id, h.published_revision AS revision FROM listings h WHERE ${ofKind('h', kind)} AND ${listingInForceSql('h')}`,
    );
    return new Map(found.map((row) => [row.id, row.revision]));
  }

  /** The same with the instants since when each stands as it does: where both are the same, nothing was changed in between. */
  async publishedStamps(kind: ListingKind, by: Tx = this.db.manager): Promise<Map<string, PublishedStamp>> {
    const found = await rows<{ id: string; revision: number; at: Date }>(
      by,
      `SELECT h.id, h.published_revision AS revision, ${standsSince} AS at FROM listings h
       ${joinOrganisation('h.organisation_id')} WHERE ${ofKind('h', kind)} AND ${listingInForceSql('h')}`,
    );
    return new Map(
      found.map((row) => [row.id, { revision: row.revision, standsSince: row.at.toISOString() }]),
    );
  }

  async publishedCount(kind: ListingKind): Promise<number> {
    const [row] = await this.db.query<{ n: string }>(
      `SELECT count(*) AS n FROM listings h WHERE ${ofKind('h', kind)} AND ${listingInForceSql('h')}`,
    );
    return Number(row?.n);
  }

  /** How many of those in force the asker sees. */
  async seenCount(kind: ListingKind, sight: Sight): Promise<number> {
    const parameters = new Parameters();
    const [row] = await this.db.query<{ n: string }>(
      `SELECT count(*) AS n ${seenHeads(kind, sight, parameters)}`,
      parameters.values,
    );
    return Number(row?.n);
  }

  /** Of these listings those that are in force and the asker sees. */
  async seenAmong(kind: ListingKind, ids: readonly string[], sight: Sight): Promise<Set<string>> {
    const parameters = new Parameters(ids);
    const found = await this.db.query<{ id: string }>(
      `SELECT h.id ${seenHeads(kind, sight, parameters)} AND h.id = ANY($1::uuid[])`,
      parameters.values,
    );
    return new Set(found.map((row) => row.id));
  }

  /** The same by id, as lists of pairs name them. */
  async headsAmong(
    kind: ListingKind,
    ids: readonly string[],
    sight: Sight,
  ): Promise<ReadonlyMap<string, ListingNamed>> {
    const parameters = new Parameters(ids);
    const found = await this.db.query<{ head: ListingNamed }>(
      `SELECT ${listingNamedSql(aliases)} AS head ${seenHeads(kind, sight, parameters)} AND h.id = ANY($1::uuid[])`,
      parameters.values,
    );
    return new Map(found.map(({ head }) => [head.id, head]));
  }

  /** Of these numbers those that are published and out of force, for their organisation is suspended. */
  async pausedAmong(kind: ListingKind, numbers: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await this.db.query<{ number: string }>(
      `SELECT h.number FROM listings h
       WHERE ${ofKind('h', kind)} AND h.number = ANY($1::text[]) AND h.published_revision IS NOT NULL AND NOT ${listingInForceSql('h')}`,
      [numbers],
    );
    return new Set(found.map((row) => row.number));
  }

  /** What an organisation has published, in force or not. */
  async publishedOf(
    organisationIds: readonly string[],
    by: Tx = this.db.manager,
  ): Promise<{ kind: ListingKind; id: string }[]> {
    if (organisationIds.length === 0) return [];
    const found = await by.find(ListingHead, {
      select: { kind: true, id: true },
      where: { organisationId: Any([...organisationIds]), publishedRevision: Not(IsNull()) },
    });
    return found.map(({ kind, id }) => ({ kind, id }));
  }

  /**
   * The listings that some facts are about, each once: those that came into force, or may have, and those that left it,
   * whether they are back or not. What is in force of them is read anew by who works them.
   */
  async changesIn(
    facts: readonly DeliveredFact[],
    by: Tx = this.db.manager,
  ): Promise<{ readonly listings: readonly ListingRef[]; readonly left: readonly ListingRef[] }> {
    const { named, withdrawn, organisations } = mentioned(facts);
    const theirs = await this.publishedOf(organisations, by);
    return {
      listings: distinctRefs([...named, ...theirs]),
      left: distinctRefs([...withdrawn, ...theirs]),
    };
  }

  /** The same in one list. */
  async changedBy(facts: readonly DeliveredFact[], by?: Tx): Promise<readonly ListingRef[]> {
    return (await this.changesIn(facts, by)).listings;
  }

  /** Personal data: whoever asks must have shown that the other side agreed to be asked. */
  async contact(kind: ListingKind, id: string): Promise<Contact | undefined> {
    const [row] = await this.db.query<{ contact: Contact }>(
      `SELECT k.contact FROM listings h
       JOIN listing_contacts k ON k.listing_id = h.id AND k.revision = coalesce(h.published_revision, h.revision)
       WHERE ${ofKind('h', kind)} AND h.id = $1`,
      [id],
    );
    return row?.contact;
  }

  /** Of these, in force or not, the revision in force or else the newest: what learning looks at outlives the listing. */
  async lastKnown<K extends ListingKind>(kind: K, ids: readonly string[]): Promise<PublishedOf<K>[]> {
    const found = await this.db.query<PublishedRow>(
      `${lastRevision(kind)} AND h.id = ANY($1::uuid[]) ORDER BY h.id`,
      [ids],
    );
    return found.map((row) => publishedOf(kind, row));
  }

  /** How any listing stands, in force or not; undefined where there is none. */
  async standing(kind: ListingKind, id: string): Promise<ListingStanding | undefined> {
    const [row] = await this.db.query<ListingStanding>(
      `SELECT h.id, h.number, r.state, h.organisation_id AS "organisationId", coalesce(r.area, o.area) AS area
       FROM listings h ${joinRevision('newest')} ${joinOrganisation('h.organisation_id')}
       WHERE ${ofKind('h', kind)} AND h.id = $1`,
      [id],
    );
    return row;
  }
}

const aliases = { head: 'h', revision: 'r', organisation: 'o' };

function seenHeads(kind: ListingKind, sight: Sight, parameters: Parameters): string {
  return `FROM ${listingsSql('published', aliases)}
    WHERE ${ofKind('h', kind)} AND ${seenInForceSql(aliases, sight, parameters)}`;
}

interface PublishedRow extends DocumentRow {
  readonly id: string;
  readonly number: string;
  readonly revision: number;
  /** Null where it never was in force. */
  readonly published_at: Date | null;
  readonly stands_since: Date | null;
  readonly organisation: OrganisationSummary;
}

const publishedColumns = `h.id, h.number, r.revision, h.published_at, ${standsSince} AS stands_since, ${organisationSummarySql()}, r.content`;

function inForce(kind: ListingKind): string {
  return `SELECT ${publishedColumns} FROM listings h ${joinRevision('published')}
    ${joinOrganisation('h.organisation_id')} WHERE ${ofKind('h', kind)} AND ${listingInForceSql('h')}`;
}

function lastRevision(kind: ListingKind): string {
  return `SELECT ${publishedColumns} FROM listings h
    ${joinRevision('last')} ${joinOrganisation('h.organisation_id')} WHERE ${ofKind('h', kind)}`;
}

function publishedOf<K extends ListingKind>(kind: K, row: PublishedRow): PublishedOf<K> {
  const { contact: _, ...content } = contentOf(kind, row);
  const { id, number, revision, organisation } = row;
  return {
    id,
    number,
    revision,
    organisation,
    publishedAt: row.published_at?.toISOString() ?? '',
    standsSince: row.stands_since?.toISOString() ?? '',
    ...content,
    // A listing counts in its own area, or in that of its organisation.
    area: content.area ?? organisation.area,
    ...('department' in content ? { department: content.department ?? organisation.department } : {}),
  } as PublishedListing as unknown as PublishedOf<K>;
}
