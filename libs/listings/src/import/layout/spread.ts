import { ignored } from '#contracts';
import { type SheetRow, textOf } from '#sheets';
import { type ColumnMapping, isKnownHeader, type Names } from './names.js';

/** The texts of a column's header; a name above that is spread over columns belongs to all of them. */
export function partsOf(header: readonly SheetRow[], column: number): string[] {
  const [upper, ...lower] = header;
  const below = lower.map(({ cells }) => tidy(textOf(cells[column])));
  const isNamedBelow = below.some((text) => text !== '');
  let above = tidy(textOf(upper?.cells[column]));
  for (let left = column - 1; above === '' && isNamedBelow && left >= 0; left--)
    above = tidy(textOf(upper?.cells[left]));
  return [above, ...below].filter((text, i, all) => text !== '' && text !== all[i - 1]);
}

const tidy = (text: string) => text.replace(/\s+/g, ' ').trim();

/** A column, and the name by which it was recognised where that is not its own but one above it, or one that is merged. */
export interface Spread {
  readonly one: ColumnMapping;
  readonly above: string | undefined;
}

/**
 * A name above that is spread over several columns, as a budget over its years, is that of none of them: what each is only
 * a person can say. They have names of their own below it, or stand side by side with other values.
 */
export function asked(columns: readonly Spread[]): ColumnMapping[] {
  return columns.map(({ one, above }, i): ColumnMapping => {
    if (above === undefined || above === '' || one.field === ignored || one.how === 'remembered') return one;
    const others = columns.filter(
      (other, at) =>
        at !== i &&
        (other.above === above || other.one.header.startsWith(`${above} `)) &&
        other.one.field === one.field &&
        (other.one.header !== one.header || (Math.abs(at - i) === 1 && isOther(other.one, one))),
    );
    return others.length === 0 ? one : { ...one, field: ignored, how: 'question', suggestion: one.field };
  });
}

/** Fields that were recognised, of which only a person can say which of several columns each is. */
export function spreadFields(mapping: readonly ColumnMapping[]): number {
  const suggested = mapping.flatMap(({ suggestion }) => suggestion ?? []);
  return new Set(suggested.filter((field, i) => suggested.indexOf(field) !== i)).size;
}

const isOther = (a: ColumnMapping, b: ColumnMapping) => a.samples.join('\n') !== b.samples.join('\n');

/** Rows that are looked at, and how many of them have to be of the form. */
const sampled = 10;

/**
 * A form of one record: what should be a column of titles holds names of columns, one below the other. What looks like
 * its header is its first line.
 */
export function isForm(below: readonly SheetRow[], title: ColumnMapping | undefined, names: Names): boolean {
  if (!title) return false;
  const values = below
    .map(({ cells }) => textOf(cells[title.column]))
    .filter((text) => text !== '')
    .slice(0, sampled);
  const own = squeezed(title.header);
  const labels = values.filter((text) => squeezed(text) !== own && isKnownHeader(text, names));
  return values.length > 0 && labels.length * 2 >= values.length;
}

const squeezed = (text: string) => text.normalize('NFKC').replace(/\s+/g, '');
