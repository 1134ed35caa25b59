import { shownOfCell } from '#contracts';
import { NotFound } from '#kernel';
import { type Database, rows, type Tx } from '#platform';
import type { Cell } from '#sheets';
import { textOf } from '#sheets';
import { labelsOf } from '../domain/dictionaries.js';
import { Import } from '../entities/import.js';
import { CellCut, FileRefused } from './errors.js';
import { findImport, isRowNumber, lockImport, wholeRow } from './import.store.js';
import { ImportUnderWay, type RowDecision } from './import.types.js';
import { forgetOutcomes, hasOutcome } from './outcomes.js';
import { openFile } from './read.js';
import type { RowContext } from './row.js';
import { recount, settleRows } from './settling.js';
import { corrected, type ImportStaging, json, type Staged, stagedRow } from './staging.js';
import { settleTwins } from './twins.store.js';
import { mendedColumns } from './workbooks.js';

/** What a person puts right in one row. */
export interface RowChange {
  readonly row: number;
  /** Texts by column, from 0. */
  readonly cells?: ReadonlyMap<number, string>;
  readonly decision?: RowDecision | null;
}

interface Kept {
  readonly row: number;
  readonly cells: readonly Cell[];
  readonly owner: string | null;
  readonly title: string | null;
  readonly [key: string]: unknown;
}

/** Rows that are put right while the import waits, or after it was written; what was written of them stays. */
export class ImportRows {
  constructor(
    private readonly db: Database,
    private readonly staging: ImportStaging,
  ) {}

  /** @throws NotFound, ImportUnderWay, CellCut */
  async change(id: string, change: RowChange): Promise<void> {
    if (!isRowNumber(change.row)) throw new NotFound('待处理的行', String(change.row));
    await this.db.transaction(async (tx) => {
      const job = await lockWaiting(tx, id);
      if (change.cells && change.cells.size > 0) {
        const mayBeCut = [...change.cells.values()].some(({ length }) => length === shownOfCell);
        if (mayBeCut) refuseCut(change.cells, (await wholeRow(tx, id, change.row)).cells);
        await this.correct(tx, job, new Map([[change.row, change.cells]]));
      }
      if (change.decision !== undefined) {
        const decided = await rows(
          tx,
          `UPDATE import_rows r SET decision = $3 WHERE import_id = $1 AND row = $2 AND NOT ${hasOutcome('new', 'changed')} RETURNING row`,
          [id, change.row, change.decision],
        );
        if (decided.length === 0) throw new NotFound('待处理的行', String(change.row));
      }
      await done(tx, id);
    });
  }

  /** The same for all rows that ask the same. */
  async decideAll(id: string, question: string, decision: RowDecision | null): Promise<void> {
    await this.db.transaction(async (tx) => {
      await lockWaiting(tx, id);
      await rows(
        tx,
        `UPDATE import_rows r SET decision = $3 WHERE import_id = $1 AND state = 'question' AND question = $2
           AND NOT EXISTS (SELECT 1 FROM import_outcomes o WHERE o.import_id = r.import_id AND o.row = r.row AND o.outcome <> 'skipped')`,
        [id, question, decision],
      );
      await done(tx, id);
    });
  }

  /** Reads the errors' workbook that came back. @returns how many rows it put right. @throws FileRefused */
  async mend(id: string, path: string): Promise<number> {
    const found = await this.mended(id, path);
    await this.db.transaction(async (tx) => {
      const job = await lockWaiting(tx, id);
      await this.correct(tx, job, found);
      await done(tx, id);
    });
    return found.size;
  }

  /** Cells of the workbook that read otherwise than they were given out. */
  private async mended(id: string, path: string): Promise<Map<number, ReadonlyMap<number, string>>> {
    const job = await findImport(this.db.manager, id);
    const book = await openFile(path);
    const found = new Map<number, ReadonlyMap<number, string>>();
    try {
      let columns: ReturnType<typeof mendedColumns>;
      for await (const { cells } of book.rows(book.sheets[0]?.index ?? 0)) {
        const texts = cells.map(textOf);
        if (!columns) {
          columns = mendedColumns(job.mapping, texts);
          if (!columns) break;
          continue;
        }
        const row = Number(texts[columns.row]);
        if (!Number.isInteger(row) || row < 1) continue;
        found.set(row, new Map(columns.cells.map(({ at, place }) => [place, texts[at] ?? ''])));
      }
      if (!columns)
        throw new FileRefused(
          'import.not_the_errors',
          '这不是本批导入的错误清单：请保留其中的“原行号”列和各列列名',
        );
    } finally {
      await book.close();
    }
    return found;
  }

  private async correct(
    tx: Tx,
    job: Import,
    wanted: ReadonlyMap<number, ReadonlyMap<number, string>>,
  ): Promise<void> {
    const kept = await rows<Kept>(
      tx,
      `SELECT row, cells, owner, title FROM import_rows r WHERE import_id = $1 AND row = ANY($2::integer[])
         AND state NOT IN ('head') AND NOT ${hasOutcome('new', 'changed', 'unchanged')}`,
      [job.id, [...wanted.keys()]],
    );
    if (wanted.size === 1 && kept.length === 0) throw new NotFound('待处理的行', [...wanted.keys()].join());
    const context = await this.staging.context(tx, job, job);
    const staged = kept.flatMap((row) => {
      const values = changed(row.cells, wanted.get(row.row) ?? new Map());
      return values.size === 0 ? [] : [{ values, staged: again(row, values, context) }];
    });
    if (staged.length === 0) return;
    await keepCorrections(tx, job.id, staged);
    await keepStaged(
      tx,
      job.id,
      staged.map((one) => one.staged),
    );
    await forgetOutcomes(
      tx,
      job.id,
      staged.map((one) => one.staged.row),
    );
    const beside = await settleTwins(tx, job.id, identitiesOf(kept, staged));
    await settleRows(tx, job, labelsOf(context.dictionaries), { only: beside });
  }
}

const again = ({ row, cells }: Kept, values: ReadonlyMap<number, string>, context: RowContext): Staged =>
  stagedRow(corrected({ row, cells }, values), context);

/** Whoever saves what a preview had of a long cell would lose the rest of it. @throws CellCut */
function refuseCut(values: ReadonlyMap<number, string>, cells: readonly string[]): void {
  for (const [place, value] of values) {
    const whole = cells[place] ?? '';
    if (whole.length > shownOfCell && value === whole.slice(0, shownOfCell))
      throw new CellCut(place + 1, whole.length);
  }
}

/** What reads otherwise than it stands. */
function changed(cells: readonly Cell[], values: ReadonlyMap<number, string>): Map<number, string> {
  return new Map([...values].filter(([place, value]) => value.trim() !== textOf(cells[place]).trim()));
}

async function keepCorrections(
  tx: Tx,
  id: string,
  all: readonly { readonly values: ReadonlyMap<number, string>; readonly staged: Staged }[],
): Promise<void> {
  const cells = all.flatMap(({ values, staged }) =>
    [...values].map(([place, value]) => ({ row: staged.row, place, value })),
  );
  await rows(
    tx,
    `INSERT INTO import_corrections (import_id, row, place, value)
     SELECT $2, row, place, value FROM jsonb_to_recordset($1::jsonb) AS x(row integer, place integer, value text)
     ON CONFLICT ON CONSTRAINT pk_import_corrections DO UPDATE SET value = excluded.value`,
    [json(cells), id],
  );
}

/** Rows of one update: it may look through all rows between its first and its last for each of them. */
const together = 100;

async function keepStaged(tx: Tx, id: string, all: readonly Staged[]): Promise<void> {
  const sorted = [...all].sort((a, b) => a.row - b.row);
  for (let i = 0; i < sorted.length; i += together) await keepSome(tx, id, sorted.slice(i, i + together));
}

async function keepSome(tx: Tx, id: string, some: readonly Staged[]): Promise<void> {
  await rows(
    tx,
    `UPDATE import_rows r SET cells = x.cells, content = nullif(x.content, 'null'), organisation = nullif(x.organisation, 'null'),
       owner = x.organisation->>'uscc', serial = x.serial, title = x.title, errors = x.errors, warnings = x.warnings,
       state = x.state, skip = NULL, question = NULL, listing_id = NULL, changes = NULL, decision = NULL
     FROM jsonb_to_recordset($1::jsonb) AS x(row integer, cells json, content jsonb, organisation jsonb, serial text,
       title text, errors jsonb, warnings jsonb, state text)
     WHERE r.import_id = $2 AND r.row = x.row AND r.row BETWEEN $3 AND $4`,
    [
      json(
        some.map(({ row, cells, content, organisation, serial, title, errors, notices, state }) => ({
          ...{ row, cells, serial, title, state, errors: errors ?? [], warnings: notices ?? [] },
          content: content ?? null,
          organisation: organisation ?? null,
        })),
      ),
      id,
      some[0]?.row,
      some.at(-1)?.row,
    ],
  );
}

/** What the rows were called before and are called now: whoever asked because of either is looked at anew. */
const identitiesOf = (before: readonly Kept[], after: readonly { readonly staged: Staged }[]) => [
  ...before,
  ...after.map(({ staged: { organisation, title } }) => ({
    owner: organisation?.uscc ?? null,
    title: title ?? null,
  })),
];

/** An import whose rows may be put right. @throws NotFound, ImportUnderWay */
async function lockWaiting(tx: Tx, id: string): Promise<Import> {
  const job = await lockImport(tx, id);
  if (!['previewed', 'committed', 'stopped'].includes(job.state)) throw new ImportUnderWay(job.state);
  return job;
}

async function done(tx: Tx, id: string): Promise<void> {
  await recount(tx, id);
  await tx.update(Import, { id }, {});
}
