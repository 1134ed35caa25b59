import type { LabelOf } from '../dictionaries/index.js';
import { wanOf } from './amounts.js';
import { type Audience, type Entry, Field, type FieldTraits, OwnerField, SpanField } from './field.js';
import type { ListingKindOf } from './kind.js';
import type { Words } from './words.js';

type Values = Readonly<Record<string, unknown>>;

/** A field as people read it: on a page, in a printed list, in a download. */
export interface Column {
  readonly key: string;
  readonly label: Words;
  /** The unit of its numbers; amounts are shown in 万元. */
  readonly unit?: Words;
  readonly audience: Audience;
  /** Whether the lists on pages have this column. */
  readonly listed: boolean;
  /**
   * The text of the value, '' where there is none. `content` holds the organisation's name and codes beside the
   * fields.
   */
  readonly text: (content: Values, labelOf: LabelOf) => string;
  /** The value for a spreadsheet: amounts (in 万元) and counts are numbers, days are dates. */
  readonly cell: (content: Values, labelOf: LabelOf) => string | number | Date | null;
  readonly cellKind: 'text' | 'money' | 'count' | 'day';
}

const wan: Words = { zh: '万元', en: '10,000 yuan' };

/** With the unit, as a heading writes it: 预算区间（万元）. */
export function headingOf(column: Pick<Column, 'label' | 'unit'>): string {
  return column.unit ? `${column.label.zh}（${column.unit.zh}）` : column.label.zh;
}

/** The columns of a kind in the order of its fields; a range is one column. */
export function columnsOf(kind: ListingKindOf): readonly Column[] {
  return Object.entries(kind.entries).map(([key, entry]) => columnOf(key, entry));
}

/** The same, but the two ends of a range are two columns, so that a spreadsheet can calculate with them. */
export function downloadColumnsOf(kind: ListingKindOf): readonly Column[] {
  return Object.entries(kind.entries).flatMap(([key, entry]) =>
    entry instanceof SpanField
      ? Object.entries(entry.members).map(([name, member]) => columnOf(name, member))
      : [columnOf(key, entry)],
  );
}

function columnOf(key: string, entry: Entry): Column {
  if (entry instanceof OwnerField)
    return {
      key: entry.part,
      label: entry.label,
      audience: 'everybody',
      listed: entry.listed,
      ...asText((content, labelOf) => {
        const value = content[entry.part];
        if (typeof value !== 'string') return '';
        return entry.dictionary ? labelOf(entry.dictionary, value) : value;
      }),
    };
  const text = (content: Values, labelOf: LabelOf) => entryText(key, entry, content, labelOf);
  if (entry instanceof Field) {
    const { label, audience, listed, sort } = entry.traits;
    const cellKind = sort === 'money' || sort === 'count' || sort === 'day' ? sort : 'text';
    const cell: Column['cell'] = cellKind === 'text' ? text : (content) => cellValue(cellKind, content[key]);
    return { key, label, audience, listed, text, cell, cellKind, ...(sort === 'money' ? { unit: wan } : {}) };
  }
  const isMoney = Object.values(entry.members).some((member) => member.traits.sort === 'money');
  const { label, listed } = entry;
  return { key, label, audience: 'everybody', listed, ...asText(text), ...(isMoney ? { unit: wan } : {}) };
}

function asText(text: Column['text']): Pick<Column, 'text' | 'cell' | 'cellKind'> {
  return { text, cell: text, cellKind: 'text' };
}

function cellValue(kind: 'money' | 'count' | 'day', value: unknown): number | Date | null {
  if (value === null || value === undefined) return null;
  if (kind === 'day') return new Date(`${value}T00:00:00.000Z`);
  if (kind === 'money') return Number(wanOf(String(value)));
  return value === 0 ? null : Number(value);
}

function entryText(key: string, entry: Entry, content: Values, labelOf: LabelOf): string {
  if (entry instanceof Field) return valueText(entry.traits, content[key], labelOf);
  if (entry instanceof OwnerField) return '';
  return spanText(entry, content, labelOf);
}

function spanText(span: SpanField, content: Values, labelOf: LabelOf): string {
  const [low = '', high = ''] = Object.entries(span.members).map(([name, member]) =>
    valueText(member.traits, content[name], labelOf),
  );
  const isMoney = Object.values(span.members).some((member) => member.traits.sort === 'money');
  if (low !== '' && high !== '') return low === high ? low : `${low}${isMoney ? '–' : '至'}${high}`;
  if (low !== '') return `${low}${isMoney ? '以上' : '起'}`;
  return high === '' ? '' : `${isMoney ? '' : '至'}${high}${isMoney ? '以内' : ''}`;
}

/** A value of a field as people write it. */
export function valueText(traits: FieldTraits, value: unknown, labelOf: LabelOf): string {
  if (value === null || value === undefined) return '';
  switch (traits.sort) {
    case 'code':
      return traits.dictionary ? labelOf(traits.dictionary, String(value)) : String(value);
    case 'codes':
      return (value as readonly string[])
        .map((code) => (traits.dictionary ? labelOf(traits.dictionary, code) : code))
        .join('、');
    case 'money':
      return wanOf(String(value));
    case 'year':
      return `${value}年`;
    case 'count':
      return value === 0 ? '' : String(value);
    case 'switch':
      return value === true ? '是' : '';
    case 'contact':
      return Object.values(value as Values)
        .filter(Boolean)
        .join(' ');
    case 'group':
      return groupText(traits, value as Values, labelOf);
    default:
      return String(value);
  }
}

/** The first member, the others in brackets: 省级（2026年，文号，2026-01-01至2028-12-31）. */
function groupText(traits: FieldTraits, value: Values, labelOf: LabelOf): string {
  const [first = '', ...others] = Object.entries(traits.members ?? {})
    .map(([name, member]) => entryText(name, member, value, labelOf))
    .filter((text) => text !== '');
  return others.length === 0 ? first : `${first}（${others.join('，')}）`;
}
