import type { OrganisationService } from '#accounts';
import { kinds, type LabelOf } from '#contracts';
import { sha256 } from '#kernel';
import { type Database, rows, type Tx } from '#platform';
import type { ListingActor } from '../domain/refusals.js';
import { Import } from '../entities/import.js';
import { touch } from '../listing.store.js';
import type { ListingWriter, Rewrite } from '../listing.writer.js';
import { ahead } from './ahead.js';
import { CommitRefusals } from './commit.refusals.js';
import { type StagedBeginning, StagedContents } from './contents.js';
import type { Report, RowOutcome, StagedRow } from './import.types.js';
import { hasOutcome, keepOutcomes, type Outcome } from './outcomes.js';
import { isRowsFault } from './refusal.js';
import { alone, ownersWithListings, type Settled, settle, windowsOf } from './settling.js';

/** Whoever imports has stopped it. */
export class CommitStopped extends Error {}

/** What was taken for new stands already, written by somebody else since: it has to be compared. */
class StandsAlready extends Error {
  /** @param owners ids by credit code */
  constructor(readonly owners: ReadonlyMap<string, string>) {
    super();
  }
}

/** A row that becomes a listing of its own. */
interface Fresh {
  readonly row: StagedRow;
  readonly begun: StagedBeginning & { readonly importKey: string };
}

/** Rows of one transaction, at most: others wait that long for a number, and so many are held at a time. */
const atOnce = 1000;
/** Milliseconds between two reports. */
const reportEvery = 250;

/** Writes the rows of one import that are to be written, each once, however often it is asked. */
export class ImportCommit {
  /** By credit code: organisations that are there for sure. */
  private readonly organisations = new Map<string, string>();
  /** By credit code, the ids of organisations with listings, beside which their rows are compared. */
  private readonly owners = new Map<string, string>();
  private readonly actor: ListingActor;

  private readonly db: Database;
  private readonly writer: ListingWriter;
  private readonly accounts: OrganisationService;

  private readonly refusals: CommitRefusals;
  private readonly contents: StagedContents;

  constructor(
    by: { readonly db: Database; readonly writer: ListingWriter; readonly accounts: OrganisationService },
    private readonly job: Import,
    private readonly labelOf: LabelOf,
  ) {
    ({ db: this.db, writer: this.writer, accounts: this.accounts } = by);
    this.actor = { id: job.createdBy, name: job.createdByName };
    this.refusals = new CommitRefusals(this.db, { ...job, labelOf });
    this.contents = new StagedContents(job.id, job.form);
  }

  /** @throws CommitStopped */
  async write(report: Report): Promise<void> {
    const { id } = this.job;
    // What was left undecided before is asked about anew.
    await this.db.query("DELETE FROM import_outcomes WHERE import_id = $1 AND outcome = 'skipped'", [id]);
    this.take(await ownersWithListings(this.db.manager, this.job, 'others'));
    const [{ n } = { n: '0' }] = await this.db.query<{ n: string }>(
      `SELECT count(*) AS n FROM import_rows r WHERE import_id = $1 AND content IS NOT NULL AND state <> 'skipped' AND NOT ${hasOutcome()}`,
      [id],
    );
    const all = Number(n);
    let done = 0;
    let told = 0;
    for await (const some of ahead(windowsOf(this.db, id, { most: atOnce }))) {
      await this.refuseStopped();
      await this.writeSome(some);
      await this.refusals.keep();
      done += some.length;
      if (Date.now() - told < reportEvery) continue;
      told = Date.now();
      await report((0.6 * done) / Math.max(1, all), `已写入 ${done} / ${all} 行`);
    }
  }

  private take(owners: ReadonlyMap<string, string>): void {
    for (const [uscc, id] of owners) this.owners.set(uscc, id);
  }

  private async refuseStopped(): Promise<void> {
    const now = await this.db.manager.findOne(Import, {
      select: { state: true },
      where: { id: this.job.id },
    });
    if (now?.state !== 'committing') throw new CommitStopped();
  }

  /** All of them in one transaction; where a row is refused, by halves, until it is alone. */
  private async writeSome(some: readonly StagedRow[]): Promise<void> {
    const open = some.filter((row) => !this.refusals.has(row));
    const [first] = open;
    if (!first) return;
    try {
      const found = await this.db.transaction(async (tx) => {
        // What a server that breaks down loses, it loses as a whole, and this job writes it again. The last update of the
        // import waits for the disk, and takes these with it.
        await rows(tx, 'SET LOCAL synchronous_commit = off');
        return this.writeAll(tx, open);
      });
      for (const [code, id] of found) this.organisations.set(code, id);
    } catch (error) {
      if (error instanceof StandsAlready) {
        this.take(error.owners);
        return this.writeSome(open);
      }
      if (!isRowsFault(error)) throw error;
      if (open.length === 1) return this.refusals.add(first, error);
      const half = open.length >> 1;
      await this.writeSome(open.slice(0, half));
      await this.writeSome(open.slice(half));
    }
  }

  /** @returns the organisations that were looked up for it. @throws StandsAlready */
  private async writeAll(tx: Tx, some: readonly StagedRow[]): Promise<Map<string, string>> {
    const settled = await this.settled(tx, some);
    const found = new Map<string, string>();
    const done: Outcome[] = [];
    const fresh: Fresh[] = [];
    const rewrites: { row: StagedRow; rewrite: Rewrite }[] = [];
    const taken = new Set<string>();
    for (const row of some) {
      const now = settled.get(row.row);
      const what = now ? this.whatOf(row, now) : 'skipped';
      if (what === 'new') fresh.push({ row, begun: await this.beginningOf(tx, row, found) });
      else if (what === 'changed' && now?.listing && now.after && !taken.has(now.listing.id)) {
        taken.add(now.listing.id);
        rewrites.push({ row, rewrite: { before: now.listing, content: now.after } });
      } else
        done.push({
          row: row.row,
          outcome: what === 'changed' ? 'skipped' : what,
          listing: now?.listing?.id ?? null,
          version: null,
          before: null,
        });
    }
    done.push(...(await this.create(tx, fresh)), ...(await this.rewrite(tx, rewrites)));
    await this.keep(tx, done);
    return found;
  }

  /** The row is compared with the listings of its organisation; where that has none, there is nothing to compare. */
  private async settled(tx: Tx, some: readonly StagedRow[]): Promise<Map<number, Settled>> {
    const { id: importId, kind, mapping } = this.job;
    // An organisation that was unknown when the file was read may be known by now.
    const beside = some.flatMap((row) => {
      const id = this.owners.get(row.organisation.uscc);
      return id === undefined ? [] : [{ ...row, organisation: { ...row.organisation, id } }];
    });
    const by = { id: importId, kind, mapping, labelOf: this.labelOf, lock: true };
    const settled = new Map((await settle(tx, beside, by)).map((one) => [one.row, one]));
    return new Map(some.map((row) => [row.row, settled.get(row.row) ?? alone(row)]));
  }

  /** By what the row is now, what the person wants of it, and what he wants of all. */
  private whatOf(row: StagedRow, { state, listing }: Settled): RowOutcome {
    if (row.decision === 'skip') return 'skipped';
    if (state === 'unchanged') return 'unchanged';
    if (row.decision === 'write' || state === 'new') return 'new';
    if (listing && (row.decision === 'revise' || (state === 'changed' && this.job.revise))) return 'changed';
    return 'skipped';
  }

  private async beginningOf(
    tx: Tx,
    staged: StagedRow,
    found: Map<string, string>,
  ): Promise<StagedBeginning & { readonly importKey: string }> {
    const { row, organisation, title, serial } = staged;
    const identity = [this.job.kind, organisation.uscc, title];
    // A second listing under an identity that stands already is wanted: its key is its own.
    if (staged.decision === 'write') identity.push(this.job.id, String(row));
    return {
      row,
      importKey: sha256(identity.join('\n')),
      listNumber: serial,
      organisationId: await this.organisationOf(tx, staged, found),
    };
  }

  /** @throws StandsAlready */
  private async create(tx: Tx, fresh: readonly Fresh[]): Promise<Outcome[]> {
    const { kind, id } = this.job;
    const by = { tx, kind, actor: this.actor };
    const made = await this.writer.createFrom(
      by,
      fresh.map(({ begun }) => begun),
      this.contents,
    );
    const unseen = fresh.flatMap(({ row: { organisation }, begun }, i) =>
      made[i] === undefined && !this.owners.has(organisation.uscc)
        ? [[organisation.uscc, begun.organisationId] as const]
        : [],
    );
    if (unseen.length > 0) throw new StandsAlready(new Map(unseen));
    // Its key is that of a listing that was withdrawn or renamed since: it is one more.
    const again = fresh.flatMap(({ row, begun }, i) =>
      made[i] === undefined
        ? [{ i, begun: { ...begun, importKey: sha256([begun.importKey, id, String(row.row)].join('\n')) } }]
        : [],
    );
    const more = await this.writer.createFrom(
      by,
      again.map(({ begun }) => begun),
      this.contents,
    );
    for (const [n, { i }] of again.entries()) made[i] = more[n];
    return fresh.map(({ row }, i) => ({
      row: row.row,
      outcome: made[i] === undefined ? 'unchanged' : 'new',
      listing: made[i] ?? null,
      version: made[i] === undefined ? null : 1,
      before: null,
    }));
  }

  private async rewrite(
    tx: Tx,
    rewrites: readonly { row: StagedRow; rewrite: Rewrite }[],
  ): Promise<Outcome[]> {
    if (rewrites.length === 0) return [];
    const all = rewrites.map(({ rewrite }) => rewrite);
    await this.writer.checkRewrites(tx, this.job.kind, all);
    await this.writer.write({ tx, kind: this.job.kind, actor: this.actor, reason: '导入修改' }, all);
    await touch(
      tx,
      all.map(({ before }) => before.id),
    );
    return rewrites.map(({ row, rewrite: { before } }) => ({
      row: row.row,
      outcome: 'changed',
      listing: before.id,
      version: before.version + 1,
      before: { state: before.state, content: before.content },
    }));
  }

  private async organisationOf(
    tx: Tx,
    { organisation }: StagedRow,
    found: Map<string, string>,
  ): Promise<string> {
    const { uscc, name, id } = organisation;
    const before = this.organisations.get(uscc) ?? found.get(uscc);
    if (before !== undefined) return before;
    const [kind] = kinds[this.job.kind].definition.postedBy;
    const known = id === null ? undefined : await this.accounts.find(id, tx);
    const mayTake = known === undefined || known.state === 'unclaimed';
    const own = mayTake ? await this.accounts.ensureUnclaimed(tx, { uscc, name, kinds: [kind] }) : known;
    found.set(uscc, own.id);
    return own.id;
  }

  private async keep(tx: Tx, done: readonly Outcome[]): Promise<void> {
    const { id } = this.job;
    await keepOutcomes(tx, id, done);
    const count = (outcome: RowOutcome) => done.filter((one) => one.outcome === outcome).length;
    await rows(tx, 'UPDATE imports SET created = created + $2, revised = revised + $3 WHERE id = $1', [
      id,
      count('new'),
      count('changed'),
    ]);
  }
}
