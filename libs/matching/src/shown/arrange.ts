/** One of a demand's matches, as far as its place depends on it. */
export interface Placed {
  readonly supplyListingId: string;
  readonly firmId: string;
}

export interface Arranged<T> {
  readonly match: T;
  readonly pinned: boolean;
  /** Further supplies of the same firm, folded under it. */
  readonly folded: readonly T[];
}

/** The first places, in which one firm holds only so many. */
const first = 20;

/**
 * The order in which people see a demand's matches: what a coordinator put first, then by points; among the first
 * twenty a firm shows at most `perFirm`, and the rest of it is folded under its first one. Blocked ones are left out.
 * @param matches best first.
 */
export function arrange<T extends Placed>(
  matches: readonly T[],
  perFirm: number,
  pinned: ReadonlySet<string>,
  blocked: ReadonlySet<string>,
): Arranged<T>[] {
  const free = matches.filter((match) => !blocked.has(match.supplyListingId));
  const ordered = [
    ...free.filter((match) => pinned.has(match.supplyListingId)),
    ...free.filter((match) => !pinned.has(match.supplyListingId)),
  ];
  const shown: { match: T; pinned: boolean; folded: T[] }[] = [];
  const held = new Map<string, { count: number; head: T[] }>();
  for (const match of ordered) {
    const isPinned = pinned.has(match.supplyListingId);
    const firm = held.get(match.firmId);
    if (!isPinned && firm && firm.count >= perFirm && shown.length < first) {
      firm.head.push(match);
      continue;
    }
    const folded: T[] = [];
    shown.push({ match, pinned: isPinned, folded });
    if (firm) firm.count++;
    else held.set(match.firmId, { count: 1, head: folded });
  }
  return shown;
}
