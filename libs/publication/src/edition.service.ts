import { Injectable } from '@nestjs/common';
import type { EditionView, ListingKind } from '#contracts';
import { dayOf, InvalidInput, NotFound, newId, transition } from '#kernel';
import { appendFact, Database, nextNumber, rows, type Tx } from '#platform';
import { amended } from './domain/document.js';
import { type EditionState, editionStates } from './domain/states.js';
import { EditionComposer } from './edition.composer.js';
import { freeze, yearOf } from './edition.freeze.js';
import { emptyEdition, inThePast, noSuchItems, notADraft, notPublished } from './edition.refusals.js';
import {
  currentDocument,
  type EditionRow,
  editionView,
  lockEdition,
  replaceItems,
  selectEdition,
} from './edition.store.js';
import type { Change, Draft, Issuer, Preview, Ruling } from './edition.types.js';

/** Editions from draft to frozen list; it owns their transactions. */
@Injectable()
export class EditionService {
  constructor(
    private readonly db: Database,
    private readonly composer: EditionComposer,
  ) {}

  async create(issuer: Issuer, draft: Draft, actorId: string | null): Promise<EditionView> {
    const chosen = await this.composer.choose(issuer, draft.kind, draft.filter ?? { onlyNew: false });
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
    if (change.listingIds) await this.composer.admit(before, change.listingIds);
    const chosen =
      change.listingIds ??
      (change.filter && (await this.composer.choose(before.issuer, before.kind, change.filter)));
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
    return this.composer.compose(
      this.db.manager,
      row,
      row.number ?? 0,
      new Date(),
      await this.composer.labels(),
    );
  }

  /** Numbers, freezes and announces; a published edition never changes again. */
  async publish(id: string, version: number | undefined, actorId: string | null): Promise<EditionView> {
    const labelOf = await this.composer.labels();
    return this.changed(id, version, async (tx, row) => {
      transition<EditionState>(editionStates, '清单', row.state, 'published');
      const now = new Date();
      await this.composer.hold(tx, row);
      const number = await nextNumber(tx, `edition-${row.kind}-${row.issuer_id}`);
      const { document } = await this.composer.compose(tx, row, number, now, labelOf);
      if (document.items.length === 0) throw emptyEdition();
      await rows(
        tx,
        "UPDATE editions SET state = 'published', number = $2, published_at = $3, scheduled_for = NULL, revision = 1 WHERE id = $1",
        [id, number, now],
      );
      await freeze(tx, row, document, { actorId, reason: '' }, now);
    });
  }

  schedule(id: string, version: number, at: Date | null): Promise<EditionView> {
    return this.changed(id, version, async (tx, row) => {
      if (at !== null && at.getTime() <= Date.now()) throw inThePast(at);
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
      if (unknown.length > 0) throw noSuchItems(unknown);
      const next = amended(document, sha256, new Set(numbers), dayOf(now), ruling.reason);
      if (!next) return false;
      await rows(tx, 'UPDATE editions SET revision = $2 WHERE id = $1', [id, next.revision]);
      await freeze(tx, row, next, ruling, now);
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
}
