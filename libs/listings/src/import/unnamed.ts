import { kinds } from '#contracts';
import { type SheetRow, textOf } from '#sheets';
import { columnLabel, type Notice } from './row.cells.js';
import type { RowContext } from './row.js';
import { normalisedName } from './whose.js';

/**
 * Rows that name no organisation go to the chosen one. Below a row that names another that may not be what was meant, as
 * in a list that names each organisation once: it is said.
 */
export class Unnamed {
  private above = '';

  constructor(private readonly context: RowContext) {}

  /** @returns what a person should know of the row */
  next({ cells }: SheetRow): Notice[] {
    const { mapping, terms, kind } = this.context;
    const own = terms.owner ?? terms.chosen;
    const column = mapping.find(({ field }) => field === 'organisation');
    if (!own || !column) return [];
    const code = mapping.find(({ field }) => field === 'uscc');
    const name = textOf(cells[column.column]);
    if (name !== '') this.above = name;
    const isNamed = name !== '' || (code !== undefined && textOf(cells[code.column]) !== '');
    if (isNamed || this.above === '' || normalisedName(this.above) === normalisedName(own.name)) return [];
    return [
      {
        column: column.column + 1,
        header: column.header,
        field: columnLabel(kinds[kind], 'organisation'),
        code: 'import.organisation_chosen',
        text: `没有写明单位，归入所选的“${own.name}”；上面的行写作“${this.above.slice(0, 60)}”，请核对`,
      },
    ];
  }
}
