import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import type { EditionView, ListingKind } from '#contracts';
import { dayOf, InvalidInput, newId, transition } from '#kernel';
import { appendFact, Database, nextNumber, type Tx } from '#platform';
import { amended } from './domain/document.js';
import { type EditionState, editionStates } from './domain/states.js';
import { EditionComposer } from './edition.composer.js';
import { freeze, yearOf } from './edition.freeze.js';
import { emptyEdition, inThePast, noSuchItems, notADraft, notPublished } from './edition.refusals.js';
import { currentDocument, editionView, findEdition, lockEdition, replaceItems } from './edition.store.js';
import type { Change, Draft, Issuer, Preview, Ruling } from './edition.types.js';
import { Edition } from './entities/edition.js';

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
      const { kind, title, preface } = draft;
      const issuedBy = { issuerId: issuer.id, issuerName: issuer.name, issuerCode: issuer.code };
      await tx.insert(Edition, { id, kind, ...issuedBy, title, preface, createdBy: actorId });
      await replaceItems(tx, id, chosen);
      return editionView(await findEdition(tx, id));
    });
  }

  async edit(id: string, version: number, change: Change): Promise<EditionView> {
    const before = await this.find(id);
    if (change.listingIds) await this.composer.admit(before, change.listingIds);
    const chosen =
      change.listingIds ??
      (change.filter && (await this.composer.choose(before.issuer, before.kind, change.filter)));
    return this.changed(id, version, async (tx, { state, ...row }) => {
      if (state !== 'draft' && state !== 'scheduled') throw notADraft(state);
      const { title = row.title, preface = row.preface } = change;
      await tx.update(Edition, { id }, { title, preface });
      if (chosen) await replaceItems(tx, id, chosen);
    });
  }

  /** What would be published now; listings that are not in force (any more) are left out and named. */
  async preview(id: string): Promise<Preview> {
    const edition = await findEdition(this.db.manager, id);
    const labelOf = await this.composer.labels();
    const [number, now] = [edition.number ?? 0, new Date()];
    return this.composer.compose(this.db.manager, { edition, number, now, labelOf });
  }

  /** Numbers, freezes and announces; a published edition never changes again. */
  async publish(id: string, version: number | undefined, actorId: string | null): Promise<EditionView> {
    const labelOf = await this.composer.labels();
    return this.changed(id, version, async (tx, edition) => {
      transition<EditionState>(editionStates, '清单', edition.state, 'published');
      const now = new Date();
      await this.composer.hold(tx, edition);
      const number = await nextNumber(tx, `edition-${edition.kind}-${edition.issuerId}`);
      const { document } = await this.composer.compose(tx, { edition, number, now, labelOf });
      if (document.items.length === 0) throw emptyEdition();
      const issued = { number, publishedAt: now, scheduledFor: null, revision: 1 };
      await tx.update(Edition, { id }, { state: 'published', ...issued });
      await freeze(tx, { edition, document, ruling: { actorId, reason: '' }, now });
    });
  }

  schedule(id: string, version: number, at: Date | null): Promise<EditionView> {
    return this.changed(id, version, async (tx, { state }) => {
      if (at !== null && at.getTime() <= Date.now()) throw inThePast(at);
      const to = at === null ? 'draft' : 'scheduled';
      if (state !== to) transition<EditionState>(editionStates, '清单', state, to);
      await tx.update(Edition, { id }, { state: to, scheduledFor: at });
    });
  }

  /** Publishes what is due. @returns how many; one that cannot be published goes back to a draft. */
  async publishDue(now = new Date()): Promise<number> {
    const due = await this.db.manager.find(Edition, {
      select: { id: true },
      where: { state: 'scheduled', scheduledFor: LessThanOrEqual(now) },
      order: { scheduledFor: 'ASC' },
    });
    let published = 0;
    for (const { id } of due) {
      try {
        await this.publish(id, undefined, null);
        published++;
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        const back = { state: 'draft', scheduledFor: null } as const;
        await this.db.manager.update(Edition, { id, state: 'scheduled' }, back);
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
    return this.changed(id, version, async (tx, edition) => {
      if (edition.state !== 'published') throw notPublished(edition.state);
      const now = new Date();
      const current = await currentDocument(tx, id, edition.revision);
      const known = new Set(current.document.items.map((item) => item.number));
      const unknown = numbers.filter((number) => !known.has(number));
      if (unknown.length > 0) throw noSuchItems(unknown);
      const next = amended(current, new Set(numbers), { on: dayOf(now), reason: ruling.reason });
      if (!next) return;
      await tx.update(Edition, { id }, { revision: next.revision });
      await freeze(tx, { edition, document: next, ruling, now });
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
      const { document } = await currentDocument(
        this.db.manager,
        id,
        (await findEdition(this.db.manager, id)).revision,
      );
      if (document.items.some((item) => item.number === number))
        await this.amend(id, undefined, [number], { actorId: null, reason });
    }
    return found.length;
  }

  withdraw(id: string, version: number, ruling: Ruling): Promise<EditionView> {
    return this.changed(id, version, async (tx, edition) => {
      transition<EditionState>(editionStates, '清单', edition.state, 'withdrawn');
      await tx.update(Edition, { id }, { state: 'withdrawn', withdrawnReason: ruling.reason });
      await appendFact(tx, `edition:${id}`, {
        name: 'edition.withdrawn',
        editionId: id,
        kind: edition.kind,
        issuerId: edition.issuerId,
        number: edition.number ?? 0,
        year: yearOf(edition.publishedAt),
        revision: edition.revision,
        sha256: edition.sha256 ?? '',
        items: edition.items,
        reason: ruling.reason,
      });
    });
  }

  async delete(id: string, version: number): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { number, state } = await lockEdition(tx, id, version);
      if (number !== null) throw notADraft(state);
      await tx.delete(Edition, { id });
    });
  }

  async find(id: string): Promise<EditionView> {
    return editionView(await findEdition(this.db.manager, id));
  }

  /** Locks, checks the version, lets `change` work. */
  private changed(
    id: string,
    version: number | undefined,
    change: (tx: Tx, edition: Edition) => Promise<void>,
  ): Promise<EditionView> {
    return this.db.transaction(async (tx) => {
      await change(tx, await lockEdition(tx, id, version));
      return editionView(await findEdition(tx, id));
    });
  }
}
