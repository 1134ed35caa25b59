import { kinds } from '#contracts';
import type { Database } from '#platform';
import { joinRevision } from '../document.js';
import type { ListingActor } from '../domain/refusals.js';
import type { Import } from '../entities/import.js';
import type { ListingWriter } from '../listing.writer.js';
import type { Report } from './import.types.js';

export type AdvanceStep = 'submit' | 'publish';

/** What became of it, as the summary says it. */
export interface Advanced {
  readonly done: number;
  /** At most a hundred, with the number that people know and the reason. */
  readonly left: readonly { readonly number: string; readonly reason: string }[];
  readonly leftInAll: number;
}

const atOnce = 500;
const told = 100;

/** Submits or publishes all that one import has made, as one action. A repetition goes on where it was cut off. */
export class Advance {
  constructor(
    private readonly db: Database,
    private readonly writer: ListingWriter,
  ) {}

  async run(job: Import, step: AdvanceStep, actor: ListingActor, report: Report): Promise<Advanced> {
    const open =
      step === 'submit' ? ['draft', 'changes_requested'] : ['draft', 'changes_requested', 'submitted'];
    const drafts = await this.db.query<{ id: string; number: string; row: number }>(
      `SELECT h.id, h.number, i.row FROM import_outcomes i JOIN listings h ON h.id = i.listing_id ${joinRevision('newest')}
       WHERE i.import_id = $1 AND i.outcome IN ('new', 'changed') AND r.state = ANY($2) ORDER BY h.id`,
      [job.id, open],
    );
    const numbers = new Map(drafts.map(({ id, number }) => [id, number]));
    const left: { number: string; reason: string }[] = [];
    let done = 0;
    for (let i = 0; i < drafts.length; i += atOnce) {
      const some = drafts.slice(i, i + atOnce);
      const ids = some.map(({ id }) => id);
      const went =
        step === 'submit'
          ? await this.writer.submitAll({ kind: job.kind, actor, reason: '随导入提交' }, ids)
          : await this.writer.publishAll({ kind: job.kind, actor, reason: '随导入审核发布' }, ids);
      done += went.published;
      const skipped = new Set(went.skipped.map(({ id }) => id));
      await this.rememberVersions(
        job.id,
        some.flatMap(({ id, row }) => (skipped.has(id) ? [] : [row])),
      );
      left.push(...went.skipped.map(({ id, reason }) => ({ number: numbers.get(id) ?? id, reason })));
      await report(
        0.6 + (0.4 * (i + ids.length)) / drafts.length,
        `已${words[step]} ${done} 项${kinds[job.kind].label.zh}`,
      );
    }
    const column = step === 'submit' ? 'submitted' : 'published';
    await this.db.query(
      `UPDATE imports SET ${column} = ${column} + $2, version = version + 1, changed_at = now() WHERE id = $1`,
      [job.id, done],
    );
    return { done, left: left.slice(0, told), leftInAll: left.length };
  }

  /** What the import itself did to its listings, one version each, is no touch of others. */
  private async rememberVersions(id: string, rows: readonly number[]): Promise<void> {
    await this.db.query(
      `UPDATE import_outcomes i SET listing_version = h.version FROM listings h
       WHERE i.import_id = $1 AND i.row = ANY($2::integer[]) AND h.id = i.listing_id AND h.version = i.listing_version + 1`,
      [id, rows],
    );
  }
}

const words: Readonly<Record<AdvanceStep, string>> = { submit: '提交', publish: '发布' };
