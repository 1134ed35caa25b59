import { ignored, kinds, type ListingKind, Span, serial, sheetColumnsOf } from '#contracts';
import { type Cell, type SheetRow, textOf } from '#sheets';

export interface ColumnMapping {
  /** From 0. */
  readonly column: number;
  readonly header: string;
  readonly field: string;
  /** 1 an alias, less a close spelling or a guess from the content, 0 not recognised. */
  readonly confidence: number;
}

/** Headers as people write them: brackets, blanks, signs and units aside. */
function plain(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[([【](单位[:：]?)?(亿|百万|千|万)?元[)\]】]/g, '')
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

function recognise(kind: ListingKind, header: string): { field: string; confidence: number } {
  const own = plain(header);
  if (own === '') return { field: ignored, confidence: 0 };
  let best: { field: string; confidence: number } = { field: ignored, confidence: 0 };
  for (const { key, label, names } of sheetColumnsOf(kinds[kind])) {
    for (const alias of [label, ...names]) {
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
    const sure = mapping.filter((m) => m.field !== ignored).length;
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
    return m.field !== ignored && better ? { ...m, field: ignored, confidence: 0 } : m;
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
  const fieldOf = (column: number): string => {
    if (column === key) return serial;
    if (column === long) return kinds[kind].definition.body;
    return column === title ? kinds[kind].definition.title : ignored;
  };
  return columns.map(({ column }) => ({
    column,
    header: `第${column + 1}列`,
    field: fieldOf(column),
    confidence: fieldOf(column) === ignored ? 0 : 0.5,
  }));
}

/** A row between data rows that only names a section: one text, spread over the row or alone in it. */
export function isSection(cells: readonly Cell[], mapping: readonly ColumnMapping[]): boolean {
  const texts = cells.map(textOf).filter((text) => text !== '');
  const used = mapping.filter((m) => m.field !== ignored).length;
  if (used < 3 || texts.length === 0) return false;
  return (
    new Set(texts).size === 1 &&
    (texts.length === 1 ? textOf(cells[0]) !== '' : texts.length >= used - 1) &&
    (texts[0] ?? '').length <= 60
  );
}

/**
 * The column that a member of the content came from: its own, or that of the range or group that holds it.
 * @param path of the member, below the content
 * @param stands whether the sheet has that column
 */
export function columnOfPath(
  kind: ListingKind,
  path: readonly string[],
  stands: (key: string) => boolean,
): string {
  const [first = ''] = path;
  const own = [path.slice(0, 2).join('.'), first].find(stands);
  if (own !== undefined) return own;
  const range = Object.entries(kinds[kind].entries).find(
    ([key, entry]) => entry instanceof Span && first in entry.members && stands(key),
  );
  return range?.[0] ?? path.slice(0, 2).join('.');
}
