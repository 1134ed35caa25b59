import { isFirstVersionOn } from './first-version.js';

describe('a first-version product', () => {
  it('is one from the first to the last day of its recognition, both included', () => {
    const recognition = { validFrom: '2026-03-01', validTo: '2026-12-31' };
    const days = ['2026-02-28', '2026-03-01', '2026-12-31', '2027-01-01'];
    expect(days.map((day) => isFirstVersionOn(recognition, day))).toEqual([false, true, true, false]);
    expect(isFirstVersionOn(null, '2026-03-01')).toBe(false);
  });
});
