import type { ListingKind } from '#contracts';
import { type FieldKey, importFields } from './fields.js';
import type { Cell, SheetRow } from './sheet.js';

export interface ColumnMapping {
  /** From 0. */
  readonly column: number;
  readonly header: string;
  readonly field: FieldKey;
  /** 1 an alias, less a close spelling or a guess from the content, 0 not recognised. */
  readonly confidence: number;
}

/** Headers as people write them: brackets, blanks, signs and units aside. */
function plain(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*:：、，,。.()（）[\]【】/\\_-]/g, '')
    .replace(/(必填|选填)/g, '');
}

/** Levenshtein's distance, up to `most`. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row.push(
        Math.min(
          (before[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    }
    before = row;
  }
  return before[b.length] ?? most + 1;
}

function recognise(kind: ListingKind, header: string): { field: FieldKey; confidence: number } {
  const own = plain(header);
  if (own === '') return { field: 'ignore', confidence: 0 };
  let best: { field: FieldKey; confidence: number } = { field: 'ignore', confidence: 0 };
  for (const { key, label, aliases } of importFields[kind]) {
    for (const alias of [label, ...aliases]) {
      const other = plain(alias);
      const most = other.length >= 4 ? 1 : 0;
      const steps = distance(own, other, most);
      const confidence = steps === 0 ? 1 : steps <= most ? 0.8 : 0;
      if (confidence > best.confidence) best = { field: key, confidence };
    }
  }
  return best;
}

export interface Layout {
  /** Row of the sheet from 1; 0: the file has no header. */
  readonly headerRow: number;
  readonly mapping: readonly ColumnMapping[];
}

/** Which row is the header and what its columns are; a file without one is read by what its cells hold. */
export function detectLayout(kind: ListingKind, first: readonly SheetRow[]): Layout {
  let best: Layout | undefined;
  let most = 0;
  for (const { row, cells } of first) {
    const mapping = withoutRepeats(
      cells.map((cell, column) => ({ column, header: textOf(cell), ...recognise(kind, textOf(cell)) })),
    );
    const sure = mapping.filter((m) => m.field !== 'ignore').length;
    const short = cells.every((cell) => textOf(cell).length <= 40);
    if (short && sure > most && (sure >= 2 || cells.filter((c) => textOf(c) !== '').length === 1)) {
      most = sure;
      best = { headerRow: row, mapping };
    }
  }
  return best ?? { headerRow: 0, mapping: guess(kind, first) };
}

/** A field is given to one column: the surest, then the first. */
function withoutRepeats(mapping: readonly ColumnMapping[]): ColumnMapping[] {
  return mapping.map((m) => {
    const better = mapping.some(
      (other) =>
        other.field === m.field &&
        (other.confidence > m.confidence || (other.confidence === m.confidence && other.column < m.column)),
    );
    return m.field !== 'ignore' && better ? { ...m, field: 'ignore', confidence: 0 } : m;
  });
}

function guess(kind: ListingKind, rows: readonly SheetRow[]): ColumnMapping[] {
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  const columns = Array.from({ length: width }, (_, column) => {
    const texts = rows.map((row) => textOf(row.cells[column] ?? null)).filter((text) => text !== '');
    const mean = texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length);
    const id =
      texts.length > 1 &&
      new Set(texts).size === texts.length &&
      texts.every((text) => /^[0-9A-Za-z-]{1,40}$/.test(text));
    return { column, mean, id };
  });
  const long = [...columns].filter((c) => !c.id).sort((a, b) => b.mean - a.mean)[0]?.column;
  const key = columns.find((c) => c.id)?.column;
  const title = columns.find((c) => c.column !== long && c.column !== key && c.mean > 0)?.column;
  const fieldOf = (column: number): FieldKey => {
    if (column === key) return 'key';
    if (column === long) return kind === 'scenario' ? 'needs' : 'functions';
    return column === title ? 'title' : 'ignore';
  };
  return columns.map(({ column }) => ({
    column,
    header: `第${column + 1}列`,
    field: fieldOf(column),
    confidence: fieldOf(column) === 'ignore' ? 0 : 0.5,
  }));
}

export function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell).trim();
}

/** A row between data rows that only names a section: one text, spread over the row or alone in it. */
export function isSection(cells: readonly Cell[], mapping: readonly ColumnMapping[]): boolean {
  const texts = cells.map(textOf).filter((text) => text !== '');
  const used = mapping.filter((m) => m.field !== 'ignore').length;
  if (used < 3 || texts.length === 0) return false;
  return (
    new Set(texts).size === 1 &&
    (texts.length === 1 ? textOf(cells[0]) !== '' : texts.length >= used - 1) &&
    (texts[0] ?? '').length <= 60
  );
}

/** Where a member of the content came from in the sheet. */
export function fieldOfPath(path: string, inner: string): FieldKey {
  if (path === 'product') return 'title';
  if (path === 'version') return 'productVersion';
  if (path === 'contact')
    return inner === 'phone' ? 'contactPhone' : inner === 'email' ? 'contactEmail' : 'contactName';
  if (path === 'firstVersion')
    return inner === 'year'
      ? 'firstVersionYear'
      : inner === 'documentNo'
        ? 'firstVersionDocumentNo'
        : inner === 'validTo'
          ? 'firstVersionTo'
          : 'firstVersionFrom';
  return path as FieldKey;
}
