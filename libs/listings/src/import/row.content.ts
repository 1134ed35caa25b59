import { Field, type ListingKindOf, perObject, SpanField } from '#contracts';
import { inWan, type Yuan } from '#kernel';
import { parseCount, parseDay, parseMoney, parsePeriodEnd, parseRange, parseYes } from './cells.js';
import type { RowCells } from './row.cells.js';
import { contactReaders } from './values/contact.js';

type Values = Record<string, unknown>;

/** What a row says, field by field of its kind; what stands in no column is left out, for the kind's own value. */
export function draftOf(cells: RowCells): Values {
  const definition = cells.kind;
  const { title, body } = definition.definition;
  const values = valuesOf(definition.entries, cells, '');
  return {
    ...values,
    [title]: titleOf(cells, title, body),
    [body]: [bodyOf(cells, title, body), ...unknownLabels(definition, cells)].filter(Boolean).join('\n'),
  };
}

function valuesOf(entries: ListingKindOf['entries'], cells: RowCells, above: string): Values {
  const values: Values = {};
  for (const [name, entry] of cells.told(entries, above)) {
    if (entry instanceof Field) put(values, name, readField(entry, `${above}${name}`, cells));
    if (entry instanceof SpanField) Object.assign(values, spanOf(name, entry, cells, above));
  }
  return values;
}

function put(values: Values, name: string, value: unknown): void {
  if (value !== undefined && value !== null) values[name] = value;
}

/** The two ends by their own columns, else by the column that holds the whole range, or a period where it begins. */
function spanOf(name: string, span: SpanField, cells: RowCells, above: string): Values {
  const values: Values = {};
  const range = cells.value(`${above}${name}`, parseRange);
  checked(cells, `${above}${name}`, range?.max ?? range?.min);
  const [first = ''] = Object.keys(span.members);
  const period = (end: string, field: Field) =>
    field.traits.sort === 'day' && !cells.column(`${above}${end}`)
      ? cells.value(`${above}${first}`, parsePeriodEnd, 'end')
      : undefined;
  Object.entries(span.members).forEach(([end, field], i) => {
    const own = readField(field, `${above}${end}`, cells, i === 0 ? 'start' : 'end');
    put(values, end, own ?? (i === 0 ? range?.min : (range?.max ?? period(end, field))));
  });
  return values;
}

/** Yuan. Under a header of 万元 many write yuan all the same: 500000 there would be five thousand million. */
const veryLarge = 1e9;

function checked<T extends string | null | undefined>(cells: RowCells, key: string, amount: T): T {
  if (amount != null && Number(amount) >= veryLarge)
    cells.notice(
      key,
      'amount_very_large',
      `读作 ${inWan(amount as Yuan)} 万元，金额很大，请核对单位是否写错`,
    );
  return amount;
}

function readField(field: Field, key: string, cells: RowCells, end?: 'start' | 'end'): unknown {
  const { sort, dictionary, lenient, members } = field.traits;
  switch (sort) {
    case 'code':
      return dictionary && cells.code(key, dictionary, !lenient);
    case 'codes':
      return dictionary && cells.codes(key, dictionary);
    case 'money':
      return checked(cells, key, cells.value(key, parseMoney));
    case 'day':
      return cells.value(key, parseDay, end);
    case 'count':
      return cells.value(key, parseCount);
    case 'year':
      return cells.text(key) === '' ? undefined : cells.value(key, parseCount);
    case 'switch':
      return cells.value(key, parseYes);
    case 'contact':
      return Object.fromEntries(
        Object.entries(contactReaders).map(([part, read]) => [
          part,
          cells.value(`${key}.${part}`, read) ?? '',
        ]),
      );
    case 'group':
      return groupOf(members ?? {}, key, cells);
    default:
      return cells.column(key) ? cells.text(key) : undefined;
  }
}

/** Given when its first member is; then the members that miss are faults of theirs. */
function groupOf(members: ListingKindOf['entries'], key: string, cells: RowCells): Values | undefined {
  const [first = ''] = Object.keys(members);
  return cells.text(`${key}.${first}`) === '' ? undefined : valuesOf(members, cells, `${key}.`);
}

const lenientOf = perObject((kind: ListingKindOf) =>
  Object.entries(kind.fields).flatMap(([name, { traits }]) =>
    traits.lenient && traits.dictionary ? [[name, traits] as const] : [],
  ),
);

/** A label that a lenient dictionary lacks stays in the text: it is found by search and matching all the same. */
function unknownLabels(kind: ListingKindOf, cells: RowCells): string[] {
  return lenientOf(kind).flatMap(([name, { dictionary, label }]) => {
    const text = cells.column(name) ? cells.text(name) : '';
    return text !== '' && dictionary && cells.find(dictionary, text) === undefined
      ? [`${label.zh}：${text}`]
      : [];
  });
}

/** The text, or where there is none the title, and it is said. */
function bodyOf(cells: RowCells, title: string, body: string): string {
  const own = cells.text(body);
  if (own !== '' || cells.isRefused(body)) return own;
  const other = cells.text(title);
  if (other !== '') cells.notice(body, 'text_from_title', '没有写明，以名称代替');
  return other;
}

/** The title, or where no column holds one the first clause of the text, marked as taken from it. */
function titleOf(cells: RowCells, title: string, body: string): string {
  const own = cells.text(title);
  // Where there is a column for it, a row without one may be the rest of the row above.
  if (own !== '' || cells.column(title)) return own.replace(/\s+/g, ' ');
  const clause =
    cells
      .text(body)
      .split(/[\n。！？!?；;，,：:]/)
      .map((part) => part.trim())
      .find((part) => part.length >= 2) ?? '';
  const taken = [...clause].slice(0, 40).join('');
  if (taken !== '') cells.notice(body, 'title_from_text', `名称取自正文首句：${taken}`);
  return taken;
}
