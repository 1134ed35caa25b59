import { Injectable } from '@nestjs/common';
import type { CapabilityContent, Fact, ListingKind, ListingState, ScenarioContent } from '#contracts';
import { DomainError, dayOf, InvalidInput, newId, transition } from '#kernel';
import { appendFact, Database, nextYearlyNumber, rows, type Tx } from '#platform';
import { type Content, tables } from './columns.js';
import { review, writable } from './domain/review.js';
import {
  type Actor,
  insertRevision,
  type Listing,
  type ListingView,
  lockListing,
  recordStep,
  selectListing,
  setState,
  touch,
  updateRevision,
  viewOf,
} from './listing.store.js';

export class RevisionUnderReview extends DomainError {
  readonly code = 'listing.under_review';
  readonly status = 409;

  constructor() {
    super('该版本正在审核，审核结束后才能修改');
  }
}

export interface Origin {
  /** The same key never makes a second listing: imports can be repeated. */
  readonly importKey?: string;
}

/** Scenarios and capabilities on their way; it owns their transactions. The methods with `tx` join the caller's. */
@Injectable()
export class ListingService {
  constructor(private readonly db: Database) {}

  create(kind: ListingKind, organisationId: string, content: Content, actor: Actor): Promise<ListingView> {
    return this.db.transaction(async (tx) => {
      const id = await this.createDraft(tx, kind, organisationId, content, actor);
      return this.view(tx, kind, id ?? '');
    });
  }

  /** @returns the new id, or undefined when the import key is known already. */
  async createDraft(
    tx: Tx,
    kind: ListingKind,
    organisationId: string,
    content: Content,
    actor: Actor,
    origin: Origin = {},
  ): Promise<string | undefined> {
    const { head, prefix } = tables[kind];
    if (origin.importKey !== undefined) {
      const known = await rows(tx, `SELECT 1 FROM ${head} WHERE import_key = $1`, [origin.importKey]);
      if (known.length > 0) return undefined;
    }
    const id = newId();
    const number = await nextYearlyNumber(tx, prefix, Number(dayOf(new Date()).slice(0, 4)));
    await rows(
      tx,
      `INSERT INTO ${head} (id, number, organisation_id, revision, import_key) VALUES ($1, $2, $3, 1, $4)`,
      [id, number, organisationId, origin.importKey ?? null],
    );
    await insertRevision(tx, kind, id, 1, 'draft', content);
    await recordStep(tx, {
      kind,
      listingId: id,
      revision: 1,
      from: null,
      to: 'draft',
      actor,
      reason: origin.importKey === undefined ? null : '导入',
    });
    return id;
  }

  /** A draft is written over; anything decided gets a further revision, and what is in force stays in force. */
  edit(kind: ListingKind, id: string, version: number, content: Content, actor: Actor): Promise<ListingView> {
    return this.changed(kind, id, version, async (tx, before) => {
      if (before.state === 'submitted' || before.state === 'approved') throw new RevisionUnderReview();
      if (writable.includes(before.state)) {
        await updateRevision(tx, kind, id, before.revision, content);
        await recordStep(tx, {
          kind,
          listingId: id,
          revision: before.revision,
          from: before.state,
          to: before.state,
          actor,
          reason: '修改',
        });
        return touch(tx, kind, id);
      }
      const revision = before.revision + 1;
      await insertRevision(tx, kind, id, revision, 'draft', content);
      await recordStep(tx, {
        kind,
        listingId: id,
        revision,
        from: before.state,
        to: 'draft',
        actor,
        reason: '修改产生新版本',
      });
      return touch(tx, kind, id, `revision = ${revision}`);
    });
  }

  submit(kind: ListingKind, id: string, version: number, actor: Actor): Promise<ListingView> {
    return this.changed(kind, id, version, (tx, before) => this.submitIn(tx, before, actor));
  }

  approve(
    kind: ListingKind,
    id: string,
    version: number,
    actor: Actor,
    reason: string | null,
  ): Promise<ListingView> {
    return this.changed(kind, id, version, (tx, before) => this.approveIn(tx, before, actor, reason));
  }

  requestChanges(
    kind: ListingKind,
    id: string,
    version: number,
    actor: Actor,
    reason: string,
  ): Promise<ListingView> {
    return this.changed(kind, id, version, (tx, before) =>
      this.step(tx, before, 'changes_requested', actor, reason),
    );
  }

  reject(kind: ListingKind, id: string, version: number, actor: Actor, reason: string): Promise<ListingView> {
    return this.changed(kind, id, version, (tx, before) => this.step(tx, before, 'rejected', actor, reason));
  }

  /** Ends what is in force, and an unfinished revision beside it. */
  withdraw(
    kind: ListingKind,
    id: string,
    version: number,
    actor: Actor,
    reason: string,
  ): Promise<ListingView> {
    return this.changed(kind, id, version, async (tx, before) => {
      if (before.publishedRevision !== null) await this.takeOut(tx, before, 'withdrawn', actor, reason);
      if (
        before.publishedRevision !== before.revision &&
        !['rejected', 'withdrawn', 'expired'].includes(before.state)
      ) {
        await this.step(tx, before, 'withdrawn', actor, reason);
      } else if (before.publishedRevision === null) {
        transition<ListingState>(review, tables[kind].label, before.state, 'withdrawn');
      }
    });
  }

  /** From draft to in force for many at once: what a coordinator imports or approves in bulk. One transaction. */
  async approveAll(
    kind: ListingKind,
    ids: readonly string[],
    actor: Actor,
    reason: string | null,
  ): Promise<number> {
    return this.db.transaction(async (tx) => {
      let approved = 0;
      for (const id of [...ids].sort()) {
        let listing = await lockListing(tx, kind, id);
        if (writable.includes(listing.state)) {
          await this.submitIn(tx, listing, actor);
          listing = { ...listing, state: 'submitted' };
        }
        if (listing.state !== 'submitted') continue;
        await this.approveIn(tx, listing, actor, reason);
        approved++;
      }
      return approved;
    });
  }

  /** Expires what was valid until a day before `today`. @returns how many; a second call finds none. */
  async expire(today = dayOf(new Date())): Promise<number> {
    let expired = 0;
    for (const kind of ['scenario', 'capability'] as const) {
      const due = await this.db.query<{ listing_id: string }>(
        `SELECT listing_id FROM ${tables[kind].revisions} WHERE state = 'published' AND valid_until < $1 ORDER BY listing_id`,
        [today],
      );
      for (const { listing_id } of due) {
        await this.db.transaction(async (tx) => {
          const listing = await lockListing(tx, kind, listing_id);
          const stillDue = await rows(
            tx,
            `SELECT 1 FROM ${tables[kind].revisions} WHERE listing_id = $1 AND state = 'published' AND valid_until < $2`,
            [listing_id, today],
          );
          if (stillDue.length === 0) return;
          await this.takeOut(tx, listing, 'expired', { id: null, name: '系统' }, '有效期已过');
          await touch(tx, kind, listing_id);
          expired++;
        });
      }
    }
    return expired;
  }

  private async submitIn(tx: Tx, before: Listing, actor: Actor): Promise<void> {
    const { validUntil } = before.content;
    if (validUntil !== null && validUntil < dayOf(new Date())) {
      throw new InvalidInput([
        {
          pointer: '/content/validUntil',
          code: 'listing.already_expired',
          detail: '有效期已过，请改为今天或以后的日期',
          value: validUntil,
        },
      ]);
    }
    await this.step(tx, before, 'submitted', actor, null);
  }

  private async approveIn(tx: Tx, before: Listing, actor: Actor, reason: string | null): Promise<void> {
    await this.step(tx, before, 'approved', actor, reason);
    if (before.publishedRevision !== null)
      await setState(tx, before.kind, before.id, before.publishedRevision, 'superseded');
    await this.step(tx, { ...before, state: 'approved' }, 'published', actor, null);
    await touch(tx, before.kind, before.id, `published_revision = ${before.revision}, published_at = now()`);
    await appendFact(tx, `${before.kind}:${before.id}`, {
      name: 'listing.published',
      kind: before.kind,
      ...codesOf(before, before.content, before.revision),
    });
  }

  private async takeOut(
    tx: Tx,
    before: Listing,
    to: 'expired' | 'withdrawn',
    actor: Actor,
    reason: string,
  ): Promise<void> {
    const revision = before.publishedRevision ?? before.revision;
    await setState(tx, before.kind, before.id, revision, to);
    await recordStep(tx, {
      kind: before.kind,
      listingId: before.id,
      revision,
      from: 'published',
      to,
      actor,
      reason,
    });
    await rows(tx, `UPDATE ${tables[before.kind].head} SET published_revision = NULL WHERE id = $1`, [
      before.id,
    ]);
    await appendFact(tx, `${before.kind}:${before.id}`, {
      name: 'listing.withdrawn',
      kind: before.kind,
      ...codesOf(before, before.content, revision),
      cause: to,
      reason,
    });
  }

  private async step(
    tx: Tx,
    before: Listing,
    to: ListingState,
    actor: Actor,
    reason: string | null,
  ): Promise<void> {
    transition<ListingState>(review, tables[before.kind].label, before.state, to);
    await setState(tx, before.kind, before.id, before.revision, to);
    await recordStep(tx, {
      kind: before.kind,
      listingId: before.id,
      revision: before.revision,
      from: before.state,
      to,
      actor,
      reason,
    });
  }

  private changed(
    kind: ListingKind,
    id: string,
    version: number,
    change: (tx: Tx, before: Listing) => Promise<void>,
  ): Promise<ListingView> {
    return this.db.transaction(async (tx) => {
      const before = await lockListing(tx, kind, id, version);
      await change(tx, before);
      const after = await this.view(tx, kind, id);
      if (after.version !== before.version) return after;
      await touch(tx, kind, id);
      return this.view(tx, kind, id);
    });
  }

  private async view(tx: Tx, kind: ListingKind, id: string): Promise<ListingView> {
    const [row] = await rows(tx, `${selectListing(kind)} WHERE h.id = $1`, [id]);
    return viewOf(kind, row ?? {});
  }
}

function codesOf(
  listing: Listing,
  content: Content,
  revision: number,
): Omit<Extract<Fact, { name: 'listing.published' }>, 'name' | 'kind'> {
  return {
    listingId: listing.id,
    number: listing.number,
    revision,
    organisationId: listing.organisation.id,
    area: content.area ?? listing.organisation.area,
    department: (content as Partial<ScenarioContent>).department ?? listing.organisation.department,
    fields: content.fields,
    chains: (content as ScenarioContent | CapabilityContent).chains,
  };
}
