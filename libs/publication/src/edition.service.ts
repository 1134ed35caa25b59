import { Injectable } from '@nestjs/common';
import type { EditionFilter, EditionView, LabelOf, ListingKind } from '#contracts';
import { dayOf, InvalidInput, NotFound, newId, transition } from '#kernel';
import { DictionaryService, ListingReader } from '#listings';
import { appendFact, Database, nextNumber, rows, type Tx } from '#platform';
import { amended, type EditionDocument, type EditionItem, seal } from './domain/document.js';
import { type EditionState, editionStates } from './domain/states.js';
import {
  currentDocument,
  type EditionRow,
  editionView,
  itemIds,
  lockEdition,
  replaceItems,
  selectEdition,
} from './edition.store.js';
import { itemContent, labelsShown, matches, type Published } from './edition-item.js';

/** The coordinating body in whose name an edition is issued. */
export interface Issuer {
  readonly id: string;
  readonly name: string;
  /** Area code, or the city's. */
  readonly code: string;
}

export interface Draft {
  readonly kind: ListingKind;
  readonly title: string;
  readonly preface: string;
  readonly filter?: EditionFilter | undefined;
}

export interface Change {
  readonly title?: string | undefined;
  readonly preface?: string | undefined;
  readonly listingIds?: readonly string[] | undefined;
  readonly filter?: EditionFilter | undefined;
}

export interface Preview {
  readonly document: EditionDocument;
  readonly leftOut: readonly { readonly listingId: string; readonly reason: string }[];
}

export interface Ruling {
  readonly actorId: string | null;
  readonly reason: string;
}

const batch = 500;

/** Editions from draft to frozen list; it owns their transactions. */
@Injectable()
export class EditionService {
  constructor(
    private readonly db: Database,
    private readonly listings: ListingReader,
    private readonly dictionaries: DictionaryService,
  ) {}

  async create(issuer: Issuer, draft: Draft, actorId: string | null): Promise<EditionView> {
    const chosen = await this.choose(issuer, draft.kind, draft.filter ?? { onlyNew: false });
    return this.db.transaction(async (tx) => {
      const id = newId();
      await rows(
        tx,
        `INSERT INTO editions (id, kind, issuer_id, issuer_name, issuer_code, title, preface, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, draft.kind, issuer.id, issuer.name, issuer.code, draft.title, draft.preface, actorId],
      );
      await replaceItems(tx, id, chosen);
      return editionView(await lockEdition(tx, id));
    });
  }

  async edit(id: string, version: number, change: Change): Promise<EditionView> {
    const before = await this.find(id);
    const chosen =
      change.listingIds ?? (change.filter && (await this.choose(before.issuer, before.kind, change.filter)));
    return this.changed(id, version, async (tx, row) => {
      if (row.state !== 'draft' && row.state !== 'scheduled') throw notADraft(row.state);
      await rows(tx, 'UPDATE editions SET title = $2, preface = $3 WHERE id = $1', [
        id,
        change.title ?? row.title,
        change.preface ?? row.preface,
      ]);
      if (chosen) await replaceItems(tx, id, chosen);
    });
  }

  /** What would be published now; listings that are not in force (any more) are left out and named. */
  async preview(id: string): Promise<Preview> {
    const row = await this.row(id);
    return this.compose(this.db.manager, row, row.number ?? 0, new Date(), await this.dictionaries.labels());
  }

  /** Numbers, freezes and announces; a published edition never changes again. */
  async publish(id: string, version: number | undefined, actorId: string | null): Promise<EditionView> {
    const labelOf = await this.dictionaries.labels();
    return this.changed(id, version, async (tx, row) => {
      transition<EditionState>(editionStates, '清单', row.state, 'published');
      const now = new Date();
      const number = await nextNumber(tx, `edition-${row.kind}-${row.issuer_id}`);
      const { document } = await this.compose(tx, row, number, now, labelOf);
      if (document.items.length === 0) {
        throw new InvalidInput(
          [
            {
              pointer: '/items',
              code: 'edition.empty',
              detail: '清单没有可发布的条目，请先选入已发布的内容',
            },
          ],
          '清单为空，不能发布',
        );
      }
      await rows(
        tx,
        "UPDATE editions SET state = 'published', number = $2, published_at = $3, scheduled_for = NULL, revision = 1 WHERE id = $1",
        [id, number, now],
      );
      await this.freeze(tx, row, document, { actorId, reason: '' }, now);
    });
  }

  schedule(id: string, version: number, at: Date | null): Promise<EditionView> {
    return this.changed(id, version, async (tx, row) => {
      if (at !== null && at.getTime() <= Date.now()) {
        throw new InvalidInput([
          {
            pointer: '/at',
            code: 'edition.past',
            detail: '定时发布的时间应在现在之后',
            value: at.toISOString(),
          },
        ]);
      }
      const to = at === null ? 'draft' : 'scheduled';
      if (row.state !== to) transition<EditionState>(editionStates, '清单', row.state, to);
      await rows(tx, 'UPDATE editions SET state = $2, scheduled_for = $3 WHERE id = $1', [id, to, at]);
    });
  }

  /** Publishes what is due. @returns how many; one that cannot be published goes back to a draft. */
  async publishDue(now = new Date()): Promise<number> {
    const due = await this.db.query<{ id: string }>(
      "SELECT id FROM editions WHERE state = 'scheduled' AND scheduled_for <= $1 ORDER BY scheduled_for",
      [now],
    );
    let published = 0;
    for (const { id } of due) {
      try {
        await this.publish(id, undefined, null);
        published++;
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        await this.db.query(
          "UPDATE editions SET state = 'draft', scheduled_for = NULL, version = version + 1 WHERE id = $1 AND state = 'scheduled'",
          [id],
        );
      }
    }
    return published;
  }

  /** Strikes items in a further revision. @returns the edition as it is then; unchanged when all are struck already. */
  amend(
    id: string,
    version: number | undefined,
    numbers: readonly string[],
    ruling: Ruling,
  ): Promise<EditionView> {
    return this.changed(id, version, async (tx, row) => {
      if (row.state !== 'published') throw notPublished(row.state);
      const now = new Date();
      const { document, sha256 } = await currentDocument(tx, id, row.revision);
      const known = new Set(document.items.map((item) => item.number));
      const unknown = numbers.filter((number) => !known.has(number));
      if (unknown.length > 0) {
        throw new InvalidInput(
          unknown.map((value) => ({
            pointer: '/numbers',
            code: 'edition.no_such_item',
            detail: '本期清单没有这个编号',
            value,
          })),
        );
      }
      const next = amended(document, sha256, new Set(numbers), dayOf(now), ruling.reason);
      if (!next) return false;
      await rows(tx, 'UPDATE editions SET revision = $2 WHERE id = $1', [id, next.revision]);
      await this.freeze(tx, row, next, ruling, now);
      return true;
    });
  }

  /** Strikes a withdrawn listing wherever it was published; to be repeated at will. */
  async strike(kind: ListingKind, listingId: string, number: string, reason: string): Promise<number> {
    const found = await this.db.query<{ id: string }>(
      `SELECT e.id FROM editions e JOIN edition_items i ON i.edition_id = e.id
       WHERE i.listing_id = $1 AND e.kind = $2 AND e.state = 'published' ORDER BY e.published_at`,
      [listingId, kind],
    );
    for (const { id } of found) {
      const { document } = await currentDocument(this.db.manager, id, (await this.row(id)).revision);
      if (document.items.some((item) => item.number === number))
        await this.amend(id, undefined, [number], { actorId: null, reason });
    }
    return found.length;
  }

  withdraw(id: string, version: number, ruling: Ruling): Promise<EditionView> {
    return this.changed(id, version, async (tx, row) => {
      transition<EditionState>(editionStates, '清单', row.state, 'withdrawn');
      await rows(tx, "UPDATE editions SET state = 'withdrawn', withdrawn_reason = $2 WHERE id = $1", [
        id,
        ruling.reason,
      ]);
      await appendFact(tx, `edition:${id}`, {
        name: 'edition.withdrawn',
        editionId: id,
        kind: row.kind,
        issuerId: row.issuer_id,
        number: row.number ?? 0,
        year: yearOf(row.published_at),
        revision: row.revision,
        sha256: row.sha256 ?? '',
        items: Number(row.items),
        reason: ruling.reason,
      });
    });
  }

  async delete(id: string, version: number): Promise<void> {
    await this.db.transaction(async (tx) => {
      const row = await lockEdition(tx, id, version);
      if (row.number !== null) throw notADraft(row.state);
      await rows(tx, 'DELETE FROM editions WHERE id = $1', [id]);
    });
  }

  async find(id: string): Promise<EditionView> {
    return editionView(await this.row(id));
  }

  private async row(id: string): Promise<EditionRow> {
    const [row] = await this.db.query<EditionRow>(`${selectEdition} WHERE e.id = $1`, [id]);
    if (!row) throw new NotFound('清单', id);
    return row;
  }

  /** Locks, checks the version, lets `change` work, counts the version up unless it says that nothing changed. */
  private changed(
    id: string,
    version: number | undefined,
    change: (tx: Tx, row: EditionRow) => Promise<boolean | undefined>,
  ): Promise<EditionView> {
    return this.db.transaction(async (tx) => {
      const row = await lockEdition(tx, id, version);
      if ((await change(tx, row)) !== false) {
        await rows(tx, 'UPDATE editions SET version = version + 1, updated_at = now() WHERE id = $1', [id]);
      }
      return editionView(await lockEdition(tx, id));
    });
  }

  private async choose(issuer: Issuer, kind: ListingKind, filter: EditionFilter): Promise<string[]> {
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

  private async compose(
    tx: Tx,
    row: EditionRow,
    number: number,
    now: Date,
    labelOf: LabelOf,
  ): Promise<Preview> {
    const ids = await itemIds(tx, row.id);
    const found = new Map<string, Published>();
    for (let i = 0; i < ids.length; i += batch) {
      for (const listing of await this.listings.publishedByIds(row.kind, ids.slice(i, i + batch)))
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

  private async freeze(
    tx: Tx,
    row: EditionRow,
    document: EditionDocument,
    ruling: Ruling,
    now: Date,
  ): Promise<void> {
    const sealed = seal(document);
    await rows(
      tx,
      `INSERT INTO edition_revisions (edition_id, revision, document, sha256, items, reason, actor_id, published_at)
       VALUES ($1, $2, $3, $4, $5, nullif($6, ''), $7, $8)`,
      [
        row.id,
        document.revision,
        sealed.text,
        sealed.sha256,
        document.items.length,
        ruling.reason,
        ruling.actorId,
        now,
      ],
    );
    const common = {
      editionId: row.id,
      kind: row.kind,
      issuerId: row.issuer_id,
      number: document.number,
      year: yearOf(now),
      revision: document.revision,
      sha256: sealed.sha256,
      items: document.items.length,
    };
    const first = document.revision === 1;
    await appendFact(
      tx,
      `edition:${row.id}`,
      first
        ? { name: 'edition.published', ...common }
        : { name: 'edition.amended', ...common, reason: ruling.reason },
    );
  }
}

function yearOf(instant: Date | null): number {
  return Number(dayOf(instant ?? new Date()).slice(0, 4));
}

function notADraft(state: string): InvalidInput {
  return new InvalidInput(
    [
      {
        pointer: '/state',
        code: 'edition.not_a_draft',
        detail: '已发布的清单不可修改，请用更正或撤回',
        value: state,
      },
    ],
    '只有草稿可以修改',
  );
}

function notPublished(state: string): InvalidInput {
  return new InvalidInput(
    [{ pointer: '/state', code: 'edition.not_published', detail: '只有已发布的清单可以更正', value: state }],
    '只有已发布的清单可以更正',
  );
}
