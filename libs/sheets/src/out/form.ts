import type { CellStyle, CellValue } from 'hucre/xlsx';
import { letters } from './letters.js';
import { headHeight, heightOf, lastOnFirstPage, pagesAcross, rowHeights, widthOf } from './measure.js';
import type { Sheet, SheetForm } from './sheet.js';

interface Placed {
  value: CellValue;
  type?: 'string';
  style?: CellStyle;
  formula?: string;
}

/** Wider tables are printed across the page, in characters of the default font. */
const uprightWidth = 96;
/** Longer tables are read on the screen: a border on each of their cells costs more than it helps. */
const borderedRows = 5_000;

const thin = { style: 'thin', color: { rgb: '808080' } } as const;
const border = { top: thin, right: thin, bottom: thin, left: thin };
const titleStyle: CellStyle = {
  font: { bold: true, size: 16 },
  alignment: { horizontal: 'center', vertical: 'center' },
};
const factStyle: CellStyle = { alignment: { vertical: 'center' } };
const noteStyle: CellStyle = { alignment: { vertical: 'top', wrapText: true } };

const aligned = { vertical: 'center', wrapText: true } as const;
const headed = { ...aligned, horizontal: 'center' } as const;
/** A text keeps its distance from the number before it. */
const worded = { ...aligned, horizontal: 'left', indent: 1 } as const;

type Measured = Pick<Sheet, 'columns' | 'rows'>;

/** How the sheet is set up around its table: merges, heights, filter, page. */
export function around({ columns, rows }: Measured, form: SheetForm) {
  const last = columns.length - 1;
  const head = 1 + form.facts.length;
  const foot = head + rows.length + 1;
  const notes = form.notes ?? [];
  // What stands around the table stands on the first of the pages beside each other.
  const first = lastOnFirstPage(columns);
  const firstWidth = widthOf(columns.slice(0, first + 1));
  const begin = beginOf(columns);
  const whole = (row: number) => ({ startRow: row, startCol: begin, endRow: row, endCol: first });
  const across = widthOf(columns) > uprightWidth;
  const filtered = head + rows.length - (form.totals ?? 0);
  return {
    merges:
      first === begin
        ? []
        : [
            ...Array.from({ length: head }, (_, row) => whole(row)),
            ...notes.map((_, i) => whole(foot + i)),
            whole(foot + notes.length + 1),
          ],
    rowDefs: new Map<number, { height: number }>([
      [0, { height: 30 }],
      [head, { height: headHeight(columns) }],
      ...(rows.length > borderedRows
        ? []
        : rowHeights({ columns, rows }).map(([row, height]) => [head + 1 + row, { height }] as const)),
      ...notes.map((note, i) => [foot + i, { height: heightOf(note, firstWidth) }] as const),
      [foot + notes.length + 1, { height: 28 }],
    ]),
    ...(filtered > head ? { autoFilter: { range: `A${head + 1}:${letters(last)}${filtered + 1}` } } : {}),
    pageSetup: {
      paperSize: 'a4' as const,
      orientation: across ? ('landscape' as const) : ('portrait' as const),
      fitToPage: true,
      fitToWidth: pagesAcross(columns),
      // As many pages as it takes.
      fitToHeight: 0,
      horizontalCentered: true,
      printTitlesRow: `$${head + 1}:$${head + 1}`,
      ...(pagesAcross(columns) > 1 ? { printTitlesColumn: '$A:$A' } : {}),
      margins: { top: 0.75, bottom: 0.75, left: 0.5, right: 0.5, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: `&L${footerText(form.title)}&R第 &P 页 共 &N 页` },
  };
}

/** Where the lines around a table begin: beside the column that every further page repeats, which would show a piece of each. */
function beginOf(columns: Sheet['columns']): number {
  return pagesAcross(columns) > 1 && lastOnFirstPage(columns) > 0 ? 1 : 0;
}

/** Puts title, facts, notes, signatures and the borders of the table in their places. */
export function placed(cells: Map<string, Placed>, { columns, rows }: Measured, form: SheetForm): void {
  const head = 1 + form.facts.length;
  const text = (row: number, value: string, style: CellStyle) =>
    cells.set(`${row},${beginOf(columns)}`, { value, type: 'string', style });
  text(0, form.title, titleStyle);
  for (const [i, fact] of form.facts.entries()) text(i + 1, fact, factStyle);
  const foot = head + rows.length + 1;
  for (const [i, note] of (form.notes ?? []).entries()) text(foot + i, note, noteStyle);
  if (form.signatures.length > 0)
    text(foot + (form.notes?.length ?? 0) + 1, signatureLine(form.signatures), factStyle);
  if (rows.length > borderedRows) return;
  for (let row = head; row <= head + rows.length; row += 1)
    for (const [c, { format }] of columns.entries()) {
      const key = `${row},${c}`;
      const cell = cells.get(key) ?? { value: plainOf(rows[row - head - 1]?.[c]) };
      const style: CellStyle = format === undefined ? {} : { numFmt: format };
      const alignment = row === head ? headed : typeof cell.value === 'string' ? worded : aligned;
      cells.set(key, { ...cell, style: { ...style, ...cell.style, alignment, border } });
    }
}

function plainOf(value: Sheet['rows'][number][number] | undefined): CellValue {
  return value === undefined || (typeof value === 'object' && value !== null && 'sum' in value)
    ? null
    : value;
}

/** Room to sign after each name. */
function signatureLine(names: readonly string[]): string {
  return names.map((name) => `${name}：${'　'.repeat(8)}`).join('');
}

/** `&` begins a code in footers. */
function footerText(text: string): string {
  return text.replaceAll('&', '&&');
}
