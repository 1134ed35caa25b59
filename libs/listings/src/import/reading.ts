import { ignored, kinds, sheetColumnsOf } from '#contracts';
import { type Database, rows, type Tx } from '#platform';
import type { Book } from '#sheets';
import { type Dictionaries, labelsOf } from '../domain/dictionaries.js';
import { Import } from '../entities/import.js';
import { formOf } from './contents.js';
import { FileRefused } from './errors.js';
import { type HeaderMemory } from './header.memory.js';
import { type Choice, type Report } from './import.types.js';
import {
  bestOf,
  type ColumnMapping,
  findHeader,
  type Layout,
  layoutAt,
  type SheetStart,
} from './layout/header.js';
import type { Knowledge } from './layout/names.js';
import { recount, settleRows } from './settling.js';
import { seenOf, startsOf } from './sheets.js';
import { type ImportStaging, Superseded } from './staging.js';

interface Read {
  readonly layout: Layout;
  /** Found for certain, or chosen by a person. */
  readonly isSure: boolean;
}

/** Reads the file of an import: which sheet, which header, which columns; then its rows, where that is sure. */
export class ImportReading {
  constructor(
    private readonly db: Database,
    private readonly staging: ImportStaging,
    private readonly headers: HeaderMemory,
    private readonly dictionaries: { all(tx: Tx): Promise<Dictionaries> },
  ) {}

  /** May be repeated; a reading that another has followed does nothing. */
  async read(job: Import, report: Report): Promise<void> {
    try {
      const book = await this.staging.open(job);
      try {
        await this.db.transaction((tx) => this.readBook(tx, job, book, beside(report)));
      } finally {
        await book.close();
      }
    } catch (error) {
      if (error instanceof Superseded) return;
      if (!(error instanceof FileRefused)) throw error;
      await this.db.manager.update(Import, wantedReading(job), {
        state: 'refused',
        refusal: { code: error.code, detail: error.message },
      });
    }
  }

  private async readBook(tx: Tx, job: Import, book: Book, report: Report): Promise<void> {
    const dictionaries = await this.dictionaries.all(tx);
    const remembered = await this.headers.of(tx, job.bodyId, job.kind);
    const starts = await startsOf(book);
    const { layout, isSure } = layoutOf(starts, job.choice, { kind: job.kind, dictionaries, remembered });
    if (isSure) {
      await this.staging.fill(tx, job, { book, layout, report });
      await settleRows(tx, { ...job, mapping: [...layout.mapping] }, labelsOf(dictionaries), {
        report: (done) => report(0.95, `已与现有内容核对 ${done} 行`),
      });
    } else await rows(tx, 'DELETE FROM import_rows WHERE import_id = $1', [job.id]);
    const { affected } = await tx.update(Import, wantedReading(job), {
      state: isSure ? 'previewed' : 'header',
      sheets: seenOf(starts),
      sheet: layout.sheet,
      headerRow: layout.headerRow,
      headerRows: layout.headerRows,
      unit: layout.unit,
      mapping: layout.mapping,
      fileType: book.type,
      form: formOf(job.kind, dictionaries),
      refusal: null,
    });
    if (affected === 0) throw new Superseded();
    await recount(tx, job.id);
  }
}

/** The import as long as nobody has asked for another reading of it, or cancelled it. */
const wantedReading = ({ id, reading }: Import) => ({ id, reading, state: 'reading' as const });

/**
 * Told beside the transaction: to wait for a report is to wait for a second connection while the first is held, and
 * where all do so none goes on. A report that comes to nothing is followed by the next.
 */
function beside(report: Report): Report {
  return async (done, doing) => {
    void Promise.resolve(report(done, doing)).catch(() => undefined);
  };
}

/** By what a person chose, else by what is found. @throws FileRefused */
export function layoutOf(starts: readonly SheetStart[], choice: Choice, knowledge: Knowledge): Read {
  if (starts.every(({ rows: first }) => first.length === 0))
    throw new FileRefused('import.empty', '文件中没有数据');
  const chosen = starts.find(({ index }) => index === choice.sheet);
  if (choice.sheet !== undefined && !chosen)
    throw new FileRefused('import.no_such_sheet', '文件中没有所选的工作表，或该表已隐藏');
  const read = chosen ? ofSheet(chosen, choice, knowledge) : ofBook(starts, choice, knowledge);
  return { ...read, layout: { ...read.layout, mapping: withFields(read.layout.mapping, choice, knowledge) } };
}

function ofSheet(sheet: SheetStart, { headerRow }: Choice, knowledge: Knowledge): Read {
  if (headerRow !== undefined) return { layout: layoutAt(sheet, headerRow, knowledge), isSure: true };
  const best = bestOf(sheet, knowledge);
  return best
    ? { layout: best.layout, isSure: best.certain }
    : { layout: layoutAt(sheet, 0, knowledge), isSure: false };
}

function ofBook(starts: readonly SheetStart[], { headerRow }: Choice, knowledge: Knowledge): Read {
  const filled = starts.filter(({ rows: first }) => first.length > 0);
  const found = findHeader(filled, knowledge);
  const fallback = filled[0] ?? starts[0];
  const sheet = filled.find(({ index }) => index === found?.layout.sheet) ?? fallback;
  // Where there is but one sheet its header's row says enough; else the sheet is the one that was shown.
  if (headerRow !== undefined && sheet)
    return { layout: layoutAt(sheet, headerRow, knowledge), isSure: true };
  if (found) return { layout: found.layout, isSure: found.certain };
  if (!fallback) throw new FileRefused('import.empty', '文件中没有数据');
  return { layout: layoutAt(fallback, 0, knowledge), isSure: false };
}

/** With the fields that a person chose; who has got one takes it from the column that had it. */
function withFields(
  mapping: readonly ColumnMapping[],
  { fields = {} }: Choice,
  { kind }: Knowledge,
): ColumnMapping[] {
  const known = new Set(sheetColumnsOf(kinds[kind]).map(({ key }) => key));
  const chosen = new Map(
    Object.entries(fields)
      .filter(([, field]) => field === ignored || known.has(field))
      .map(([c, f]) => [Number(c), f]),
  );
  const taken = new Set([...chosen.values()].filter((field) => field !== ignored));
  return mapping.map((one): ColumnMapping => {
    const field = chosen.get(one.column);
    const { suggestion, ...rest } = one;
    if (field !== undefined) return { ...rest, field, how: 'person' };
    if (taken.has(one.field)) return { ...rest, field: ignored, how: 'taken' };
    return suggestion !== undefined && taken.has(suggestion) ? { ...rest, how: 'none' } : one;
  });
}
