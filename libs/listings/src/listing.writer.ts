import { Injectable } from '@nestjs/common';
import { organisationInForce } from '#accounts';
import type { KindContent, ListingKind } from '#contracts';
import { dayOf, InvalidInput, newId } from '#kernel';
import { Database, rows, type Tx } from '#platform';
import { DictionaryService } from './dictionary.service.js';
import type { Content } from './document.js';
import { codeFaults } from './domain/dictionaries.js';
import { isPast, type ListingActor, refuseUnderReview } from './domain/refusals.js';
import { writable } from './domain/review.js';
import {
  type Beginning,
  type Begun,
  type Contents,
  checkOrganisations,
  insertListings,
  knownKeys,
  type Making,
  said,
} from './listing.creation.js';
import { type Act, approve, submit } from './listing.steps.js';
import {
  insertDrafts,
  type Listing,
  lockListings,
  recordSteps,
  touch,
  updateDrafts,
} from './listing.store.js';

export interface Draft<K extends ListingKind = ListingKind> extends Beginning {
  /** As the kind's schema gives it back. */
  readonly content: KindContent<K>;
}

/** Other content of a listing that stands, as it was read under its lock. */
export interface Rewrite {
  readonly before: Listing;
  readonly content: Content;
}

/** What somebody does to many listings at once. */
export type BulkCommand = Omit<Act, 'tx'>;

/** How a step of many listings ended. */
export interface BulkPublished {
  readonly published: number;
  /** Ids that were left as they are, with the reason. */
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
}

/** Rows of one statement: bounds the size of a parameter, not of the transaction. */
const rowsAtOnce = 500;
/** Those that are new are copied: of them the parameters hold no more than keys. */
const draftsAtOnce = 2000;

/**
 * Drafts and bulk steps of listings; every method joins the caller's transaction unless it says otherwise, and none
 * asks what the actor may do. Used by the service, the importer, sample data and the command line.
 */
@Injectable()
export class ListingWriter {
  constructor(
    private readonly db: Database,
    private readonly dictionaries: DictionaryService,
  ) {}

  /**
   * @returns the new ids in the order of the drafts, undefined where the import key is known already.
   * @throws InvalidInput naming codes that no dictionary has; WrongSide; OrganisationInactive; NotFound.
   */
  createDrafts<K extends ListingKind>(
    tx: Tx,
    kind: K,
    drafts: readonly Draft<K>[],
    actor: ListingActor,
  ): Promise<(string | undefined)[]> {
    return this.createFrom({ tx, kind, actor }, drafts, said);
  }

  /** The same of contents that may lie elsewhere. */
  async createFrom<B extends Beginning>(
    by: Making,
    beginnings: readonly B[],
    contents: Contents<B>,
  ): Promise<(string | undefined)[]> {
    const ids: (string | undefined)[] = [];
    for (let from = 0; from < beginnings.length; from += draftsAtOnce)
      ids.push(...(await this.createSome(by, beginnings.slice(from, from + draftsAtOnce), contents)));
    return ids;
  }

  private async createSome<B extends Beginning>(
    by: Making,
    beginnings: readonly B[],
    contents: Contents<B>,
  ): Promise<(string | undefined)[]> {
    const { tx, kind } = by;
    const dictionaries = await this.dictionaries.all(tx);
    await this.checkCodes(tx, kind, await contents.toCheck(by, dictionaries, beginnings));
    await checkOrganisations(
      tx,
      kind,
      beginnings.map((one) => one.organisationId),
    );
    const known = await knownKeys(
      tx,
      beginnings.flatMap((one) => one.importKey ?? []),
    );
    const made: Begun<B>[] = [];
    const ids = beginnings.map((one) => {
      if (one.importKey !== undefined) {
        if (known.has(one.importKey)) return undefined;
        known.add(one.importKey);
      }
      const id = newId();
      made.push({ ...one, id });
      return id;
    });
    await insertListings(by, made, contents);
    return ids;
  }

  /** @param before what stands there already: its codes may stay, though retired since. */
  async checkCodes(tx: Tx, kind: ListingKind, contents: readonly Content[], before?: Content): Promise<void> {
    const known = await this.dictionaries.all(tx);
    const errors = contents.flatMap((content, i) =>
      codeFaults(kind, content, known, before).map((fault) =>
        contents.length === 1 ? fault : { ...fault, pointer: `/rows/${i}${fault.pointer}` },
      ),
    );
    if (errors.length > 0) throw new InvalidInput(errors.slice(0, 100));
  }

  /** @throws RevisionUnderReview; InvalidInput naming codes that no dictionary has, `/rows/0/content/fields/1`. */
  async checkRewrites(tx: Tx, kind: ListingKind, rewrites: readonly Rewrite[]): Promise<void> {
    const known = await this.dictionaries.all(tx);
    for (const { before, content } of rewrites) {
      refuseUnderReview(before.state);
      const faults = codeFaults(kind, content, known, before.content);
      if (faults.length > 0) throw new InvalidInput(faults);
    }
  }

  /**
   * A draft is written over; anything decided gets a further revision, and what is in force stays in force. Their codes
   * are checked by the caller.
   */
  async write(act: Act & { readonly reason: string }, rewrites: readonly Rewrite[]): Promise<void> {
    const { tx, kind, actor, reason } = act;
    const over = rewrites.filter(({ before }) => writable.includes(before.state));
    const further = rewrites.filter(({ before }) => !writable.includes(before.state));
    const draftOf = ({ before, content }: Rewrite, revision: number) => ({
      listingId: before.id,
      revision,
      content,
    });
    if (over.length > 0)
      await updateDrafts(
        tx,
        kind,
        over.map((one) => draftOf(one, one.before.revision)),
      );
    if (further.length > 0)
      await insertDrafts(
        tx,
        kind,
        further.map((one) => draftOf(one, one.before.revision + 1)),
      );
    await recordSteps(
      tx,
      kind,
      rewrites.map(({ before }) => {
        const isOver = writable.includes(before.state);
        return {
          listingId: before.id,
          revision: isOver ? before.revision : before.revision + 1,
          from: before.state,
          to: isOver ? before.state : 'draft',
          actor,
          reason: isOver ? reason : `${reason}产生新版本`,
        };
      }),
    );
    await rows(tx, 'UPDATE listings SET revision = revision + 1 WHERE id = ANY($1::uuid[])', [
      further.map(({ before }) => before.id),
    ]);
  }

  /**
   * From draft or submitted to in force, thousands at a time: what a coordinator imports or approves in bulk. A
   * transaction of its own for every `chunk`, so that nobody waits long for a lock; call it again after a failure.
   */
  async publishAll(command: BulkCommand, ids: readonly string[], chunk = rowsAtOnce): Promise<BulkPublished> {
    const skipped: { id: string; reason: string }[] = [];
    const all = [...new Set(ids)].sort();
    let published = 0;
    for (let from = 0; from < all.length; from += chunk) {
      await this.db.transaction(async (tx) => {
        const some = await this.publishSome({ tx, ...command }, all.slice(from, from + chunk));
        published += some.published;
        skipped.push(...some.skipped);
      });
    }
    return { published, skipped };
  }

  /** From draft to submitted, all in one transaction. */
  async submitAll(command: BulkCommand, ids: readonly string[]): Promise<BulkPublished> {
    const { kind, actor } = command;
    return this.db.transaction(async (tx) => {
      const today = dayOf(new Date());
      const skipped: { id: string; reason: string }[] = [];
      const ready = (await lockListings(tx, kind, ids)).filter((listing) => {
        const obstacle = obstacleOf(listing, { id: actor.id, name: actor.name }, today);
        if (obstacle !== undefined) skipped.push({ id: listing.id, reason: obstacle });
        return obstacle === undefined && writable.includes(listing.state);
      });
      await submit({ tx, ...command }, ready);
      if (ready.length > 0)
        await touch(
          tx,
          ready.map((listing) => listing.id),
        );
      return { published: ready.length, skipped };
    });
  }

  private async publishSome(act: Act, ids: readonly string[]): Promise<BulkPublished> {
    const { tx, kind, actor } = act;
    const today = dayOf(new Date());
    const skipped: { id: string; reason: string }[] = [];
    const ready = (await lockListings(tx, kind, ids)).filter((listing) => {
      const obstacle = obstacleOf(listing, actor, today);
      if (obstacle !== undefined) skipped.push({ id: listing.id, reason: obstacle });
      return obstacle === undefined;
    });
    const drafts = ready.filter((listing) => listing.state !== 'submitted');
    const submitted = await submit({ ...act, reason: null }, drafts);
    await approve(act, [...ready.filter((listing) => listing.state === 'submitted'), ...submitted]);
    if (ready.length > 0)
      await touch(
        tx,
        ready.map((listing) => listing.id),
      );
    return { published: ready.length, skipped };
  }
}

function obstacleOf(listing: Listing, actor: ListingActor, today: string): string | undefined {
  if (listing.state !== 'submitted' && !writable.includes(listing.state)) return `状态为 ${listing.state}`;
  if (isPast(listing.content, today)) return `有效期 ${listing.content.validUntil} 已过`;
  if (actor.organisationId != null && actor.organisationId === listing.organisation.id)
    return '审核人属于该单位';
  if (!organisationInForce(listing.organisationState)) return '单位未通过审核或已停用';
  return undefined;
}
