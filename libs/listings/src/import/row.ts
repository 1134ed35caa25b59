import { capabilityContent, type DictionaryName, type ListingKind, scenarioContent } from '#contracts';
import { creditCodeFault, describeCreditCodeFault, normaliseCreditCode, sha256 } from '#kernel';
import type { Content } from '../columns.js';
import type { Dictionaries } from '../domain/dictionaries.js';
import { type Parsed, parseCount, parseDay, parseMoney, parseRange, parseYes, splitItems } from './cells.js';
import type { CellError } from './errors.js';
import type { FieldKey } from './fields.js';
import { type ColumnMapping, fieldOfPath, textOf } from './mapping.js';
import type { Cell, SheetRow } from './sheet.js';

export interface RowOrganisation {
  readonly name: string;
  readonly uscc: string;
}

export interface ReadRow {
  readonly row: number;
  readonly content?: Content;
  /** Absent: the file's own organisation. */
  readonly organisation?: RowOrganisation;
  readonly importKey: string;
  readonly errors: readonly CellError[];
  /** What was changed or kept as text, for a person to know. */
  readonly warnings: readonly string[];
}

export interface RowContext {
  readonly kind: ListingKind;
  readonly mapping: readonly ColumnMapping[];
  readonly dictionaries: Dictionaries;
  /** Of the organisation of the file, where rows name none. */
  readonly defaultOrganisation: string | undefined;
}

const longest = 120;

/** One row to a listing's content, or to what is wrong with it, cell by cell. */
export function readRow(sheet: SheetRow, context: RowContext): ReadRow {
  return new RowReader(sheet, context).read();
}

class RowReader {
  private readonly errors: CellError[] = [];
  private readonly warnings: string[] = [];
  private readonly byField = new Map<FieldKey, ColumnMapping>();

  constructor(
    private readonly sheet: SheetRow,
    private readonly context: RowContext,
  ) {
    for (const column of context.mapping)
      if (column.field !== 'ignore') this.byField.set(column.field, column);
  }

  read(): ReadRow {
    const { row, broken } = this.sheet;
    if (broken !== undefined)
      this.errors.push({
        row,
        column: broken.column,
        header: this.context.mapping.find((m) => m.column === broken.column - 1)?.header ?? '',
        code: 'import.row_broken',
        value: broken.value,
        expected: broken.expected,
      });
    const organisation = broken === undefined ? this.organisation() : undefined;
    const draft =
      broken === undefined
        ? this.context.kind === 'scenario'
          ? this.scenario()
          : this.capability()
        : undefined;
    const parsed =
      draft &&
      (this.context.kind === 'scenario' ? scenarioContent : capabilityContent).safeParse(draft, {
        reportInput: true,
      });
    if (parsed && !parsed.success) {
      for (const issue of parsed.error.issues) {
        const column = this.byField.get(
          fieldOfPath(String(issue.path[0] ?? ''), String(issue.path[1] ?? '')),
        );
        if (column && this.errors.some((error) => error.column === column.column + 1)) continue;
        this.errors.push({
          row,
          column: column ? column.column + 1 : 0,
          header: column?.header ?? '',
          code: `import.${issue.code}`,
          value:
            typeof issue.input === 'string'
              ? issue.input.slice(0, 200)
              : column
                ? textOf(this.sheet.cells[column.column] ?? null).slice(0, 200)
                : '',
          expected: issue.message,
        });
      }
    }
    const content = parsed?.success && this.errors.length === 0 ? (parsed.data as Content) : undefined;
    return {
      row,
      ...(content ? { content } : {}),
      ...(organisation ? { organisation } : {}),
      importKey: this.key(organisation, draft),
      errors: this.errors,
      warnings: this.warnings,
    };
  }

  /** The same organisation, kind and number (or title and text) are the same listing, from whichever file. */
  private key(organisation: RowOrganisation | undefined, draft: Record<string, unknown> | undefined): string {
    const owner = organisation?.uscc ?? this.context.defaultOrganisation ?? '';
    const own = this.text('key');
    const what =
      own !== '' && !/^\d{1,6}$/.test(own)
        ? own
        : `${draft?.['title'] ?? draft?.['product']}\n${draft?.['needs'] ?? draft?.['functions']}`;
    return sha256([this.context.kind, owner, what].join('\n'));
  }

  private organisation(): RowOrganisation | undefined {
    const name = this.text('organisation');
    const raw = this.text('uscc');
    if (raw === '') {
      if (this.context.defaultOrganisation === undefined)
        this.refuse(
          this.byField.has('uscc') ? 'uscc' : 'organisation',
          'no_organisation',
          '请填写单位的18位统一社会信用代码，或在导入时选定单位',
        );
      return undefined;
    }
    const uscc = normaliseCreditCode(raw);
    const fault = creditCodeFault(uscc);
    if (fault) {
      this.refuse('uscc', `credit_code_${fault}`, describeCreditCodeFault(fault));
      return undefined;
    }
    return { uscc, name: name || uscc };
  }

  private scenario(): Record<string, unknown> {
    const range = this.value('budget', (cell, header) => parseRange(cell, header)) ?? {
      min: null,
      max: null,
    };
    return {
      title: this.title('needs'),
      needs: this.text('needs') || this.text('title'),
      technicalIndicators: this.text('technicalIndicators'),
      fields: this.codes('fields', 'fields'),
      chains: this.codes('chains', 'chains'),
      budgetMin: this.value('budgetMin', parseMoney) ?? range.min,
      budgetMax: this.value('budgetMax', parseMoney) ?? range.max,
      area: this.code('area', 'areas'),
      plannedStart: this.value('plannedStart', parseDay) ?? null,
      plannedEnd: this.value('plannedEnd', parseDay) ?? null,
      mode: this.code('mode', 'modes', false),
      department: this.code('department', 'departments'),
      prefersFirstVersion: this.value('prefersFirstVersion', parseYes) ?? false,
      requiredPlatforms: this.codes('requiredPlatforms', 'platforms'),
      localOnly: this.value('localOnly', parseYes) ?? false,
      validUntil: this.value('validUntil', parseDay) ?? null,
      contact: this.contact(),
    };
  }

  private capability(): Record<string, unknown> {
    const level = this.code('firstVersionLevel', 'firstVersionLevels');
    return {
      product: this.title('functions'),
      functions: [this.text('functions') || this.text('title'), this.foreign].filter(Boolean).join('\n'),
      version: this.text('productVersion'),
      productClass: this.code('productClass', 'productClasses', false),
      fields: this.codes('fields', 'fields'),
      chains: this.codes('chains', 'chains'),
      advancement: this.text('advancement'),
      patents: this.value('patents', parseCount) ?? 0,
      standards: this.value('standards', parseCount) ?? 0,
      awards: this.value('awards', parseCount) ?? 0,
      referencePrice: this.value('referencePrice', parseMoney) ?? null,
      copyrightNo: this.text('copyrightNo'),
      adaptedPlatforms: this.codes('adaptedPlatforms', 'platforms'),
      certificates: this.text('certificates'),
      cases: this.text('cases'),
      firstVersion: level
        ? {
            level,
            year: this.value('firstVersionYear', parseCount) ?? 0,
            documentNo: this.text('firstVersionDocumentNo'),
            validFrom: this.value('firstVersionFrom', parseDay) ?? '',
            validTo: this.value('firstVersionTo', parseDay) ?? '',
          }
        : null,
      area: this.code('area', 'areas'),
      validUntil: this.value('validUntil', parseDay) ?? null,
      contact: this.contact(),
    };
  }

  /** A class that the dictionary does not know stays in the text: it is found by search and matching all the same. */
  private get foreign(): string {
    const text = this.text('productClass');
    return text !== '' && this.find('productClasses', text) === undefined ? `类别：${text}` : '';
  }

  private contact(): Record<string, string> {
    return {
      name: this.text('contactName').slice(0, 50),
      phone: this.text('contactPhone').normalize('NFKC'),
      email: this.text('contactEmail'),
    };
  }

  /** The title, or where no column holds one the first clause of the text, marked as taken from it. */
  private title(source: FieldKey): string {
    const own = this.text('title');
    if (this.byField.has('title') && own !== '') return own.replace(/\s+/g, ' ');
    const clause =
      this.text(source)
        .split(/[\n。！？!?；;，,：:]/)
        .map((part) => part.trim())
        .find((part) => part.length >= 2) ?? '';
    const taken = [...clause].slice(0, 40).join('');
    if (taken !== '') this.warnings.push(`名称取自正文首句：${taken}`);
    return taken.slice(0, longest);
  }

  private text(key: FieldKey): string {
    const column = this.byField.get(key);
    return column
      ? textOf(this.sheet.cells[column.column] ?? null).replace(
          /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g,
          '',
        )
      : '';
  }

  private value<T>(key: FieldKey, parse: (cell: Cell, header: string) => Parsed<T>): T | undefined {
    const column = this.byField.get(key);
    if (!column) return undefined;
    const parsed = parse(this.sheet.cells[column.column] ?? null, column.header);
    if ('value' in parsed) return parsed.value;
    this.refuse(key, parsed.code.replace(/^import\./, ''), parsed.expected);
    return undefined;
  }

  /** @param strict refuse an unknown label; otherwise warn and leave it out. */
  private code(key: FieldKey, dictionary: DictionaryName, strict = true): string | null {
    const text = this.text(key);
    if (text === '') return null;
    const code = this.find(dictionary, text);
    if (code !== undefined) return code;
    if (strict)
      this.refuse(
        key,
        'unknown_label',
        `应为字典中的名称或代码，如“${this.context.dictionaries[dictionary]
          .slice(0, 4)
          .map((entry) => entry.label)
          .join('”“')}”`,
      );
    else this.warnings.push(`“${text.slice(0, 40)}”不在字典中，已作为文字保留`);
    return null;
  }

  private codes(key: FieldKey, dictionary: DictionaryName): string[] {
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
        `“${unknown.join('、').slice(0, 60)}”不在字典中，可用的如“${this.context.dictionaries[dictionary]
          .slice(0, 4)
          .map((entry) => entry.label)
          .join('”“')}”`,
      );
    return [...new Set(found.flatMap(([, code]) => (code === undefined ? [] : [code])))];
  }

  private find(dictionary: DictionaryName, text: string): string | undefined {
    if (text === '') return undefined;
    const own = text.normalize('NFKC').toLowerCase();
    return this.context.dictionaries[dictionary].find(
      (entry) =>
        !entry.retired &&
        [entry.code, entry.label, ...(entry.aliases ?? [])].some(
          (name) => name.normalize('NFKC').toLowerCase() === own,
        ),
    )?.code;
  }

  private refuse(key: FieldKey, code: string, expected: string): void {
    const column = this.byField.get(key);
    this.errors.push({
      row: this.sheet.row,
      column: column ? column.column + 1 : 0,
      header: column?.header ?? '',
      code: `import.${code}`,
      value: column ? textOf(this.sheet.cells[column.column] ?? null).slice(0, 200) : '',
      expected,
    });
  }
}
