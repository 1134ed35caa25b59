import { kinds, type ListingKind, SpanField } from '#contracts';

/**
 * The column that a member of the content came from: its own, or that of the range or group that holds it.
 * @param path of the member, below the content
 * @param stands whether the sheet has that column
 */
export function columnOfPath(
  kind: ListingKind,
  path: readonly string[],
  stands: (key: string) => boolean,
): string {
  const [first = ''] = path;
  const own = [path.slice(0, 2).join('.'), first].find(stands);
  if (own !== undefined) return own;
  const range = Object.entries(kinds[kind].entries).find(
    ([key, entry]) => entry instanceof SpanField && first in entry.members && stands(key),
  );
  return range?.[0] ?? path.slice(0, 2).join('.');
}
