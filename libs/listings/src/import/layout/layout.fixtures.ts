import type { ListingKind } from '#contracts';
import { creditCodeCheck } from '#kernel';
import type { Cell, SheetRow } from '#sheets';
import { merged } from '../../domain/dictionaries.js';
import { type Found, findHeader, type SheetStart } from './header.js';
import type { Knowledge } from './names.js';

export const knowledge = (
  kind: ListingKind = 'scenario',
  remembered: ReadonlyMap<string, string> = new Map(),
): Knowledge => ({
  kind,
  dictionaries: merged([]),
  remembered,
});
export const uscc = `91410100MA0000009${creditCodeCheck('91410100MA0000009')}`;
export const rowsOf = (rows: readonly (readonly Cell[])[], first = 1): SheetRow[] =>
  rows
    .map((cells, i) => ({ row: first + i, cells }))
    .filter(({ cells }) => cells.some((cell) => cell !== null));
export const sheet = (rows: readonly (readonly Cell[])[], index = 0, name = '表'): SheetStart => ({
  index,
  name,
  rows: rowsOf(rows),
});
export const found = (rows: readonly (readonly Cell[])[], by = knowledge()): Found => {
  const read = findHeader([sheet(rows)], by);
  if (!read) throw new Error('nothing found');
  return read;
};
export const fieldsOf = ({ layout }: Found) => layout.mapping.map(({ field }) => field);
/** What one header is, above these values. */
export const column = (
  header: string,
  values: readonly Cell[],
  kind: ListingKind = 'scenario',
  remembered = new Map(),
) => {
  const other = kind === 'scenario' ? ['场景名称', '痛点与需求'] : ['产品名称', '核心功能'];
  const rows = [
    [...other, header],
    ...values.map((value, i) => [`名称${i}`, `需要自动识别并归档，第${i}项`, value]),
  ];
  return found(rows, knowledge(kind, remembered)).layout.mapping[2];
};
