import { describe, expect, it } from '@jest/globals';
import { instantOf, today, toSecond, typedOf, when } from './time';

describe('days and times on the pages', () => {
  it('are Beijing’s, also where the browser stands elsewhere', () => {
    expect(when('2026-11-27T16:30:00.000Z')).toBe('2026年11月28日 00:30');
    expect(toSecond('2026-12-31T16:00:01.000Z')).toBe('2027年1月1日 00:00:01');
    expect(today(new Date('2026-11-27T15:59:59Z'))).toBe('2026-11-27');
    expect(today(new Date('2026-11-27T16:00:00Z'))).toBe('2026-11-28');
  });

  it('are read as Beijing’s where a person types them', () => {
    expect(instantOf('2026-11-28T00:30')).toBe('2026-11-27T16:30:00.000Z');
    expect(typedOf('2026-11-27T16:30:00.000Z')).toBe('2026-11-28T00:30');
  });

  it('are nothing where there is no instant', () => {
    expect([when(null), when(undefined), when('')]).toEqual(['', '', '']);
  });
});
