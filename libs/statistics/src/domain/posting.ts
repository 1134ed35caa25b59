import { addDays, type Day, parsePeriod, periodsOf } from '#kernel';

/** The day a step counts on: its own, or the first day of the next month that is not frozen. */
export function postedDay(happened: Day, frozen: ReadonlySet<string>): Day {
  let day = happened;
  for (let month = periodsOf(day)[0]; frozen.has(month); month = periodsOf(day)[0])
    day = addDays(parsePeriod(month)?.last ?? day, 1);
  return day;
}

/** The months of a period, `2026-07` …; none of what is no period. */
export function monthsOf(period: string): string[] {
  return [...(parsePeriod(period)?.months ?? [])];
}
