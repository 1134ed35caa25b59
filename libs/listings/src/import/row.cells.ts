import { type DictionaryName, visible } from '#contracts';
import { type Cell, type SheetRow, textOf } from '#sheets';
import type { Dictionaries } from '../domain/dictionaries.js';
import { splitItems } from './cells.js';
import type { CellError } from './errors.js';
import type { ColumnMapping } from './mapping.js';
import type { ColumnContext, Parsed } from './values/parsed.js';
import { parseSpecial } from './values/special.js';

/** The cells of a row by their fields, and what is wrong with them. */
export class RowCells {
  readonly errors: CellError[] = [];
  /** What was changed or kept as text, for a person to know. */
  readonly warnings: string[] = [];
  private readonly byField = new Map<string, ColumnMapping>();

  constructor(
    private readonly sheet: SheetRow,
    mapping: readonly ColumnMapping[],
    private readonly dictionaries: Dictionaries,
  ) {
    for (const column of mapping) if (column.field !== 'ignore') this.byField.set(column.field, column);
    for (const [key, column] of this.byField) this.readSpecial(key, sheet.cells[column.column] ?? null);
  }

  /** A cell without a value of its own is dealt with once, whoever asks for it. */
  private readSpecial(key: string, cell: Cell): void {
    const parsed = parseSpecial(cell);
    if (parsed === undefined) return;
    if ('value' in parsed) this.warnings.push(...(parsed.notices ?? []).map(({ text }) => text));
    else if ('code' in parsed) this.refuse(key, parsed.code.replace(/^import\./, ''), parsed.expected);
  }

  column(key: string): ColumnMapping | undefined {
    return this.byField.get(key);
  }

  text(key: string): string {
    const column = this.byField.get(key);
    const cell = this.sheet.cells[column?.column ?? -1] ?? null;
    return column && parseSpecial(cell) === undefined
      ? visible(textOf(cell)).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
      : '';
  }

  value<T>(key: string, parse: (cell: Cell, column: ColumnContext) => Parsed<T>): T | undefined {
    const column = this.byField.get(key);
    if (!column) return undefined;
    const cell = this.sheet.cells[column.column] ?? null;
    if (parseSpecial(cell) !== undefined) return undefined;
    const parsed = parse(cell, { header: column.header });
    if ('value' in parsed) {
      this.warnings.push(...(parsed.notices ?? []).map(({ text }) => text));
      return parsed.value;
    }
    const code = 'question' in parsed ? parsed.question : parsed.code;
    this.refuse(key, code.replace(/^import\./, ''), parsed.expected);
    return undefined;
  }

  /** @param strict refuse an unknown label; otherwise warn and leave it out. */
  code(key: string, dictionary: DictionaryName, strict = true): string | null {
    const text = this.text(key);
    if (text === '') return null;
    const code = this.find(dictionary, text);
    if (code !== undefined) return code;
    if (strict)
      this.refuse(
        key,
        'unknown_label',
        `应为字典中的名称或代码，如“${this.dictionaries[dictionary]
          .slice(0, 4)
          .map((entry) => entry.label)
          .join('”“')}”`,
      );
    else this.warnings.push(`“${text.slice(0, 40)}”不在字典中，已作为文字保留`);
    return null;
  }

  codes(key: string, dictionary: DictionaryName): string[] {
    const column = this.byField.get(key);
    if (!column) return [];
    const whole = this.find(dictionary, this.text(key));
    if (whole !== undefined) return [whole];
    const found = splitItems(this.sheet.cells[column.column] ?? null).map(
      (item) => [item, this.find(dictionary, item)] as const,
    );
    const unknown = found.filter(([, code]) => code === undefined).map(([item]) => item);
    if (unknown.length > 0)
      this.refuse(
        key,
        'unknown_label',
        `“${unknown.join('、').slice(0, 60)}”不在字典中，可用的如“${this.dictionaries[dictionary]
          .slice(0, 4)
          .map((entry) => entry.label)
          .join('”“')}”`,
      );
    return [...new Set(found.flatMap(([, code]) => (code === undefined ? [] : [code])))];
  }

  find(dictionary: DictionaryName, text: string): string | undefined {
    if (text === '') return undefined;
    const own = text.normalize('NFKC').toLowerCase();
    return this.dictionaries[dictionary].find(
      (entry) =>
        !entry.retired &&
        [entry.code, entry.label, ...(entry.aliases ?? [])].some(
          (name) => name.normalize('NFKC').toLowerCase() === own,
        ),
    )?.code;
  }

  isRefused(key: string): boolean {
    const column = this.byField.get(key);
    return column !== undefined && this.errors.some((error) => error.column === column.column + 1);
  }

  /** @param value what was refused, where it is not the cell as it stands. */
  refuse(key: string, code: string, expected: string, value?: string): void {
    const column = this.byField.get(key);
    this.errors.push({
      row: this.sheet.row,
      column: column ? column.column + 1 : 0,
      header: column?.header ?? '',
      code: `import.${code}`,
      value: value ?? (column ? textOf(this.sheet.cells[column.column] ?? null).slice(0, 200) : ''),
      expected,
    });
  }
}
