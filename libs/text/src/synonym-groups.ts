import { synonymLimits as most } from '#contracts';
import { type FieldError, InvalidInput } from '#kernel';
import { normalise } from './normalise.js';
import type { SynonymGroups } from './synonyms.js';

/** Faults that are told at once. */
const told = 100;

/**
 * Groups as they are kept and looked for: normalised, in the order given. A word stands in one group only: a text that
 * holds it cannot tell which of two meanings is meant.
 * @throws InvalidInput `synonym.too_many_groups`, `synonym.group_size`, `synonym.word_length`, `synonym.word_sign`,
 *   `synonym.word_repeated`, `synonym.word_taken`; pointers are `/groups/<group>/<word>` from 0, texts count from 1.
 */
export function checkedGroups(groups: SynonymGroups): string[][] {
  if (groups.length > most.groups) throw new InvalidInput([tooMany(groups.length)]);
  const normal = groups.map((group) => group.map((word) => normalise(word).trim().replace(/\s+/g, ' ')));
  const faults: FieldError[] = [];
  const places = new Map<string, number>();
  for (const [row, group] of normal.entries()) {
    if (group.length < 2 || group.length > most.words) faults.push(wrongSize(row, group));
    for (const [column, word] of group.entries()) {
      const fault = faultOf(word, row, places.get(word));
      if (fault) faults.push({ ...fault, pointer: `/groups/${row}/${column}`, value: groups[row]?.[column] });
      else places.set(word, row);
    }
  }
  if (faults.length > 0) throw new InvalidInput(faults.slice(0, told));
  return normal;
}

function tooMany(groups: number): FieldError {
  const detail = `最多${most.groups}组，现有${groups}组`;
  return { pointer: '/groups', code: 'synonym.too_many_groups', detail, value: groups };
}

function wrongSize(row: number, group: readonly string[]): FieldError {
  const named = group.length === 1 ? `（${group[0]}）` : '';
  return {
    pointer: `/groups/${row}`,
    code: 'synonym.group_size',
    detail: `第${row + 1}组${named}有${group.length}个词，每组应有2至${most.words}个`,
    value: group.length,
  };
}

/** @param place the group in which the word stands already. */
function faultOf(
  word: string,
  row: number,
  place: number | undefined,
): Omit<FieldError, 'pointer'> | undefined {
  const length = [...word].length;
  const where = `第${row + 1}组`;
  if (length === 0 || length > most.characters)
    return {
      code: 'synonym.word_length',
      detail: `${where}的“${shortened(word)}”有${length}个字，每个词应为1至${most.characters}个字`,
    };
  if (/[、,;|\p{C}]/u.test(word) || !/[\p{L}\p{N}]/u.test(word))
    return {
      code: 'synonym.word_sign',
      detail: `${where}的“${word}”应含文字或数字，且不含顿号、逗号、分号、竖线和控制字符`,
    };
  if (place === row) return { code: 'synonym.word_repeated', detail: `${where}中“${word}”重复，请删去一个` };
  if (place !== undefined)
    return {
      code: 'synonym.word_taken',
      detail: `${where}的“${word}”已在第${place + 1}组，一个词只能在一组，请合并两组或删去其一`,
    };
  return undefined;
}

function shortened(word: string): string {
  const all = [...word];
  return all.length > most.characters ? `${all.slice(0, most.characters).join('')}…` : word;
}
