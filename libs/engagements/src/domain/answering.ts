import { addDays, type Day } from '#kernel';

/** The last day on which a claim made on `claimed` may be answered. */
export function lastDayToAnswer(claimed: Day, days: number): Day {
  return addDays(claimed, days);
}

/**
 * The reminder that is due for a claim that nobody has answered.
 * @param ahead how many days before the last one reminders are sent.
 * @param reminded the smallest of `ahead` that was sent already.
 * @returns the smallest of `ahead` that has come and was not sent; undefined where there is none. Of several that were
 * missed, only the last is sent.
 */
export function reminderDue(
  dueOn: Day,
  today: Day,
  ahead: readonly number[],
  reminded: number | null,
): number | undefined {
  const come = ahead.filter((days) => today >= addDays(dueOn, -days) && today <= dueOn);
  const next = Math.min(...come);
  return come.length > 0 && (reminded === null || next < reminded) ? next : undefined;
}

/** A claim may be answered to the end of its last day. */
export function expired(dueOn: Day, today: Day): boolean {
  return today > dueOn;
}
