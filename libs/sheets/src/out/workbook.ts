import { type CellStyle, type CellValue, writeXlsx } from 'hucre/xlsx';
import { formulaOf, isComputed } from './computed.js';
import { around, placed } from './form.js';
import { letters } from './letters.js';
import type { Plain, Sheet, Value } from './sheet.js';

const header: CellStyle = {
  font: { bold: true, color: { rgb: 'FFFFFF' } },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: '0B4F9E' } },
  alignment: { vertical: 'center', wrapText: true },
};
const marked: CellStyle = {
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFC7CE' } },
  font: { color: { rgb: '9C0006' } },
};
const bold: CellStyle = { font: { bold: true } };
const struck: CellStyle = { font: { strikethrough: true, color: { rgb: '808080' } } };

/**
 * An .xlsx with a frozen, styled header row on every sheet. Texts are written as texts: what begins with = + - or @ is
 * shown, never calculated. Characters that XML cannot hold are left out.
 */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Buffer> {
  const place = placesOf(sheets);
  const output = await writeXlsx({
    sheets: sheets.map((sheet) => ({
      name: sheetName(sheet.name),
      columns: sheet.columns.map(({ width = 14, format }) => ({
        width,
        ...(format === undefined ? {} : { numFmt: format }),
      })),
      rows: [
        ...Array.from({ length: tableTop(sheet) }, () => []),
        sheet.columns.map((column) => column.header),
        ...sheet.rows.map((row) => row.map(shownOf)),
      ],
      cells: cellsOf(sheet, place),
      freezePane: { rows: tableTop(sheet) + 1 },
      ...(sheet.form ? around(sheet, sheet.form) : {}),
      ...(sheet.choices
        ? {
            dataValidations: [...sheet.choices].map(([column, values]) => ({
              type: 'list' as const,
              ...(typeof values === 'string' ? { formula1: values } : { values: [...values] }),
              range: `${letters(column)}2:${letters(column)}2000`,
              showErrorMessage: false,
            })),
          }
        : {}),
    })),
    defaultFont: { name: '微软雅黑', size: 10 },
  });
  return Buffer.from(output);
}

/** Rows above the header. */
function tableTop({ form }: Sheet): number {
  return form ? 1 + form.facts.length : 0;
}

/** Where a row and a column of a sheet's table stand in the file, so that one sheet's formulas can name another's cells. */
function placesOf(sheets: readonly Sheet[]) {
  const tops = new Map(sheets.map((sheet) => [sheet.name, tableTop(sheet)]));
  return (sheet: string) => ({ name: sheetName(sheet), top: tops.get(sheet) ?? 0 });
}

type Cells = Map<
  string,
  {
    value: CellValue;
    type?: 'string';
    style?: CellStyle;
    comment?: { text: string };
    formula?: string;
    formulaResult?: CellValue;
  }
>;

function cellsOf(sheet: Sheet, place: ReturnType<typeof placesOf>): Cells {
  const cells: Cells = new Map();
  const top = tableTop(sheet);
  const at = (row: number, column: number) => `${top + row},${column}`;
  for (const [c, column] of sheet.columns.entries())
    cells.set(at(0, c), { value: column.header, type: 'string', style: header });
  for (const [r, row] of sheet.rows.entries()) {
    for (const [c, value] of row.entries()) {
      // Explicitly a text, or a reader may take it for a formula.
      if (typeof value === 'string' && /^[=+\-@\t\r]/.test(value))
        cells.set(at(r + 1, c), { value: clean(value), type: 'string' });
      const format = formatOf(sheet.columns[c]?.format, shownOf(value));
      if (typeof value === 'number' && format !== sheet.columns[c]?.format)
        cells.set(at(r + 1, c), { value, ...numbered(format) });
      if (isComputed(value)) {
        cells.set(at(r + 1, c), {
          value: value.result,
          formula: formulaOf(value, { column: c, top, place }),
          formulaResult: value.result,
          ...numbered(format),
        });
      }
    }
  }
  for (const [style, rows] of [
    [bold, sheet.bold ?? []],
    [struck, sheet.struck ?? []],
  ] as const)
    for (const row of rows)
      for (const [c, { format }] of sheet.columns.entries()) {
        const key = at(row, c);
        const value = shownOf(sheet.rows[row - 1]?.[c] ?? null);
        // A cell's own style replaces that of its column, so the total's number format goes into it.
        const { style: own } = numbered(formatOf(format, value));
        cells.set(key, { value, ...cells.get(key), style: { ...style, ...own } });
      }
  for (const { row, column, comment } of sheet.marks ?? []) {
    cells.set(at(row, column), {
      value: shownOf(sheet.rows[row - 1]?.[column] ?? null),
      style: marked,
      comment: { text: comment },
    });
  }
  if (sheet.form) placed(cells, sheet, sheet.form);
  return cells;
}

/** Excel shows the point of decimals that may be left out even where none follow it: a whole number has none. */
function formatOf(format: string | undefined, value: CellValue): string | undefined {
  return Number.isInteger(value) ? format?.replace(/\.#+$/, '') : format;
}

function numbered(format: string | undefined): { style?: CellStyle } {
  return format === undefined ? {} : { style: { numFmt: format } };
}

function shownOf(value: Value): CellValue {
  return isComputed(value) ? value.result : clean(value);
}

function clean(value: Plain): CellValue {
  // Control characters, which XML refuses.
  return typeof value === 'string'
    ? value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').slice(0, 32_000)
    : value;
}

/** Excel allows 31 characters and none of []:*?/\ */
function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31);
}
