import fc from 'fast-check';
import { InvalidInput, newId } from '#kernel';
import { type CursorMember, keyset } from './keyset.js';

const members: CursorMember[] = ['instant', 'id', 'integer', 'serial', 'decimal'];
const right = (): unknown[] => ['2026-11-22 03:04:05.678901+08', newId(), 7, '9007199254740993', '61.50'];
const written = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');

describe('a cursor', () => {
  it('is read as it was written', () => {
    const key = right();
    expect(keyset.read(written(key), members)).toEqual(key);
    expect(keyset.read(undefined, members)).toBeUndefined();
  });

  it.each([
    ['a time zone that does not exist', 0, '2026-11-22 03:04:05+99'],
    ['a zone by name', 0, '2026-11-22 03:04:05 Mars/Olympus'],
    ['a day that does not exist', 0, '2026-02-31 25:04:05+00'],
    ['a year out of all reach', 0, '294277-01-01 00:00:00+00'],
    ['words for an instant', 0, 'now'],
    ['no UUID', 1, 'x'],
    ['half a number', 2, 1.5],
    ['a number beyond 32 bits', 2, 2 ** 31],
    ['an empty member', 2, null],
    ['a list', 3, [1]],
    ['a negative serial', 3, '-1'],
    ['no number', 4, 'NaN'],
  ])('is refused with %s', (_what, at, value) => {
    const key = right();
    key[at] = value;
    expect(() => keyset.read(written(key), members)).toThrow(InvalidInput);
  });

  it('is refused by its code, whatever came in its place', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json().map(written)), (cursor) => {
        try {
          keyset.read(cursor, members);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
        }
      }),
    );
  });
});
