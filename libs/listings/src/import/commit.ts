import type { OrganisationService } from '#accounts';
import { kinds } from '#contracts';
import { NotFound } from '#kernel';
import { type Database, rows, type Tx } from '#platform';
import { joinRevision } from '../document.js';
import type { Actor } from '../domain/refusals.js';
import type { Draft, ListingWriter } from '../listing.writer.js';
import type { CellError } from './errors.js';
import type { ImportRow, Report, StagedRow } from './import.types.js';
import { concernsOrganisation, isRowsFault, refusalOf } from './refusal.js';
import type { RowOrganisation } from './row.js';

const written = 500;

/** Writes the valid rows of one import; what is known already by its key is left as it is. */
export class ImportCommit {
  /** By credit code: organisations that are there for sure. */
  private readonly organisations = new Map<string, string>();
  /** By credit code, empty for the import's own: whose rows are refused, and why. */
  private readonly refusedOrganisations = new Map<string, unknown>();
  private readonly refusals: CellError[] = [];
  private readonly actor: Actor;

  constructor(
    private readonly db: Database,
    private readonly writer: ListingWriter,
    private readonly accounts: OrganisationService,
    private readonly job: ImportRow,
  ) {
    this.actor = { id: job.created_by, name: job.created_by_name };
  }

  async write(report: Report): Promise<void> {
    const { id, valid } = this.job;
    let done = 0;
    for (let after = 0; ; ) {
      const some = await this.db.query<StagedRow & Record<string, unknown>>(
        'SELECT row, content, organisation, import_key FROM import_rows WHERE import_id = $1 AND row > $2 AND content IS NOT NULL ORDER BY row LIMIT $3',
        [id, after, written],
      );
      const last = some.at(-1);
      if (!last) break;
      after = last.row;
      await this.writeSome(some);
      await this.keepRefusals();
      done += some.length;
      await report((0.6 * done) / Math.max(1, valid), `已写入 ${done} / ${valid} 行`);
    }
  }

  async publish(report: Report): Promise<void> {
    const { id, kind } = this.job;
    // Of this import and still a draft: a repetition goes on where it was cut off.
    const drafts = await this.db.query<{ id: string }>(
      `SELECT h.id FROM import_rows i JOIN listings h ON h.import_key = i.import_key ${joinRevision('newest')}
       WHERE i.import_id = $1 AND r.state IN ('draft', 'submitted') AND h.revision = 1 ORDER BY h.id`,
      [id],
    );
    let published = 0;
    for (let i = 0; i < drafts.length; i += written) {
      const ids = drafts.slice(i, i + written).map((row) => row.id);
      published += (await this.writer.publishAll(kind, ids, this.actor, '随导入审核发布')).published;
      await report(0.6 + (0.4 * (i + written)) / drafts.length, `已发布 ${published} 项`);
    }
    await this.db.query(
      'UPDATE imports SET published = published + $2, version = version + 1 WHERE id = $1',
      [id, published],
    );
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
        if (concernsOrganisation(error)) this.refusedOrganisations.set(keyOf(first), error);
        this.refusals.push(...refusalOf(first, error, this.job));
        return;
      }
      const half = open.length >> 1;
      await this.writeSome(open.slice(0, half));
      await this.writeSome(open.slice(half));
    }
  }

  private isRefused(row: StagedRow): boolean {
    const error = this.refusedOrganisations.get(keyOf(row));
    if (error !== undefined) this.refusals.push(...refusalOf(row, error, this.job));
    return error !== undefined;
  }

  /** @returns the organisations that were looked up for it. */
  private async writeAll(tx: Tx, some: readonly StagedRow[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const drafts: Draft[] = [];
    for (const { content, import_key, organisation } of some)
      drafts.push({
        content,
        importKey: import_key,
        organisationId: await this.organisationOf(tx, organisation, found),
      });
    const made = await this.writer.createDrafts(tx, this.job.kind, drafts, this.actor);
    await rows(tx, 'UPDATE imports SET created = created + $2 WHERE id = $1', [
      this.job.id,
      made.filter((listing) => listing !== undefined).length,
    ]);
    return found;
  }

  private async organisationOf(
    tx: Tx,
    named: RowOrganisation | null,
    found: Map<string, string>,
  ): Promise<string> {
    if (!named) {
      if (this.job.organisation_id === null) throw new NotFound('导入的单位');
      return this.job.organisation_id;
    }
    const before = this.organisations.get(named.uscc) ?? found.get(named.uscc);
    if (before !== undefined) return before;
    const { id } = await this.accounts.ensureUnclaimed(tx, {
      ...named,
      kinds: [kinds[this.job.kind].definition.side === 'demand' ? 'user' : 'firm'],
    });
    found.set(named.uscc, id);
    return id;
  }

  /** A refused row loses its content, so that it is not tried again, and gets its reason. */
  private async keepRefusals(): Promise<void> {
    const refusals = this.refusals.splice(0);
    if (refusals.length === 0) return;
    await this.db.transaction(async (tx) => {
      const changed = await rows(
        tx,
        `UPDATE import_rows i SET content = NULL, errors = i.errors || r.errors
         FROM (SELECT (e->>'row')::integer AS row, jsonb_agg(e) AS errors FROM jsonb_array_elements($2::jsonb) AS e GROUP BY 1) AS r
         WHERE i.import_id = $1 AND i.row = r.row AND i.content IS NOT NULL RETURNING i.row`,
        [this.job.id, JSON.stringify(refusals)],
      );
      await rows(tx, 'UPDATE imports SET valid = valid - $2, refused = refused + $2 WHERE id = $1', [
        this.job.id,
        changed.length,
      ]);
    });
  }
}

const keyOf = (row: StagedRow) => row.organisation?.uscc ?? '';
