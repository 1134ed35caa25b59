import type { Contact, ListingState } from '#contracts';
import { DomainError } from '#kernel';
import { appendFact, type Database, rows, type Tx } from '#platform';
import type { Content } from '../document.js';
import type { ListingActor } from '../domain/refusals.js';
import { isFinal, writable } from '../domain/review.js';
import { Import } from '../entities/import.js';
import { type Act, approve, step, submit, takeOut } from '../listing.steps.js';
import { type Listing, lockListings, touch } from '../listing.store.js';
import type { ListingWriter } from '../listing.writer.js';
import { lockImport } from './import.store.js';
import { ImportUnderWay } from './import.types.js';

/** Something of it was changed, used or decided since; it can no longer be taken back as a whole. */
export class ImportTouched extends DomainError {
  readonly code = 'import.touched';
  readonly status = 409;

  constructor(numbers: readonly string[], count: number) {
    super(
      `其中 ${count} 项导入后已有变动或已被使用（如 ${numbers.slice(0, 5).join('、')}），不能整批撤销；请逐项处理`,
      { numbers: numbers.slice(0, 20) },
    );
  }
}

interface Made {
  readonly listing_id: string;
  readonly outcome: 'new' | 'changed';
  readonly listing_version: number;
  readonly before: { readonly state: ListingState; readonly content: Content & { contact: Contact } } | null;
  readonly [key: string]: unknown;
}

export interface Undone {
  readonly withdrawn: number;
  readonly restored: number;
}

const atOnce = 500;

type TakingBack = Act & { readonly reason: string };

/** Takes an import back while nothing of it has been touched: one action with one fact. */
export class ImportUndo {
  constructor(
    private readonly db: Database,
    private readonly writer: ListingWriter,
  ) {}

  /** Ids of what it made or changed. */
  async listingsOf(id: string): Promise<string[]> {
    return (await this.made(this.db.manager, id)).map(({ listing_id }) => listing_id);
  }

  /** In the transaction that asks for its job. @throws ImportUnderWay, ImportTouched */
  async begin(tx: Tx, id: string, reason: string, by: string): Promise<void> {
    const { state } = await lockImport(tx, id);
    if (state !== 'committed' && state !== 'stopped') throw new ImportUnderWay(state);
    await refuseTouched(tx, id);
    await tx.update(Import, { id }, { state: 'undoing', undoReason: reason, undoneBy: by });
  }

  /** May be repeated; whatever was touched in the meantime halts it, and the import stands as it was. */
  async run(id: string, actor: ListingActor): Promise<Undone | { readonly halted: string }> {
    try {
      return await this.db.transaction((tx) => this.takeBack(tx, id, actor));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const stands = { state: 'committed', undoReason: null, undoneBy: null } as const;
      await this.db.manager.update(Import, { id, state: 'undoing' }, stands);
      return { halted: error.message };
    }
  }

  private async takeBack(tx: Tx, id: string, actor: ListingActor): Promise<Undone> {
    const job = await lockImport(tx, id);
    if (job.state !== 'undoing') return { withdrawn: 0, restored: 0 };
    const made = await this.made(tx, id);
    const reason = `撤销导入：${job.undoReason ?? ''}`;
    for (let i = 0; i < made.length; i += atOnce)
      await this.takeSome({ tx, kind: job.kind, actor, reason }, id, made.slice(i, i + atOnce));
    await rows(
      tx,
      "UPDATE import_outcomes SET outcome = 'undone' WHERE import_id = $1 AND outcome IN ('new', 'changed')",
      [id],
    );
    await tx.update(Import, { id }, { state: 'undone' });
    const withdrawn = made.filter(({ outcome }) => outcome === 'new').length;
    await appendFact(tx, `import:${id}`, {
      name: 'import.undone',
      importId: id,
      kind: job.kind,
      withdrawn,
      restored: made.length - withdrawn,
      reason: job.undoReason ?? '',
    });
    return { withdrawn, restored: made.length - withdrawn };
  }

  private async takeSome(act: TakingBack, importId: string, some: readonly Made[]): Promise<void> {
    const { tx, kind } = act;
    const ids = some.map(({ listing_id }) => listing_id);
    const listings = await lockListings(tx, kind, ids);
    await refuseTouched(tx, importId, ids);
    const made = new Map(some.map((one) => [one.listing_id, one]));
    const fresh = listings.filter(({ id }) => made.get(id)?.outcome === 'new');
    await this.withdraw(act, fresh);
    for (const listing of listings) {
      const before = made.get(listing.id)?.before;
      if (before) await this.restore(act, listing, before);
    }
    await touch(tx, ids);
    // Its identity is free again: the same file can be imported anew.
    await rows(tx, 'UPDATE listings SET import_key = NULL, list_number = NULL WHERE id = ANY($1::uuid[])', [
      fresh.map(({ id }) => id),
    ]);
  }

  private async withdraw(act: TakingBack, fresh: readonly Listing[]): Promise<void> {
    const inForce = fresh.filter(({ publishedRevision }) => publishedRevision !== null);
    const open = fresh.filter((one) => one.publishedRevision === null && !isFinal(one.state));
    if (inForce.length > 0)
      await takeOut(
        act,
        inForce.map(({ id }) => id),
        'withdrawn',
      );
    await step(act, open, 'withdrawn');
  }

  /** What the import changed gets the content that it had. */
  private async restore(
    act: TakingBack,
    listing: Listing,
    { state, content }: NonNullable<Made['before']>,
  ): Promise<void> {
    if (listing.publishedRevision === listing.revision) {
      await this.writer.write(act, [{ before: listing, content }]);
      const [written] = await lockListings(act.tx, act.kind, [listing.id]);
      if (written) await approve(act, await submit(act, [written]));
      return;
    }
    if (writable.includes(state)) await this.writer.write(act, [{ before: listing, content }]);
    else await step(act, [listing], 'withdrawn');
  }

  private made(tx: Tx, id: string): Promise<Made[]> {
    return rows<Made>(
      tx,
      `SELECT DISTINCT ON (listing_id) listing_id, outcome, listing_version, before FROM import_outcomes
       WHERE import_id = $1 AND outcome IN ('new', 'changed') ORDER BY listing_id, row`,
      [id],
    );
  }
}

/** @throws ImportTouched */
async function refuseTouched(tx: Tx, id: string, only?: readonly string[]): Promise<void> {
  const touched = await rows<{ number: string; n: string }>(
    tx,
    `SELECT h.number, count(*) OVER () AS n FROM import_outcomes i JOIN listings h ON h.id = i.listing_id
     WHERE i.import_id = $1 AND i.outcome IN ('new', 'changed') AND h.version IS DISTINCT FROM i.listing_version
       AND ($2::uuid[] IS NULL OR h.id = ANY($2)) ORDER BY h.number LIMIT 20`,
    [id, only ?? null],
  );
  if (touched.length > 0)
    throw new ImportTouched(
      touched.map(({ number }) => number),
      Number(touched[0]?.n ?? touched.length),
    );
}
