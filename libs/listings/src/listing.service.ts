import { Injectable } from '@nestjs/common';
import {
  type KindContent,
  kindCodes,
  kinds,
  type ListingKind,
  type ListingState,
  type ListingView,
} from '#contracts';
import { type Day, dayOf, InvalidInput, NotFound, Parameters, type Reasoned, transition } from '#kernel';
import { Database, rows, type Tx } from '#platform';
import { type Content, ofKind } from './document.js';
import { contactFaults } from './domain/contacts.js';
import { isPast, type ListingActor, refuseOwnReview, refuseUnderReview } from './domain/refusals.js';
import { isFinal, review } from './domain/review.js';
import { everything } from './domain/sight.js';
import { approve, step, submit, takeOut } from './listing.steps.js';
import {
  type Listing,
  listingView,
  lockListing,
  lockListings,
  type SeenRow,
  selectSeen,
  touch,
} from './listing.store.js';
import { ListingWriter } from './listing.writer.js';

/** Listings that one job expires in one transaction. */
const expireAtOnce = 200;

/** A step that a person takes with a listing as it was read. */
export interface ListingCommand {
  readonly kind: ListingKind;
  readonly id: string;
  readonly version: number;
  readonly actor: ListingActor;
  readonly reason: string | null;
}

/**
 * One listing and a person who works on it; it owns the transactions. Every method but `create` takes
 * the version that the person has read and throws `Stale` when there is a newer one. What the person may do is asked
 * by the caller, with the policy table.
 */
@Injectable()
export class ListingService {
  constructor(
    private readonly db: Database,
    private readonly writer: ListingWriter,
  ) {}

  create<K extends ListingKind>(
    kind: K,
    organisationId: string,
    content: KindContent<K>,
    actor: ListingActor,
  ): Promise<ListingView> {
    refuseContact(kind, content);
    return this.db.transaction(async (tx) => {
      const [id = ''] = await this.writer.createDrafts(tx, kind, [{ organisationId, content }], actor);
      return this.view(tx, kind, id);
    });
  }

  /** A draft is written over; anything decided gets a further revision, and what is in force stays in force. */
  edit({ actor, ...at }: Omit<ListingCommand, 'reason'>, content: Content): Promise<ListingView> {
    const { kind } = at;
    return this.changed(at, async (tx, before) => {
      refuseUnderReview(before.state);
      refuseContact(kind, content, before.content);
      await this.writer.checkCodes(tx, kind, [content], before.content);
      await this.writer.write({ tx, kind, actor, reason: '修改' }, [{ before, content }]);
    });
  }

  submit({ actor, reason, ...at }: ListingCommand): Promise<ListingView> {
    return this.changed(at, async (tx, before) => {
      await submit({ tx, kind: at.kind, actor, reason }, [before]);
    });
  }

  approve({ actor, reason, ...at }: ListingCommand): Promise<ListingView> {
    return this.changed(at, async (tx, before) => {
      await approve({ tx, kind: at.kind, actor, reason }, [before]);
    });
  }

  requestChanges(command: Reasoned<ListingCommand>): Promise<ListingView> {
    return this.decide(command, 'changes_requested');
  }

  reject(command: Reasoned<ListingCommand>): Promise<ListingView> {
    return this.decide(command, 'rejected');
  }

  private decide(
    { actor, reason, ...at }: Reasoned<ListingCommand>,
    to: 'changes_requested' | 'rejected',
  ): Promise<ListingView> {
    return this.changed(at, async (tx, before) => {
      refuseOwnReview(actor, before.organisation.id);
      await step({ tx, kind: at.kind, actor, reason }, [before], to);
    });
  }

  /** Ends what is in force, and an unfinished revision beside it. */
  withdraw({ actor, reason, ...at }: Reasoned<ListingCommand>): Promise<ListingView> {
    const { kind, id } = at;
    return this.changed(at, async (tx, before) => {
      const inForce = before.publishedRevision !== null;
      const unfinished = before.publishedRevision !== before.revision && !isFinal(before.state);
      if (!inForce && !unfinished)
        transition<ListingState>(review, kinds[kind].label.zh, before.state, 'withdrawn');
      const act = { tx, kind, actor, reason };
      if (inForce) await takeOut(act, [id], 'withdrawn');
      if (unfinished) await step(act, [before], 'withdrawn');
    });
  }

  /**
   * Expires what was valid until a day before `today` (Asia/Shanghai).
   * @returns how many; a second call finds none.
   */
  async expire(today = dayOf(new Date())): Promise<number> {
    let expired = 0;
    for (const kind of kindCodes) {
      for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after !== undefined; ) {
        const from: string = after;
        const some = await this.db.transaction((tx) => this.expireSome(tx, kind, today, from));
        expired += some.expired;
        after = some.last;
      }
    }
    return expired;
  }

  private async expireSome(
    tx: Tx,
    kind: ListingKind,
    today: Day,
    after: string,
  ): Promise<{ expired: number; last: string | undefined }> {
    const due = await rows<{ id: string }>(
      tx,
      `SELECT h.id FROM listing_revisions r JOIN listings h ON h.id = r.listing_id AND ${ofKind('h', kind)}
       WHERE r.state = 'published' AND r.valid_until < $1 AND h.id > $3 ORDER BY h.id LIMIT $2`,
      [today, expireAtOnce, after],
    );
    if (due.length === 0) return { expired: 0, last: undefined };
    const locked = await lockListings(
      tx,
      kind,
      due.map((row) => row.id),
      'published',
    );
    // Another revision may have come into force while the lock was waited for.
    const ids = locked.filter(({ content }) => isPast(content, today)).map((listing) => listing.id);
    const system = { id: null, name: '系统' };
    await takeOut({ tx, kind, actor: system, reason: '有效期已过' }, ids, 'expired');
    if (ids.length > 0) await touch(tx, ids);
    return { expired: ids.length, last: due.at(-1)?.id };
  }

  private changed(
    { kind, id, version }: Pick<ListingCommand, 'kind' | 'id' | 'version'>,
    change: (tx: Tx, before: Listing) => Promise<void>,
  ): Promise<ListingView> {
    return this.db.transaction(async (tx) => {
      const before = await lockListing(tx, kind, id, version);
      await change(tx, before);
      await touch(tx, [id]);
      return this.view(tx, kind, id);
    });
  }

  private async view(tx: Tx, kind: ListingKind, id: string): Promise<ListingView> {
    const parameters = new Parameters(id);
    const seen = selectSeen(kind, everything, parameters);
    const [row] = await rows<SeenRow>(tx, `${seen} AND h.id = $1`, parameters.values);
    if (!row) throw new NotFound(kinds[kind].label.zh, id);
    return listingView(kind, row);
  }
}

/** @throws InvalidInput */
function refuseContact(kind: ListingKind, content: Content, before?: Content): void {
  const faults = contactFaults(kind, content, before);
  if (faults.length > 0) throw new InvalidInput(faults);
}
