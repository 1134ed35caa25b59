import { serialToDate } from 'hucre';
import type { PlainCell } from './cell.js';
import type { CellStyle } from './xlsx/styles.js';

/** Of a spreadsheet's count of days; a time of day without a day stays a number. */
export function dayOfSerial(serial: number, { hasTime, shows }: CellStyle, from1904: boolean): PlainCell {
  const date = serialToDate(serial, from1904);
  if (Number.isNaN(date.getTime()) || (serial < 1 && !from1904) || serial < 0) return serial;
  const text = date.toISOString();
  if (shows !== undefined) return { day: text.slice(0, 10), shows };
  const time = text.slice(11, 16);
  return hasTime && time !== '00:00' ? { day: text.slice(0, 10), time } : { day: text.slice(0, 10) };
}

/** Of a day as ISO 8601 writes it; undefined for anything else. */
export function dayOfIso(text: string): PlainCell | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?/.exec(text);
  if (!parts?.[1]) return undefined;
  return parts[2] === undefined || parts[2] === '00:00'
    ? { day: parts[1] }
    : { day: parts[1], time: parts[2] };
}
