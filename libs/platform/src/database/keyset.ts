import { InvalidInput } from '#kernel';

type Key = readonly (string | number | null)[];

/**
 * Keyset paging: a cursor is the sort key of the last row of a page, as base64url JSON. Ask for `limit + 1` rows after
 * the key; `page` keeps `limit` and makes the next cursor from the last one kept.
 */
export const keyset = {
  /** @throws InvalidInput `input.cursor` for anything that is not a cursor of `length` members. */
  read(cursor: string | undefined, length: number): Key | undefined {
    if (cursor === undefined) return undefined;
    try {
      const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
      const plain = (member: unknown) =>
        member === null || typeof member === 'string' || typeof member === 'number';
      if (Array.isArray(key) && key.length === length && key.every(plain)) return key as Key;
    } catch {
      // falls through to the refusal
    }
    throw new InvalidInput([
      { pointer: '/query/cursor', code: 'input.cursor', detail: '应为上一页给出的 next', value: cursor },
    ]);
  },

  write(key: Key): string {
    return Buffer.from(JSON.stringify(key)).toString('base64url');
  },

  page<R, V>(
    found: readonly R[],
    limit: number,
    key: (row: R) => Key,
    view: (row: R) => V,
  ): { items: V[]; next: string | null } {
    const kept = found.slice(0, limit);
    const last = kept.at(-1);
    return {
      items: kept.map(view),
      next: found.length > limit && last !== undefined ? keyset.write(key(last)) : null,
    };
  },
};
