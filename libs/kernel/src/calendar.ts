import { Temporal } from 'temporal-polyfill';

/** A calendar day of Asia/Shanghai, `2026-11-22`. */
export type Day = string;

export const zone = 'Asia/Shanghai';
/** Years outside these are no years here: a loop over months or days always has an end. */
const firstYear = 2000;
const lastYear = 2200;
const dayForm = /^(\d{4})-(\d{2})-(\d{2})$/;
const daysOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function isYear(year: number): boolean {
  return Number.isInteger(year) && year >= firstYear && year <= lastYear;
}

/** True only for days that exist: 2026-02-30 does not, nor does any outside the years 2000 to 2200. */
export function isDay(text: string): boolean {
  const parts = dayForm.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && isLeap ? 29 : (daysOf[month - 1] ?? 0);
  return isYear(year) && day >= 1 && day <= last;
}

/** The Shanghai day on which an instant falls. */
export function dayOf(instant: Date): Day {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}

/** `2026-11-22 09:30` of Asia/Shanghai. */
export function minuteOf(instant: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ');
}

export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** The first instant of a Shanghai day. */
export function startOfDay(day: Day): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

export type PeriodKind = 'month' | 'quarter' | 'half' | 'year';

/** Days from `first` to `last`, both included. */
export interface Period {
  readonly code: string;
  readonly kind: PeriodKind;
  readonly first: Day;
  readonly last: Day;
  /** The months in it, `2026-07` …: one, three, six or twelve. */
  readonly months: readonly string[];
}

const periodForm = /^(\d{4})(?:-(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])))?$/;

/** `2026`, `2026-H1`, `2026-Q3` or `2026-09`, of the years 2000 to 2200; undefined for anything else. */
export function parsePeriod(code: string): Period | undefined {
  const parts = periodForm.exec(code);
  if (!parts) return undefined;
  const year = Number(parts[1]);
  if (!isYear(year)) return undefined;
  const quarter = parts[2] === undefined ? undefined : Number(parts[2]);
  const half = parts[3] === undefined ? undefined : Number(parts[3]);
  const month = parts[4] === undefined ? undefined : Number(parts[4]);
  if (month !== undefined) return { code, kind: 'month', ...span(year, month, 1) };
  if (quarter !== undefined) return { code, kind: 'quarter', ...span(year, quarter * 3 - 2, 3) };
  if (half !== undefined) return { code, kind: 'half', ...span(year, half * 6 - 5, 6) };
  return { code, kind: 'year', ...span(year, 1, 12) };
}

function span(year: number, month: number, count: 1 | 3 | 6 | 12): Pick<Period, 'first' | 'last' | 'months'> {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return {
    first: first.toString(),
    last: first.add({ months: count }).subtract({ days: 1 }).toString(),
    months: Array.from({ length: count }, (_, i) => `${year}-${String(month + i).padStart(2, '0')}`),
  };
}

/** The month, quarter, half and year that a day belongs to, in that order. */
export function periodsOf(day: Day): readonly [string, string, string, string] {
  const [year = '', text = ''] = day.split('-');
  const month = Number(text);
  return [`${year}-${text}`, `${year}-Q${Math.ceil(month / 3)}`, `${year}-H${Math.ceil(month / 6)}`, year];
}
