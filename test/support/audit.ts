import type { Visitor } from './app.js';

/** The audit trail as a city coordinator reads it, newest first. */
export async function auditedEntries(
  city: Visitor,
  filter: Readonly<Record<string, string>>,
  // biome-ignore lint/suspicious/noExplicitAny: as it came over the wire
): Promise<any[]> {
  return (await city.get(`/audit?${new URLSearchParams(filter)}`)).body.items;
}
