import type { OrganisationService } from '#accounts';
import { kinds, type LabelOf } from '#contracts';
import { sha256 } from '#kernel';
import { type Database, rows, type Tx } from '#platform';
import type { Actor } from '../domain/refusals.js';
import { touch } from '../listing.store.js';
import type { Draft, ListingWriter, Rewrite } from '../listing.writer.js';
import type { CellError } from './errors.js';
import type { ImportRow, Report, RowOutcome, StagedRow } from './import.types.js';
import { concernsOrganisation, isRowsFault, refusalOf } from './refusal.js';
import { type Settled, settle, windowsOf } from './settling.js';

/** Whoever imports has stopped it. */
export class CommitStopped extends Error {}

interface Done {
  readonly row: number;
  readonly outcome: RowOutcome;
  readonly listing: string | null;
  /** What stood there, where it was changed. */
  readonly before: unknown;
}

/** Writes the rows of one import that are to be written, each once, however often it is asked. */
export class ImportCommit {
  /** By credit code: organisations that are there for sure. */
  private readonly organisations = new Map<string, string>();
  /** By credit code: whose rows are refused, and why. */
  private readonly refusedOrganisations = new Map<string, unknown>();
  private readonly refusals: CellError[] = [];
  private readonly actor: Actor;

  constructor(
    private readonly db: Database,
    private readonly writer: ListingWriter,
    private readonly accounts: OrganisationService,
    private readonly job: ImportRow,
    private readonly labelOf: LabelOf,
  ) {
    this.actor = { id: job.created_by, name: job.created_by_name };
  }

  /** @throws CommitStopped */
  async write(report: Report): Promise<void> {
    const { id } = this.job;
    // What was left undecided before is asked about anew.
    await this.db.query(
      "UPDATE import_rows SET outcome = NULL, listing_version = NULL WHERE import_id = $1 AND outcome = 'skipped'",
      [id],
    );
    const [{ n } = { n: '0' }] = await this.db.query<{ n: string }>(
      'SELECT count(*) AS n FROM import_rows WHERE import_id = $1 AND content IS NOT NULL AND outcome IS NULL',
      [id],
    );
    const all = Number(n);
    let done = 0;
    for await (const some of windowsOf(this.db, id)) {
      await this.refuseStopped();
      await this.writeSome(some);
      await this.keepRefusals();
      done += some.length;
      await report((0.6 * done) / Math.max(1, all), `已写入 ${done} / ${all} 行`);
    }
  }

  private async refuseStopped(): Promise<void> {
    const [now] = await this.db.query<{ state: string }>('SELECT state FROM imports WHERE id = $1', [
      this.job.id,
    ]);
    if (now?.state !== 'committing') throw new CommitStopped();
  }

  /** All of them in one transaction; where a row is refused, by halves, until it is alone. */
  private async writeSome(some: readonly StagedRow[]): Promise<void> {
    const open = some.filter((row) => !this.isRefused(row));
    const [first] = open;
    if (!first) return;
    try {
      const found = await this.db.transaction((tx) => this.writeAll(tx, open));
      for (const [code, id] of found) this.organisations.set(code, id);
    } catch (error) {
      if (!isRowsFault(error)) throw error;
      if (open.length === 1) {
        if (concernsOrganisation(error)) this.refusedOrganisations.set(first.organisation.uscc, error);
        this.refusals.push(...refusalOf(first, error, this.job));
        return;
      }
      const half = open.length >> 1;
      await this.writeSome(open.slice(0, half));
      await this.writeSome(open.slice(half));
    }
  }

  private isRefused(row: StagedRow): boolean {
    const error = this.refusedOrganisations.get(row.organisation.uscc);
    if (error !== undefined) this.refusals.push(...refusalOf(row, error, this.job));
    return error !== undefined;
  }

  /** @returns the organisations that were looked up for it. */
  private async writeAll(tx: Tx, some: readonly StagedRow[]): Promise<Map<string, string>> {
    const { kind, mapping } = this.job;
    const settled = new Map(
      (await settle(tx, some, { kind, mapping, labelOf: this.labelOf, lock: true })).map((one) => [
        one.row,
        one,
      ]),
    );
    const found = new Map<string, string>();
    const done: Done[] = [];
    const fresh: { row: StagedRow; draft: Draft }[] = [];
    const rewrites: { row: StagedRow; rewrite: Rewrite }[] = [];
    const taken = new Set<string>();
    for (const row of some) {
      const now = settled.get(row.row);
      const what = now ? this.whatOf(row, now) : 'skipped';
      if (what === 'new') fresh.push({ row, draft: await this.draftOf(tx, row, found) });
      else if (what === 'changed' && now?.listing && !taken.has(now.listing.id)) {
        taken.add(now.listing.id);
        rewrites.push({ row, rewrite: { before: now.listing, content: now.after } });
      } else
        done.push({
          row: row.row,
          outcome: what === 'changed' ? 'skipped' : what,
          listing: now?.listing?.id ?? null,
          before: null,
        });
    }
    done.push(...(await this.create(tx, fresh)), ...(await this.rewrite(tx, rewrites)));
    await this.keepOutcomes(tx, done);
    return found;
  }

  /** By what the row is now, what the person wants of it, and what he wants of all. */
  private whatOf(row: StagedRow, { state, listing }: Settled): RowOutcome {
    if (row.decision === 'skip') return 'skipped';
    if (state === 'unchanged') return 'unchanged';
    if (row.decision === 'write' || state === 'new') return 'new';
    if (listing && (row.decision === 'revise' || (state === 'changed' && this.job.revise))) return 'changed';
    return 'skipped';
  }

  private async draftOf(tx: Tx, row: StagedRow, found: Map<string, string>): Promise<Draft> {
    const { content, organisation, title, serial } = row;
    const identity = [this.job.kind, organisation.uscc, title];
    // A second listing under an identity that stands already is wanted: its key is its own.
    if (row.decision === 'write') identity.push(this.job.id, String(row.row));
    return {
      content,
      importKey: sha256(identity.join('\n')),
      listNumber: serial,
      organisationId: await this.organisationOf(tx, row, found),
    };
  }

  private async create(tx: Tx, fresh: readonly { row: StagedRow; draft: Draft }[]): Promise<Done[]> {
    const { kind, id } = this.job;
    const made = await this.writer.createDrafts(
      tx,
      kind,
      fresh.map(({ draft }) => draft),
      this.actor,
    );
    // Its key is that of a listing that was withdrawn or renamed since: it is one more.
    const again = fresh.flatMap(({ row, draft }, i) =>
      made[i] === undefined
        ? [{ i, draft: { ...draft, importKey: sha256([draft.importKey, id, String(row.row)].join('\n')) } }]
        : [],
    );
    const more = await this.writer.createDrafts(
      tx,
      kind,
      again.map(({ draft }) => draft),
      this.actor,
    );
    for (const [n, { i }] of again.entries()) made[i] = more[n];
    return fresh.map(({ row }, i) => ({
      row: row.row,
      outcome: made[i] === undefined ? 'unchanged' : 'new',
      listing: made[i] ?? null,
      before: null,
    }));
  }

  private async rewrite(tx: Tx, rewrites: readonly { row: StagedRow; rewrite: Rewrite }[]): Promise<Done[]> {
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

  private async keepOutcomes(tx: Tx, done: readonly Done[]): Promise<void> {
    const { id } = this.job;
    await rows(
      tx,
      `UPDATE import_rows r SET outcome = x.outcome, listing_id = coalesce(x.listing, r.listing_id), before = x.before,
         listing_version = h.version, listing_revision = h.revision
       FROM jsonb_to_recordset($2::jsonb) AS x(row integer, outcome text, listing uuid, before jsonb)
         LEFT JOIN listings h ON h.id = x.listing
       WHERE r.import_id = $1 AND r.row = x.row`,
      [id, JSON.stringify(done)],
    );
    const count = (outcome: RowOutcome) => done.filter((one) => one.outcome === outcome).length;
    await rows(tx, 'UPDATE imports SET created = created + $2, revised = revised + $3 WHERE id = $1', [
      id,
      count('new'),
      count('changed'),
    ]);
  }

  /** A refused row loses its content, so that it is not tried again, and gets its reason. */
  private async keepRefusals(): Promise<void> {
    const refusals = this.refusals.splice(0);
    if (refusals.length === 0) return;
    await this.db.query(
      `UPDATE import_rows i SET content = NULL, state = 'error', outcome = 'refused', errors = i.errors || r.errors
       FROM (SELECT (e->>'row')::integer AS row, jsonb_agg(e) AS errors FROM jsonb_array_elements($2::jsonb) AS e GROUP BY 1) AS r
       WHERE i.import_id = $1 AND i.row = r.row AND i.content IS NOT NULL`,
      [this.job.id, JSON.stringify(refusals)],
    );
  }
}
