import {
  type DictionaryName,
  type LabelOf,
  ladder,
  type Measure,
  measureOf,
  type StatisticsBy,
} from '#contracts';
import { none } from './domain/rollups.js';

/** Levels of the ladder (供需对接层级); never added up. */
export const levelLabels = ladder;

/** The measure that counts the pairs of a level: from 2 on those that reached it or a higher one. */
export function measureOfLevel(level: number): Measure {
  const measure = measureOf(['proposed', 'intended'][level] ?? `reached${level}`);
  if (!measure) throw new Error(`no measure counts level ${level}`);
  return measure;
}

/** Verified pairs at a level are cumulative (达到该级及以上), and say so wherever they are shown. */
export function reachedLabel(level: number): string {
  return measureOfLevel(level).name;
}

export const channelLabels: Readonly<Record<string, string>> = { online: '线上', meeting: '对接会' };

const dictionaryOf: Partial<Record<StatisticsBy, DictionaryName>> = {
  area: 'areas',
  department: 'departments',
  chain: 'chains',
  field: 'fields',
  firmArea: 'areas',
};

/** What people call a key of a dimension; 未注明 where there is none. */
export function keyLabel(by: StatisticsBy, key: string | null, labelOf: LabelOf): string {
  if (key === null || key === none) return '未注明';
  const dictionary = dictionaryOf[by];
  if (dictionary) return labelOf(dictionary, key);
  return by === 'channel' ? (channelLabels[key] ?? key) : key;
}
