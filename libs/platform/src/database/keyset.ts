import { InvalidInput, isId, isYear } from '#kernel';

type Member = string | number | null;
type Key = readonly Member[];

/**
 * What a member of a cursor is: `instant` as PostgreSQL writes a timestamptz, `integer` from 0 and within 32 bits,
 * `serial` a bigint in digits, `decimal` a number of up to ten digits.
 */
export type CursorMember = 'instant' | 'id' | 'integer' | 'serial' | 'decimal';

/** A cursor comes back from outside: a member of another form would be an error of the database. */
const is: Record<CursorMember, (member: unknown) => boolean> = {
  instant: (member) => typeof member === 'string' && isInstant(member),
  id: (member) => typeof member === 'string' && isId(member),
  integer: (member) => Number.isInteger(member) && Number(member) >= 0 && Number(member) < 2 ** 31,
  serial: (member) => isWritten(member, /^\d{1,18}$/),
  decimal: (member) => isWritten(member, /^\d{1,10}(\.\d{1,10})?$/),
};

function isWritten(member: unknown, form: RegExp): boolean {
  return (typeof member === 'string' || typeof member === 'number') && form.test(String(member));
}

const instantForm = /^(\d{4})-(\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,6})?)([+-](?:0\d|1[0-4]))(?::([0-5]\d))?$/;

/** `2026-11-22 03:04:05.678901+00`: a day that exists, an offset that exists. */
function isInstant(text: string): boolean {
  const [, year, day, time, hours, minutes = '00'] = instantForm.exec(text) ?? [];
  return isYear(Number(year)) && !Number.isNaN(Date.parse(`${year}-${day}T${time}${hours}:${minutes}`));
}

/**
 * Keyset paging: a cursor is the sort key of the last row of a page, as base64url JSON. Ask for `limit + 1` rows after
 * the key; `page` keeps `limit` and makes the next cursor from the last one kept.
 */
export const keyset = {
  /** @throws InvalidInput `input.cursor` for anything that is not a cursor of these members. */
  read(cursor: string | undefined, members: readonly CursorMember[]): Key | undefined {
    if (cursor === undefined) return undefined;
    try {
      const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
      if (Array.isArray(key) && key.length === members.length && members.every((m, i) => is[m](key[i])))
        return key as Key;
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
