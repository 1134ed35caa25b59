import {
  ignored,
  kindNamed,
  type ListingKind,
  otherHeadersOf,
  perObject,
  type SheetColumn,
  sheetColumnsOf,
} from '#contracts';
import { type Dictionaries, labelsOf } from '../../domain/dictionaries.js';
import { type Shape, verdictOf } from './shapes.js';
import { distance, type HeaderName, headerName, isHint, unitIn } from './words.js';

/** How it is known what a column is; `question`: it is not, until a person has answered. */
export type How = 'name' | 'remembered' | 'person' | 'values' | 'question' | 'taken' | 'none';

export interface Recognised {
  /** What the column is read as; `ignore` until that is certain. */
  readonly field: string;
  readonly how: How;
  /** What it may be, where that is a question. */
  readonly suggestion?: string;
}

export interface ColumnMapping {
  /** From 0. */
  readonly column: number;
  /** As it stands in the file; the rows of a header one after the other. */
  readonly header: string;
  /** What the column is read as; `ignore` for nothing, and until a question is answered. */
  readonly field: string;
  readonly how: How;
  /** What it may be, where that is a question. */
  readonly suggestion?: string;
  /** The first values below the header. */
  readonly samples: readonly string[];
  /** It is not shown in the sheet, and read all the same. */
  readonly hidden?: true;
}

/** What a body has said of headers before: from the header as it is compared to a field. */
export type Remembered = ReadonlyMap<string, string>;

export interface Knowledge {
  readonly kind: ListingKind;
  readonly dictionaries: Dictionaries;
  readonly remembered: Remembered;
}

interface Known {
  readonly column: SheetColumn;
  /** Every spelling, as headers are compared. */
  readonly forms: readonly string[];
}

interface Registry {
  readonly known: readonly Known[];
  /** Of what no field is called. */
  readonly others: ReadonlySet<string>;
}

/** What the columns of a kind are called. */
export type Names = Pick<Knowledge, 'kind' | 'dictionaries'>;

const registriesOf = perObject((_: Dictionaries) => new Map<ListingKind, Registry>());

function registryOf({ kind: code, dictionaries }: Names): Registry {
  const registry = registriesOf(dictionaries);
  const known = registry.get(code);
  if (known) return known;
  const kind = kindNamed(code, labelsOf(dictionaries));
  const found: Registry = {
    known: sheetColumnsOf(kind).map((column) => ({
      column,
      forms: [...new Set([column.label, ...column.names].map(formOf))],
    })),
    others: new Set(otherHeadersOf(kind).map(formOf)),
  };
  registry.set(code, found);
  return found;
}

/** Whether a text is the name of a column of the kind, or one that is known to be none of its columns. */
export function isKnownHeader(text: string, names: Names): boolean {
  const { known, others } = registryOf(names);
  const form = formOf(text);
  return others.has(form) || known.some(({ forms }) => forms.includes(form));
}

const formOf = (name: string) => headerName(name).full;

/** A header of one word of two characters says little: its values have to bear it out. */
const short = 2;
/** 名称 below 需求单位 is that of the unit. */
const generic = /^(?:名称|全称|内容|情况|金额|信息)$/;

/**
 * What a column is, by its header and what stands below it.
 * @param parts of the header, from the top row to the bottom; one where it has one row.
 */
export function recognise(parts: readonly string[], shape: Shape, knowledge: Knowledge): Recognised {
  const names = spellings(parts)
    .map(headerName)
    .filter(({ full }) => full !== '');
  if (names.length === 0) return { field: ignored, how: 'none' };
  for (const { full } of names) {
    const field = knowledge.remembered.get(full);
    if (field !== undefined) return { field, how: 'remembered' };
  }
  const { others } = registryOf(knowledge);
  for (const name of names) {
    const column = exactly(name, shape, knowledge);
    if (column && isStrange(column, name, shape, knowledge))
      return { field: ignored, how: 'question', suggestion: column.key };
    if (column) return { field: column.key, how: 'name' };
    if (others.has(name.full)) return { field: ignored, how: 'name' };
  }
  return nearly(names, shape, knowledge);
}

/** （万元） in a row of its own. */
const isUnit = (text: string) =>
  unitIn(text) !== undefined && text.replace(/[^\p{L}]|单位|金额|人民币/gu, '').length <= 3;

/** The ways in which the rows of a header can be read together, the surest first. */
function spellings(parts: readonly string[]): string[] {
  const texts = parts.filter((part, i) => part !== '' && part !== parts[i - 1] && !(i > 0 && isUnit(part)));
  const [above = '', below] = texts;
  if (below === undefined) return texts;
  return generic.test(headerName(below).full) ? [above + below, above, below] : [above + below, below, above];
}

function exactly(name: HeaderName, shape: Shape, knowledge: Knowledge): SheetColumn | undefined {
  const { dictionaries } = knowledge;
  const { known } = registryOf(knowledge);
  const found = known.find(({ forms }) => forms.includes(name.full) || isAside(name, forms, known));
  if (!found) return undefined;
  const doubtful = name.bare.length <= short && found.column.label !== name.bare;
  return doubtful && verdictOf(found.column, shape, dictionaries) === 'against' ? undefined : found.column;
}

/** A list of codes under another name than its own, of whose values not one is known: it may be another list. */
function isStrange(
  column: SheetColumn,
  name: HeaderName,
  shape: Shape,
  { dictionaries }: Knowledge,
): boolean {
  const isCoded = column.reads === 'code' || column.reads === 'codes';
  return (
    isCoded &&
    shape.count > 1 &&
    formOf(column.label) !== name.full &&
    verdictOf(column, shape, dictionaries) === 'against'
  );
}

/** What stands in brackets only says how it is filled in, or more of the same; it is no column of its own. */
function isAside({ bare, asides }: HeaderName, forms: readonly string[], known: readonly Known[]): boolean {
  if (asides.length === 0 || bare === '' || !forms.includes(bare)) return false;
  return asides.every(
    (aside) =>
      isHint(aside) ||
      (bare.length > short && !known.some((other) => other.forms.includes(headerName(aside).full))),
  );
}

/** What a header that is nobody's name may mean: one letter off, part of a name, or told by its values. */
function nearly(names: readonly HeaderName[], shape: Shape, knowledge: Knowledge): Recognised {
  const { dictionaries } = knowledge;
  let best: { readonly key: string; readonly points: number; readonly proven: boolean } | undefined;
  for (const { column, forms } of registryOf(knowledge).known) {
    const verdict = verdictOf(column, shape, dictionaries);
    if (verdict === 'against') continue;
    const near = Math.max(...names.map((name) => nearness(name.bare || name.full, forms)));
    if (near === 0 && verdict !== 'proves') continue;
    const points = near + (verdict === 'proves' ? 2 : verdict === 'fits' ? 1 : 0);
    if (points > (best?.points ?? 0))
      best = { key: column.key, points, proven: near > 0 && verdict === 'proves' };
  }
  if (!best) return { field: ignored, how: 'none' };
  if (best.proven) return { field: best.key, how: 'values' };
  return { field: ignored, how: 'question', suggestion: best.key };
}

/** 0 to 1: how much of a known name a header has. */
function nearness(own: string, forms: readonly string[]): number {
  let most = 0;
  for (const form of forms) {
    if (form.length < short || own.length < short) continue;
    const [less, more] = own.length < form.length ? [own, form] : [form, own];
    if (more.includes(less) && less.length * 3 >= more.length)
      most = Math.max(most, less.length / more.length);
    // One letter off is often another word: 技术需求 is not 技术要求.
    if (form.length >= 4 && distance(own, form, 1) <= 1) most = Math.max(most, 0.6);
  }
  return most;
}

/** A column without a header, by its values alone: always a question. */
export function guessed(shape: Shape, knowledge: Knowledge): Recognised {
  for (const { column } of registryOf(knowledge).known)
    if (verdictOf(column, shape, knowledge.dictionaries) === 'proves')
      return { field: ignored, how: 'question', suggestion: column.key };
  return { field: ignored, how: 'none' };
}
