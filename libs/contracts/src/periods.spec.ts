import { periodName, periodParts } from './periods.js';

describe('names of periods', () => {
  it('are those that people say', () => {
    expect(['2026', '2026-H2', '2026-Q3', '2026-09', '2026-12'].map(periodName)).toEqual([
      '2026年',
      '2026年下半年',
      '2026年第三季度',
      '2026年9月',
      '2026年12月',
    ]);
  });

  it('exist for each half, quarter and month', () => {
    expect(periodParts.map(({ code }) => code).join(' ')).toBe(
      'H1 H2 Q1 Q2 Q3 Q4 01 02 03 04 05 06 07 08 09 10 11 12',
    );
  });
});
