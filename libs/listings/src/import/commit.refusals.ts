import { type Database, rows } from '#platform';
import type { CellError } from './errors.js';
import type { StagedRow } from './import.types.js';
import { keepOutcomes } from './outcomes.js';
import { concernsOrganisation, refusalOf, type Sheet } from './refusal.js';

/** Rows that cannot be written, with the reason; where that is their organisation's, the others of it are not tried. */
export class CommitRefusals {
  /** By credit code. */
  private readonly organisations = new Map<string, unknown>();
  private readonly waiting: CellError[] = [];

  constructor(
    private readonly db: Database,
    private readonly sheet: Sheet & { readonly id: string },
  ) {}

  /** Whether the row is refused for what was found of its organisation. */
  has(row: StagedRow): boolean {
    const error = this.organisations.get(row.organisation.uscc);
    if (error !== undefined) this.waiting.push(...refusalOf(row, error, this.sheet));
    return error !== undefined;
  }

  add(row: StagedRow, error: unknown): void {
    if (concernsOrganisation(error)) this.organisations.set(row.organisation.uscc, error);
    this.waiting.push(...refusalOf(row, error, this.sheet));
  }

  /** A refused row loses its content, so that it is not tried again, and gets its reason. */
  async keep(): Promise<void> {
    const refusals = this.waiting.splice(0);
    if (refusals.length === 0) return;
    const { id } = this.sheet;
    const refused = [...new Set(refusals.map(({ row }) => row))];
    await this.db.transaction(async (tx) => {
      await rows(
        tx,
        `UPDATE import_rows i SET content = NULL, state = 'error', errors = i.errors || r.errors
         FROM (SELECT (e->>'row')::integer AS row, jsonb_agg(e) AS errors FROM jsonb_array_elements($2::jsonb) AS e GROUP BY 1) AS r
         WHERE i.import_id = $1 AND i.row = r.row AND i.row BETWEEN $3 AND $4`,
        [id, JSON.stringify(refusals), Math.min(...refused), Math.max(...refused)],
      );
      await keepOutcomes(
        tx,
        id,
        refused.map((row) => ({ row, outcome: 'refused', listing: null, version: null, before: null })),
      );
    });
  }
}
