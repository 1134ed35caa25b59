import type { Day } from '#kernel';

/** Whether a recognition as first-version product stands on a day: its first and its last day included. */
export function isFirstVersionOn(
  recognition: { readonly validFrom: Day; readonly validTo: Day } | null,
  day: Day,
): boolean {
  return recognition !== null && recognition.validFrom <= day && day <= recognition.validTo;
}
