import { dayOf } from '#kernel';
import { appendFact, rows, type Tx } from '#platform';
import { type EditionDocument, seal, struckIn } from './domain/document.js';
import type { EditionRow } from './edition.store.js';
import type { Ruling } from './edition.types.js';

/** Seals a revision, stores it for ever and announces it. */
export async function freeze(
  tx: Tx,
  row: EditionRow,
  document: EditionDocument,
  ruling: Ruling,
  now: Date,
): Promise<void> {
  const sealed = seal(document);
  await rows(
    tx,
    `INSERT INTO edition_revisions (edition_id, revision, document, sha256, items, struck, reason, actor_id, published_at)
     VALUES ($1, $2, $3, $4, $5, $6, nullif($7, ''), $8, $9)`,
    [
      row.id,
      document.revision,
      sealed.text,
      sealed.sha256,
      document.items.length,
      struckIn(document),
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

export function yearOf(instant: Date | null): number {
  return Number(dayOf(instant ?? new Date()).slice(0, 4));
}
