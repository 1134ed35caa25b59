import { ignored, kinds, serial } from '#contracts';
import { isBlank, type SheetRow, textOf } from '#sheets';
import { type ColumnMapping, guessed, type Knowledge, type Recognised, recognise } from './names.js';
import { type Shape, shapeOf } from './shapes.js';
import { asked, isForm, partsOf, type Spread, spreadFields } from './spread.js';
import { unitIn } from './words.js';

/** The first rows of a sheet that is visible. */
export interface SheetStart {
  readonly index: number;
  readonly name: string;
  readonly rows: readonly SheetRow[];
}

/** What a sheet is read by. */
export interface Layout {
  readonly sheet: number;
  /** Row of the sheet from 1, the last of the header; 0: it has none. */
  readonly headerRow: number;
  readonly headerRows: number;
  readonly mapping: readonly ColumnMapping[];
  /** The unit of amounts, where a line above the table says it: 万元. */
  readonly unit: string | null;
}

export interface Found {
  /** What is most likely, for a person to start from. */
  readonly layout: Layout;
  /** Nothing else can be meant: rows may be read without asking. */
  readonly certain: boolean;
}

/** Rows of a sheet that are looked at. */
export const looked = 60;
/** Where a header is looked for. */
const deepest = 30;
const longest = 60;
const sampled = 50;

/** The sheet and the row of the header, over all sheets that are visible. */
export function findHeader(sheets: readonly SheetStart[], knowledge: Knowledge): Found | undefined {
  const candidates = sheets.flatMap((sheet) => {
    const best = bestOf(sheet, knowledge);
    return best ? [best] : [];
  });
  const best = highest(candidates);
  if (!best) return undefined;
  const certain = candidates.filter((candidate) => candidate.certain);
  return { layout: best.layout, certain: best.certain && certain.length === 1 };
}

interface Candidate extends Found {
  readonly points: number;
}

function highest(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>((best, candidate) => {
    if (!best) return candidate;
    if (candidate.certain !== best.certain) return candidate.certain ? candidate : best;
    return candidate.points > best.points ? candidate : best;
  }, undefined);
}

/** The most likely header of one sheet; where rows say the same, the first. */
export function bestOf(sheet: SheetStart, knowledge: Knowledge): Candidate | undefined {
  const found: Candidate[] = [];
  for (const [i, row] of sheet.rows.slice(0, deepest).entries()) {
    if (!mayBeHeader(row)) continue;
    found.push(candidateAt(sheet, i, 1, knowledge));
    const height = heightAt(sheet.rows, i);
    if (height > 1) found.push(candidateAt(sheet, i, height, knowledge));
  }
  return highest(found);
}

/** The layout of a sheet whose header a person has chosen. @param headerRow its last row; 0: there is none */
export function layoutAt(sheet: SheetStart, headerRow: number, knowledge: Knowledge): Layout {
  const at = sheet.rows.findIndex(({ row }) => row === headerRow);
  if (at < 0) return headless(sheet, knowledge);
  for (const first of [at - 2, at - 1]) {
    const row = sheet.rows[first];
    const height = row && mayBeHeader(row) ? heightAt(sheet.rows, first) : 1;
    if (first + height > at) return layoutOf(sheet, first, height, knowledge);
  }
  const hasUnits = isUnitRow(sheet.rows, at);
  return layoutOf(sheet, at, hasUnits ? 2 : 1, knowledge);
}

/** How many rows a header has that begins there: its names, names below them, and a row of units below those. */
function heightAt(rows: readonly SheetRow[], first: number): number {
  const row = rows[first];
  if (!row || !isUpperRow(row, rows[first + 1])) return 1;
  return isUnitRow(rows, first + 1) ? 3 : 2;
}

/** Whether below that row nothing stands but the units of its names. */
function isUnitRow(rows: readonly SheetRow[], at: number): boolean {
  const [upper, lower] = [rows[at], rows[at + 1]];
  if (!upper || !lower || lower.broken || lower.row !== upper.row + 1) return false;
  return saysUnits(upper, lower, Math.max(upper.cells.length, lower.cells.length));
}

function headless(sheet: SheetStart, knowledge: Knowledge): Layout {
  const width = widthOf(sheet.rows);
  const mapping = Array.from({ length: width }, (_, column) => {
    const shape = shapeUnder(sheet.rows, column);
    return { column, header: '', ...guessed(shape, knowledge), samples: shape.values.slice(0, 3) };
  });
  return { sheet: sheet.index, headerRow: 0, headerRows: 0, mapping, unit: null };
}

/** Short texts that differ, and no value of a record among them. */
function mayBeHeader({ cells, broken }: SheetRow): boolean {
  if (broken) return false;
  const texts = cells.map(textOf).filter((text) => text !== '');
  if (texts.length === 0 || texts.some((text) => text.length > longest)) return false;
  const shape = shapeOf(texts);
  if (shape.creditCodes + shape.emails + shape.days > 0 || shape.phones > 0) return false;
  const words = texts.filter((text) => /\p{L}/u.test(text)).length;
  return words >= texts.length * 0.7 && (new Set(texts).size >= 2 || texts.length === 1);
}

/**
 * Whether a header goes on in the row below: a name spread over columns has names of its own below it, and every other
 * name reaches down or has nothing below it.
 */
function isUpperRow(upper: SheetRow, lower: SheetRow | undefined): boolean {
  if (!lower || lower.broken || lower.row !== upper.row + 1) return false;
  const texts = new Set(upper.cells.map(textOf).filter(Boolean));
  // One text alone is a title; 填报单位：… and 单位：元 stand above a table.
  if (texts.size < 2 || [...texts].some(standsAbove)) return false;
  const width = Math.max(upper.cells.length, lower.cells.length);
  if (saysUnits(upper, lower, width)) return true;
  if (!mayBeHeader(lower)) return false;
  let split = 0;
  let last = '';
  for (let column = 0; column < width; column++) {
    const own = textOf(upper.cells[column]);
    const [above, below] = [own || last, textOf(lower.cells[column])];
    const isSpread =
      (own === '' || own === textOf(upper.cells[column - 1]) || own === spreadRight(upper, column)) &&
      above !== '';
    if (below !== '' && below !== own) {
      if (!isSpread) return false;
      split++;
    }
    last = above;
  }
  return split >= 2;
}

/** 填报时间：2026年3月, outside brackets: a label with what was filled in behind it; or a unit alone. */
function standsAbove(text: string): boolean {
  const plain = text.normalize('NFKC').trim();
  const isUnit = /^(?:\(|(?:金额|货币|计量)?单位)/.test(plain) && unitIn(plain) !== undefined;
  return isUnit || /^[^:]{1,12}:\s*\S/.test(plain.replace(/\([^()]*\)/g, ''));
}

/** Below the names stand nothing but their units: 预算 and below it （万元）. */
function saysUnits(upper: SheetRow, lower: SheetRow, width: number): boolean {
  let said = 0;
  for (let column = 0; column < width; column++) {
    const [above, below] = [textOf(upper.cells[column]), textOf(lower.cells[column])];
    if (below === '' || below === above) continue;
    if (above === '' || unitIn(below) === undefined) return false;
    said++;
  }
  return said > 0;
}

/** What stands to the right of a name that is spread: the same where it is merged, nothing where it is not. */
function spreadRight({ cells }: SheetRow, column: number): string {
  const own = textOf(cells[column]);
  const right = cells[column + 1];
  return right === undefined || isBlank(right) || textOf(right) === own ? own : '';
}

function candidateAt(sheet: SheetStart, at: number, rows: number, knowledge: Knowledge): Candidate {
  const layout = layoutOf(sheet, at, rows, knowledge);
  const named = layout.mapping.filter(({ header }) => header !== '');
  const sure = named.filter(({ field }) => field !== ignored);
  const known = named.filter(({ how }) => how === 'name' || how === 'remembered' || how === 'values');
  const asked = named.filter(({ how }) => how === 'question').length;
  const { title, body } = kinds[knowledge.kind].definition;
  const hasMain = sure.some(({ field }) => field === title || field === body);
  const certain =
    hasMain &&
    (sure.length >= 3 || known.length >= named.length / 2) &&
    (sure.length >= 2 || named.length === 1) &&
    sheet.rows.length > at + rows &&
    !isForm(
      sheet.rows.slice(at + rows),
      sure.find(({ field }) => field === title),
      knowledge,
    );
  // Two rows say more than one of them where they name more columns.
  const recognised = sure.length + spreadFields(named);
  return { layout, certain, points: recognised + known.length / 4 + asked / 8 + (rows - 1) / 16 };
}

function layoutOf(sheet: SheetStart, at: number, rows: number, knowledge: Knowledge): Layout {
  const header = sheet.rows.slice(at, at + rows);
  const below = sheet.rows.slice(at + rows);
  const width = Math.max(widthOf(header), widthOf(below));
  const parts = Array.from({ length: width }, (_, column) => partsOf(header, column));
  const hidden = new Set(sheet.rows[0]?.hiddenColumns);
  const columns = parts.map((own, column): Spread => {
    const shape = shapeUnder(below, column);
    const found = recognise(own, shape, knowledge);
    const samples = shape.values.slice(0, 3);
    const isOwn = own.length > 1 && recognise(own.slice(1), shape, knowledge).field === found.field;
    const one = { column, header: own.join(' '), ...found, samples };
    return {
      one: hidden.has(column) ? { ...one, hidden: true } : one,
      above: isOwn ? undefined : own[0],
    };
  });
  return {
    sheet: sheet.index,
    headerRow: header.at(-1)?.row ?? 0,
    headerRows: rows,
    mapping: once(asked(columns), kinds[knowledge.kind].definition.prefix),
    unit: unitAbove(sheet.rows.slice(0, at)),
  };
}

const widthOf = (rows: readonly SheetRow[]) => Math.min(200, Math.max(0, ...rows.map(lastFilled)));

function lastFilled({ cells }: SheetRow): number {
  let last = cells.length;
  while (last > 0 && isBlank(cells[last - 1])) last--;
  return last;
}

/** What stands below a header; a row of one text, such as a section or a note, says nothing of its column. */
function shapeUnder(rows: readonly SheetRow[], column: number): Shape {
  const values: string[] = [];
  for (const { cells } of rows) {
    if (values.length === sampled) break;
    const text = textOf(cells[column]);
    if (text === '' || (cells.length > 2 && new Set(cells.map(textOf).filter(Boolean)).size < 2)) continue;
    values.push(text);
  }
  return shapeOf(values);
}

/** A field is given to one column: to that of a surer name, then to the first; of two numbers to the one that says more. */
function once(mapping: readonly ColumnMapping[], prefix: string): ColumnMapping[] {
  const rank = { person: 0, remembered: 1, name: 2, values: 3, question: 4, taken: 5, none: 6 };
  const saysOf = ({ field, samples }: ColumnMapping) => {
    if (field !== serial || samples.length === 0) return 0;
    if (samples.every((value) => value.startsWith(`${prefix}-`))) return 2;
    return samples.some((value) => !/^\d{1,6}$/.test(value)) ? 1 : 0;
  };
  const first = new Map<string, ColumnMapping>();
  for (const one of mapping) {
    const other = first.get(one.field);
    const isBetter =
      !other ||
      rank[one.how] < rank[other.how] ||
      (rank[one.how] === rank[other.how] && saysOf(one) > saysOf(other));
    if (one.field !== ignored && isBetter) first.set(one.field, one);
  }
  return mapping.map((one): ColumnMapping => {
    if (one.field !== ignored && first.get(one.field) !== one)
      return { ...one, field: ignored, how: 'taken' };
    if (one.suggestion === undefined || !first.has(one.suggestion)) return one;
    const { suggestion: _, ...rest } = one;
    return { ...rest, how: 'none' };
  });
}

function unitAbove(rows: readonly SheetRow[]): string | null {
  for (const { cells } of [...rows].reverse()) {
    const units = new Set([...new Set(cells.map(textOf))].flatMap((text) => unitIn(text) ?? []));
    const [unit] = units;
    if (unit !== undefined) return units.size === 1 ? unit : null;
  }
  return null;
}

export type { ColumnMapping, Recognised };
