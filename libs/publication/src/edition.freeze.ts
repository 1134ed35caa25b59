import { dayOf } from '#kernel';
import { appendFact, type Tx } from '#platform';
import { type EditionDocument, seal, struckIn } from './domain/document.js';
import type { Ruling } from './edition.types.js';
import type { Edition } from './entities/edition.js';
import { EditionRevision } from './entities/edition-revision.js';

interface Frozen {
  readonly edition: Edition;
  readonly document: EditionDocument;
  readonly ruling: Ruling;
  readonly now: Date;
}

/** Computes the hash of a revision, stores both so that nobody can change them, and appends the fact. */
export async function freeze(
  tx: Tx,
  { edition, document, ruling: { actorId, reason }, now }: Frozen,
): Promise<void> {
  const sealed = seal(document);
  await tx.insert(EditionRevision, {
    editionId: edition.id,
    revision: document.revision,
    document: sealed.text,
    sha256: sealed.sha256,
    items: document.items.length,
    struck: struckIn(document),
    reason: reason === '' ? null : reason,
    actorId,
    publishedAt: now,
  });
  const common = {
    editionId: edition.id,
    kind: edition.kind,
    issuerId: edition.issuerId,
    number: document.number,
    year: yearOf(now),
    revision: document.revision,
    sha256: sealed.sha256,
    items: document.items.length,
  };
  const first = document.revision === 1;
  await appendFact(
    tx,
    `edition:${edition.id}`,
    first ? { name: 'edition.published', ...common } : { name: 'edition.amended', ...common, reason },
  );
}

export function yearOf(instant: Date | null): number {
  return Number(dayOf(instant ?? new Date()).slice(0, 4));
}
