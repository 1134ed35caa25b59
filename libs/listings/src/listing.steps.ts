import { kinds, type ListingKind, type ListingState } from '#contracts';
import { dayOf, type Reasoned, transition } from '#kernel';
import { rows, type Tx } from '#platform';
import { type ListingActor, refuseInactive, refuseOwnReview, refusePast } from './domain/refusals.js';
import { review } from './domain/review.js';
import { announce, codesOf } from './listing.facts.js';
import { type Listing, lockListings, recordSteps, type Step, setStates } from './listing.store.js';

/** Who takes a step with listings of a kind, and why; in whose transaction. The steps do not ask what the actor may do. */
export interface Act {
  readonly tx: Tx;
  readonly kind: ListingKind;
  readonly actor: ListingActor;
  readonly reason: string | null;
}

/** draft or changes_requested → submitted. */
export async function submit(act: Act, listings: readonly Listing[]): Promise<Listing[]> {
  const today = dayOf(new Date());
  for (const listing of listings) {
    refusePast(listing.content, today);
    refuseInactive({ name: listing.organisation.name, state: listing.organisationState });
  }
  return step(act, listings, 'submitted');
}

/** submitted → approved → published, and the revision before it superseded; with the fact, in one transaction. */
export async function approve(act: Act, listings: readonly Listing[]): Promise<void> {
  const { tx, kind, actor } = act;
  const today = dayOf(new Date());
  for (const listing of listings) {
    transition<ListingState>(review, kinds[kind].label.zh, listing.state, 'approved');
    refuseOwnReview(actor, listing.organisation.id);
    refusePast(listing.content, today);
    refuseInactive({ name: listing.organisation.name, state: listing.organisationState });
  }
  const approved = await step(act, listings, 'approved');
  const replaced = listings.flatMap((l) =>
    l.publishedRevision === null ? [] : [{ listingId: l.id, revision: l.publishedRevision, by: l.revision }],
  );
  await setStates(tx, replaced, 'superseded');
  await recordSteps(
    tx,
    kind,
    replaced.map(({ by, ...old }) => ({
      ...old,
      from: 'published',
      to: 'superseded',
      actor,
      reason: `由第${by}版替代`,
    })),
  );
  await step({ ...act, reason: null }, approved, 'published');
  await rows(
    tx,
    'UPDATE listings SET published_revision = revision, published_at = now() WHERE id = ANY($1::uuid[])',
    [listings.map((l) => l.id)],
  );
  await announce(
    tx,
    listings.map((listing) => ({ name: 'listing.published', kind, ...codesOf(listing) })),
  );
}

/** published → expired or withdrawn: what is in force ends, whatever is being written beside it. */
export async function takeOut(
  act: Reasoned<Act>,
  ids: readonly string[],
  to: 'expired' | 'withdrawn',
): Promise<void> {
  const { tx, kind, reason } = act;
  const inForce = await lockListings(tx, kind, ids, 'published');
  await step(act, inForce, to);
  await rows(tx, 'UPDATE listings SET published_revision = NULL WHERE id = ANY($1::uuid[])', [
    inForce.map((l) => l.id),
  ]);
  await announce(
    tx,
    inForce.map((listing) => ({
      name: 'listing.withdrawn',
      kind,
      ...codesOf(listing),
      cause: to,
      reason,
    })),
  );
}

/** One step of each along the table of states, with its line in the history. */
export async function step(act: Act, listings: readonly Listing[], to: ListingState): Promise<Listing[]> {
  const { tx, kind, actor, reason } = act;
  const steps = listings.map((listing): Step => {
    transition<ListingState>(review, kinds[kind].label.zh, listing.state, to);
    return {
      listingId: listing.id,
      revision: listing.revision,
      from: listing.state,
      to,
      actor,
      reason,
    };
  });
  await setStates(tx, steps, to);
  await recordSteps(tx, kind, steps);
  return listings.map((listing) => ({ ...listing, state: to }));
}
