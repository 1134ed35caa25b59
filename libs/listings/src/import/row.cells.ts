import {
  type DictionaryName,
  type Entries,
  type Entry,
  Field,
  ignored,
  kindNamed,
  type ListingKind,
  type ListingKindOf,
  perObject,
  SpanField,
  sheetColumnsOf,
  visible,
} from '#contracts';
import { type Cell, type SheetRow, textOf } from '#sheets';
import { type Dictionaries, labelsOf } from '../domain/dictionaries.js';
import { splitItems } from './cells.js';
import type { CellError } from './errors.js';
import type { ColumnMapping } from './layout/header.js';
import type { Choice, ColumnContext, Parsed } from './values/parsed.js';
import { parseSpecial } from './values/special.js';

/** What was read otherwise than it stands, or kept as text, for a person to know. */
export interface Notice {
  /** Of the sheet, from 1; 0 for the row as a whole. */
  readonly column: number;
  readonly header: string;
  /** The field's name, as the platform calls it. */
  readonly field: string;
  readonly code: string;
  readonly text: string;
}

/** What cells are read by. */
export interface CellContext {
  readonly kind: ListingKind;
  readonly mapping: readonly ColumnMapping[];
  readonly dictionaries: Dictionaries;
  /** The unit of amounts, where a line above the table gives one. */
  readonly unit: string | null;
}

/** What is the same for all rows that are read by one context. */
interface Prepared {
  readonly kind: ListingKindOf;
  readonly byField: ReadonlyMap<string, ColumnMapping>;
  readonly above: { readonly above?: string };
  /** What short texts and numbers of a field were read as: the same few stand in most rows of a column. */
  readonly read: Map<string, Map<string | number, Parsed<unknown>>>;
  /** Of a kind's entries, or of a group's, those that a column may tell something of. */
  readonly told: Map<Entries, [string, Entry][]>;
}

/** Texts of one field that are remembered, and their length. */
const remembered = { texts: 5000, characters: 40 };

const preparedOf = perObject(
  ({ kind, dictionaries, mapping, unit }: CellContext): Prepared => ({
    kind: kindNamed(kind, labelsOf(dictionaries)),
    byField: new Map(mapping.flatMap((one) => (one.field === ignored ? [] : [[one.field, one]]))),
    above: unit === null ? {} : { above: `单位：${unit}` },
    read: new Map(),
    told: new Map(),
  }),
);

/** The codes of a dictionary by what they are called; the first that has a name keeps it. */
const codesOf = perObject((entries: Dictionaries[DictionaryName]): ReadonlyMap<string, string> => {
  const made = new Map<string, string>();
  for (const { retired, code, label, aliases = [] } of entries)
    for (const name of retired ? [] : [code, label, ...aliases])
      if (!made.has(plain(name))) made.set(plain(name), code);
  return made;
});

/** 郑州市金水区, 河南省郑州市金水区: an area behind the city that the dictionary names; another city's is not found. */
function withinCity(codes: ReadonlyMap<string, string>, text: string): string | undefined {
  const local = text.replace(/^[^省]{2,3}省/, '');
  const city = [...codes.keys()].find((name) => name.endsWith('市') && local.startsWith(name));
  return codes.get(city === undefined ? local : local.slice(city.length).trim());
}

/** A text by itself: one that was cut out of a file's text keeps all of that in memory. */
export const ownText = (text: string) => Buffer.from(text).toString();

const plain = (name: string) => name.normalize('NFKC').toLowerCase();

/** The cells of a row by their fields, and what is wrong with them. */
export class RowCells {
  readonly errors: CellError[] = [];
  readonly notices: Notice[] = [];
  /** With its fields called as the city calls them. */
  readonly kind: ListingKindOf;
  private readonly byField: ReadonlyMap<string, ColumnMapping>;
  private readonly dictionaries: Dictionaries;
  private readonly prepared: Prepared;
  /** Fields whose cells have no value of their own. */
  private special: Set<string> | undefined;
  private readonly texts = new Map<string, string>();

  constructor(
    private readonly sheet: SheetRow,
    context: CellContext,
  ) {
    this.dictionaries = context.dictionaries;
    this.prepared = preparedOf(context);
    this.kind = this.prepared.kind;
    this.byField = this.prepared.byField;
    for (const key of this.byField.keys()) this.readSpecial(key);
  }

  /** A cell without a value of its own is dealt with once, whoever asks for it. */
  private readSpecial(key: string): void {
    const cell = this.cell(key);
    if (typeof cell !== 'object' || cell === null) return;
    const parsed = parseSpecial(cell);
    if (parsed === undefined) return;
    this.special ??= new Set();
    this.special.add(key);
    if ('value' in parsed) this.tell(key, parsed.notices ?? []);
    else if ('code' in parsed) this.refuse(key, parsed.code.replace(/^import\./, ''), parsed.expected);
  }

  /** The entries that a row has to be asked for; of all others the kind's own value holds. */
  told(entries: Entries, above: string): readonly [string, Entry][] {
    const known = this.prepared.told.get(entries);
    if (known) return known;
    const columns = [...this.byField.keys()];
    const found = Object.entries(entries).filter(([name, entry]) => {
      const names = [name, ...(entry instanceof SpanField ? Object.keys(entry.members) : [])];
      const isRequired = entry instanceof Field && entry.traits.required;
      return (
        isRequired || names.some((one) => columns.some((key) => `${key}.`.startsWith(`${above}${one}.`)))
      );
    });
    this.prepared.told.set(entries, found);
    return found;
  }

  column(key: string): ColumnMapping | undefined {
    return this.byField.get(key);
  }

  cell(key: string): Cell {
    const column = this.byField.get(key);
    return column ? (this.sheet.cells[column.column] ?? null) : null;
  }

  text(key: string): string {
    if (!this.byField.has(key) || this.special?.has(key)) return '';
    const known = this.texts.get(key);
    if (known !== undefined) return known;
    const text = visible(textOf(this.cell(key))).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
    this.texts.set(key, text);
    return text;
  }

  value<T>(
    key: string,
    parse: (cell: Cell, column: ColumnContext) => Parsed<T>,
    end?: ColumnContext['end'],
  ): T | undefined {
    const column = this.byField.get(key);
    if (!column || this.special?.has(key)) return undefined;
    const parsed = this.parsed(key, column, parse, end);
    if ('value' in parsed) {
      this.tell(key, parsed.notices ?? []);
      return parsed.value;
    }
    if ('question' in parsed) this.ask(key, parsed.question, parsed.expected, parsed.choices);
    else this.refuse(key, parsed.code.replace(/^import\./, ''), parsed.expected);
    return undefined;
  }

  /** What the cell is read as; a short text that stood in the column before is not read again. */
  private parsed<T>(
    key: string,
    column: ColumnMapping,
    parse: (cell: Cell, column: ColumnContext) => Parsed<T>,
    end: ColumnContext['end'],
  ): Parsed<T> {
    const cell = this.cell(key);
    const read = (from: Cell) =>
      parse(from, { header: column.header, ...this.prepared.above, ...(end ? { end } : {}) });
    const isShort = typeof cell === 'string' && cell.length <= remembered.characters;
    if (!isShort && typeof cell !== 'number') return read(cell);
    const name = end ? `${key} ${end}` : key;
    const texts = this.prepared.read.get(name) ?? new Map<string | number, Parsed<unknown>>();
    this.prepared.read.set(name, texts);
    const known = texts.get(cell);
    if (known) return known as Parsed<T>;
    if (texts.size === remembered.texts) return read(cell);
    const own = typeof cell === 'number' ? cell : ownText(cell);
    const parsed = read(own);
    texts.set(own, parsed);
    return parsed;
  }

  /** @param strict refuse an unknown label; otherwise say so and leave it out. */
  code(key: string, dictionary: DictionaryName, strict = true): string | null {
    const text = this.text(key);
    if (text === '') return null;
    const code = this.find(dictionary, text);
    if (code !== undefined) return code;
    if (strict) this.refuse(key, 'unknown_label', `应为字典中的名称或代码，如${this.examples(dictionary)}`);
    else this.notice(key, 'kept_as_text', `“${text.slice(0, 40)}”不在字典中，已作为文字保留`);
    return null;
  }

  codes(key: string, dictionary: DictionaryName): string[] {
    if (!this.byField.has(key)) return [];
    const whole = this.find(dictionary, this.text(key));
    if (whole !== undefined) return [whole];
    const found = splitItems(this.cell(key)).map((item) => [item, this.find(dictionary, item)] as const);
    const unknown = found.filter(([, code]) => code === undefined).map(([item]) => item);
    if (unknown.length > 0)
      this.refuse(
        key,
        'unknown_label',
        `“${unknown.join('、').slice(0, 60)}”不在字典中，可用的如${this.examples(dictionary)}`,
      );
    return [...new Set(found.flatMap(([, code]) => (code === undefined ? [] : [code])))];
  }

  find(dictionary: DictionaryName, text: string): string | undefined {
    if (text === '') return undefined;
    const codes = codesOf(this.dictionaries[dictionary]);
    return codes.get(plain(text)) ?? (dictionary === 'areas' ? withinCity(codes, plain(text)) : undefined);
  }

  isRefused(key: string): boolean {
    const column = this.byField.get(key);
    return column !== undefined && this.errors.some((error) => error.column === column.column + 1);
  }

  private tell(key: string, notices: readonly { readonly code: string; readonly text: string }[]): void {
    for (const { code, text } of notices) this.notice(key, code.replace(/^import\./, ''), text);
  }

  notice(key: string | undefined, code: string, text: string): void {
    this.notices.push({ ...this.at(key), code: `import.${code}`, text });
  }

  /** Of a cell by its place, from 0, where that is read as anything. */
  noticeAt(column: number, code: string, text: string): void {
    const found = [...this.byField].find(([, one]) => one.column === column);
    if (found) this.notice(found[0], code, text);
  }

  /** @param value what was refused, where it is not the cell as it stands. */
  refuse(key: string, code: string, expected: string, value?: string): void {
    this.errors.push({
      row: this.sheet.row,
      ...this.at(key),
      code: `import.${code}`,
      value: value ?? textOf(this.cell(key)).slice(0, 200),
      expected,
    });
  }

  /** What only a person can say; there is no value until then. */
  private ask(key: string, code: string, expected: string, choices: readonly Choice[]): void {
    const value = textOf(this.cell(key)).slice(0, 200);
    this.errors.push({ row: this.sheet.row, ...this.at(key), code, value, expected, choices });
  }

  private at(key: string | undefined): { column: number; header: string; field: string } {
    const column = key === undefined ? undefined : this.byField.get(key);
    return {
      column: column ? column.column + 1 : 0,
      header: column?.header ?? '',
      field: key === undefined ? '' : columnLabel(this.kind, key),
    };
  }

  private examples(dictionary: DictionaryName): string {
    const labels = this.dictionaries[dictionary].slice(0, 4).map((entry) => entry.label);
    return `“${labels.join('”“')}”`;
  }
}

/** What the field of a column is called. */
export const columnLabel = (kind: ListingKindOf, key: string): string =>
  sheetColumnsOf(kind).find((column) => column.key === key)?.label ?? '';
