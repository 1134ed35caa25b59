import type { OrganisationService } from '#accounts';
import { kinds, perObject } from '#contracts';
import { copyRows, type FileStore, rows, type Tx } from '#platform';
import { type Book, type Cell, type SheetRow, sheetLimits } from '#sheets';
import type { DictionaryService } from '../dictionary.service.js';
import { wordsOf } from '../domain/refusals.js';
import { Import } from '../entities/import.js';
import { Dittos, saidAbove } from './ditto.js';
import { FileRefused } from './errors.js';
import type { Report, RowQuestion, RowState } from './import.types.js';
import { anotherBeside, anotherTable, tableBeside } from './layout/beside.js';
import type { Layout } from './layout/header.js';
import { type LineKind, Lines } from './layout/lines.js';
import { borrowed, openFile } from './read.js';
import { type ReadRow, type RowContext, readRow } from './row.js';
import { Twins } from './twins.js';
import { markAsked } from './twins.store.js';
import { Unnamed } from './unnamed.js';
import { Directory, type RowOrganisation, type Terms } from './whose.js';

/** A row of the file on its way into the staged rows. */
export interface Staged extends Partial<ReadRow> {
  readonly row: number;
  readonly cells: readonly Cell[];
  readonly state: RowState;
  readonly skip?: LineKind | 'above' | 'repeat';
  readonly question?: RowQuestion;
  /** The content as it is written. */
  readonly text?: string;
}

/** A newer reading of the same import was asked for, or it was cancelled. */
export class Superseded extends Error {}

/** Rows of one COPY. With many more, V8 moves them to its old generation, where they stay until a full collection. */
const rowsAtOnce = 250;
/** Milliseconds between two looks at the time and at whether the reading is still wanted. */
const lookEvery = 250;
/** Milliseconds that one reading may take. */
const patience = 20 * 60_000;

type Corrections = ReadonlyMap<number, ReadonlyMap<number, string>>;

/** Reads the file of an import row by row into its staged rows. */
export class ImportStaging {
  constructor(
    private readonly dictionaries: DictionaryService,
    private readonly organisations: OrganisationService,
    private readonly files: FileStore,
  ) {}

  /** It has to be closed. @throws FileRefused */
  async open(job: Import): Promise<Book> {
    const file = await borrowed(this.files, job.filePath);
    try {
      const book = await openFile(file.path);
      return { ...book, close: () => book.close().finally(() => file.letGo()) };
    } catch (error) {
      await file.letGo();
      throw error;
    }
  }

  /** What the rows of an import are read by. */
  async context(
    tx: Tx,
    job: Import,
    { mapping, unit }: Pick<Layout, 'mapping' | 'unit'>,
  ): Promise<RowContext> {
    return {
      kind: job.kind,
      mapping,
      unit,
      dictionaries: await this.dictionaries.all(tx),
      terms: await this.terms(tx, job),
      directory: new Directory(await this.organisations.directory(tx)),
    };
  }

  /**
   * All rows of the sheet, by COPY; what was staged before goes.
   * @throws FileRefused for a file that cannot be taken as a whole; Superseded.
   */
  async fill(
    tx: Tx,
    job: Import,
    { book, layout, report }: { readonly book: Book; readonly layout: Layout; readonly report: Report },
  ): Promise<void> {
    await rows(tx, 'DELETE FROM import_rows WHERE import_id = $1', [job.id]);
    const context = await this.context(tx, job, layout);
    const corrections = await correctionsOf(tx, job.id);
    const twins = new Twins();
    const until = Date.now() + patience;
    let batch: Staged[] = [];
    let data = 0;
    let looked = 0;
    // What was read is written while more is read.
    let writing = Promise.resolve();
    const flush = async () => {
      await writing;
      if (Date.now() - looked >= lookEvery) {
        looked = Date.now();
        if (looked > until)
          throw new FileRefused('import.took_too_long', '文件读取时间过长，已停止；请拆分后上传');
        await stillWanted(tx, job);
        await report(Math.min(0.9, data / sheetLimits.rows), `已读取 ${data} 行`);
      }
      writing = copyStaged(tx, job.id, batch);
      writing.catch(() => undefined); // told by who waits for it
      batch = [];
    };
    try {
      for await (const row of stagedRows(book, layout, context, corrections)) {
        if (row.state !== 'head' && row.state !== 'skipped') data++;
        batch.push(besideOthers(row, twins));
        if (batch.length === rowsAtOnce) await flush();
      }
      await flush();
    } finally {
      await writing;
    }
    await markAsked(tx, job.id, twins.asked);
    if (data === 0) throw new FileRefused('import.empty', '表头以下没有数据行');
  }

  private async terms(tx: Tx, job: Import): Promise<Terms> {
    const found = async (id: string | null) => {
      const one = id === null ? undefined : await this.organisations.find(id, tx);
      return one && { id: one.id, name: one.name, uscc: one.uscc };
    };
    return {
      chosen: await found(job.organisationId),
      owner: await found(job.ownerOrganisationId),
      area: job.area,
      side: { kinds: kinds[job.kind].definition.postedBy, word: wordsOf(job.kind) },
      mayMake: job.newOrganisations && job.ownerOrganisationId === null,
    };
  }
}

/** The rows of the sheet that is read, one after the other. */
export async function* stagedRows(
  book: Book,
  layout: Layout,
  context: RowContext,
  corrections: Corrections,
): AsyncGenerator<Staged> {
  const lines = new Lines(layout.mapping, context);
  const dittos = new Dittos(layout.mapping);
  const unnamed = new Unnamed(context);
  const beside = tableBeside(layout.mapping, context.kind);
  for await (const sheet of book.rows(layout.sheet)) {
    const { row, cells } = sheet;
    if (row === layout.headerRow && beside) {
      yield { row, cells, state: 'error', errors: [anotherBeside(row, beside)] };
      continue;
    }
    if (row <= layout.headerRow && sheet.broken === undefined) {
      yield {
        row,
        cells,
        state: 'head',
        skip: row > layout.headerRow - layout.headerRows ? 'header' : 'above',
      };
      continue;
    }
    const skip = lines.next(sheet);
    if (skip === undefined) {
      const meant = dittos.next(corrected(sheet, corrections.get(row)));
      const read = stagedRow(meant.row, context);
      const notices = [...unnamed.next(meant.row), ...saidAbove(meant.said, context)];
      yield notices.length === 0 ? read : { ...read, notices: [...(read.notices ?? []), ...notices] };
    } else if (skip === 'another') yield { row, cells, state: 'error', errors: [anotherTable(sheet)] };
    else yield { row, cells, state: 'skipped', skip };
  }
}

/** A row with its content, or with what is wrong with it. */
export function stagedRow(sheet: SheetRow, context: RowContext): Staged {
  const read = readRow(sheet, context);
  const asks = read.errors.length > 0 && read.errors.every(({ choices }) => choices !== undefined);
  const state = read.content && read.organisation ? 'new' : asks ? 'question' : 'error';
  return { ...read, cells: sheet.cells, state };
}

/** Rows that say the same are one; rows that have a title in common and say different things ask. */
function besideOthers(row: Staged, twins: Twins): Staged {
  const { content, organisation, title } = row;
  if (row.state !== 'new' || !content || !organisation) return row;
  const text = json(content);
  const twin = twins.tell(row.row, organisation.uscc, title ?? '', text);
  if (twin === 'first') return { ...row, text };
  return twin === 'repeat'
    ? { ...row, text, state: 'skipped', skip: 'repeat' }
    : { ...row, text, state: 'question', question: 'title_twice' };
}

/** With what a person put right. */
export function corrected(sheet: SheetRow, values: ReadonlyMap<number, string> | undefined): SheetRow {
  if (!values) return sheet;
  const cells = [...sheet.cells];
  for (const [place, value] of values) {
    while (cells.length < place) cells.push(null);
    cells[place] = value === '' ? null : value;
  }
  const { broken: _, ...whole } = sheet;
  return { ...whole, cells };
}

async function correctionsOf(tx: Tx, id: string): Promise<Corrections> {
  const found = await rows<{ row: number; place: number; value: string }>(
    tx,
    'SELECT row, place, value FROM import_corrections WHERE import_id = $1',
    [id],
  );
  const byRow = new Map<number, Map<number, string>>();
  for (const { row, place, value } of found) byRow.set(row, (byRow.get(row) ?? new Map()).set(place, value));
  return byRow;
}

/** @throws Superseded */
async function stillWanted(tx: Tx, { id, reading }: Import): Promise<void> {
  const now = await tx.findOne(Import, { select: { reading: true, state: true }, where: { id } });
  if (now?.reading !== reading || now.state !== 'reading') throw new Superseded();
}

const columns = [
  ...['import_id', 'row', 'cells', 'content', 'organisation', 'owner', 'serial', 'title'],
  ...['errors', 'warnings', 'state', 'skip', 'question'],
];

async function copyStaged(tx: Tx, id: string, batch: readonly Staged[]): Promise<void> {
  if (batch.length === 0) return;
  await copyRows(
    tx,
    'import_rows',
    columns,
    batch.map((row) => [
      id,
      row.row,
      json(row.cells.map(kept)),
      row.text ?? (row.content ? json(row.content) : null),
      row.organisation ? organisationText(row.organisation) : null,
      row.organisation?.uscc ?? null,
      row.serial === null || row.serial === undefined ? null : storable(row.serial),
      row.title === undefined ? null : storable(row.title),
      listed(row.errors),
      listed(row.notices),
      row.state,
      row.skip ?? null,
      row.question ?? null,
    ]),
  );
}

/** Many rows are of the same organisation. */
const organisationText = perObject((organisation: RowOrganisation) => json(organisation));

const listed = (all: readonly unknown[] | undefined) => (all && all.length > 0 ? json(all) : '[]');

/** What PostgreSQL cannot hold in a text is left out. */
const storable = (text: string) =>
  text.replace(/\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '');

/** Matches a NUL or half a character in JSON text: PostgreSQL stores neither. */
const notStorable = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;

export function json(value: unknown): string {
  const text = JSON.stringify(value);
  return notStorable.test(text)
    ? JSON.stringify(value, (_, member: unknown) => (typeof member === 'string' ? storable(member) : member))
    : text;
}

/** Under a merged range the value that applies is kept, so that a correction of the row stands by itself. */
function kept(cell: Cell): Cell {
  const value = cell !== null && typeof cell === 'object' && 'covered' in cell ? cell.covered : cell;
  return typeof value === 'string' ? value.slice(0, sheetLimits.cellCharacters) : value;
}
