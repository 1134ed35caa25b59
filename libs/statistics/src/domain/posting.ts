import { addDays, type Day, parsePeriod, periodsOf } from '#kernel';

/** The day a step counts on: its own, or the first day of the next month that is not frozen. */
export function postedDay(happened: Day, frozen: ReadonlySet<string>): Day {
  let day = happened;
  for (let month = periodsOf(day)[0]; frozen.has(month); month = periodsOf(day)[0])
    day = addDays(parsePeriod(month)?.last ?? day, 1);
  return day;
}

/** The months of a period, `2026-07` … */
export function monthsOf(period: string): string[] {
  const found = parsePeriod(period);
  if (!found) return [];
  const months: string[] = [];
  for (let day = found.first; day <= found.last; ) {
    const month = periodsOf(day)[0];
    months.push(month);
    day = addDays(parsePeriod(month)?.last ?? found.last, 1);
  }
  return months;
}
