import fc from 'fast-check';
import { capabilityContent, scenarioContent } from '#contracts';

const scenario = { title: '质检', needs: '替代人工' };
const capability = { product: '质检系统', functions: '缺陷检测' };
const firstVersion = {
  level: 'municipal',
  year: 2025,
  documentNo: '1号',
  validFrom: '2025-01-01',
  validTo: '2026-01-01',
};

const faults = (schema: typeof scenarioContent | typeof capabilityContent, input: unknown) => {
  const parsed = schema.safeParse(input, { reportInput: true });
  return parsed.success
    ? []
    : parsed.error.issues.map((i) => [i.path.join('/'), i.message, i.input] as const);
};

describe('the content of a scenario', () => {
  it.each([
    ['a budget below nothing', { budgetMin: '-5' }, 'budgetMin', '-5', '不小于0'],
    [
      'an upper budget below the lower',
      { budgetMin: '100', budgetMax: '20' },
      'budgetMax',
      '20.00',
      '100.00',
    ],
    ['three decimals', { budgetMin: '1.005' }, 'budgetMin', '1.005', '两位小数'],
    ['a day that does not exist', { plannedStart: '2026-02-30' }, 'plannedStart', '2026-02-30', '存在的日期'],
    [
      'an end before the start',
      { plannedStart: '2026-05-01', plannedEnd: '2026-04-30' },
      'plannedEnd',
      '2026-04-30',
      '2026-05-01',
    ],
    ['no title', { title: '  ' }, 'title', '', '不能为空'],
    [
      'a telephone as long as a letter',
      { contact: { phone: '1'.repeat(101) } },
      'contact/phone',
      '1'.repeat(101),
      '最多100个字',
    ],
    ['a code that cannot be one', { fields: ['人工智能'] }, 'fields/0', '人工智能', '字典代码'],
    ['a character that cannot be stored', { needs: 'a\u0000b' }, 'needs', 'a\u0000b', '控制字符'],
    ['half a character', { needs: 'a\ud800b' }, 'needs', 'a\ud800b', '控制字符'],
  ])('refuses %s, naming the field, the value and what would be right', (_, over, path, value, detail) => {
    expect(faults(scenarioContent, { ...scenario, ...over })).toEqual([
      [path, expect.stringContaining(detail), value],
    ]);
  });

  it('refuses a title of a megabyte and members that it does not know', () => {
    expect(faults(scenarioContent, { ...scenario, title: '长'.repeat(1_000_000) })[0]?.[1]).toBe(
      '最多120个字',
    );
    expect(faults(scenarioContent, { ...scenario, price: 1 })).toHaveLength(1);
  });

  it('takes budgets in order whatever their size, and writes them with two decimals', () => {
    const amount = fc
      .bigInt({ min: 0n, max: 9_999_999_999_999_999n })
      .map((fen) => [fen, `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`] as const);
    fc.assert(
      fc.property(amount, amount, ([low, min], [high, max]) => {
        const parsed = scenarioContent.safeParse({ ...scenario, budgetMin: min, budgetMax: max });
        expect(parsed.success).toBe(low <= high);
        if (parsed.success) expect(parsed.data).toMatchObject({ budgetMin: min, budgetMax: max });
      }),
    );
  });

  it('reads back what it wrote: a parsed content parses to itself', () => {
    const once = scenarioContent.parse({ ...scenario, fields: ['ai', 'ai'], budgetMin: '3.5' });
    expect(once).toMatchObject({ fields: ['ai'], budgetMin: '3.50', budgetMax: null, visibility: 'public' });
    expect(scenarioContent.parse(once)).toEqual(once);
  });
});

describe('the content of a capability', () => {
  it.each([
    [
      'a first version that ends before it begins',
      { firstVersion: { ...firstVersion, validTo: '2024-12-31' } },
      'firstVersion/validTo',
      '2024-12-31',
      '2025-01-01',
    ],
    [
      'a first version of no year',
      { firstVersion: { ...firstVersion, year: 1900 } },
      'firstVersion/year',
      1900,
      '2000',
    ],
    ['fewer than no patents', { patents: -1 }, 'patents', -1, '不应小于0'],
    ['half an award', { awards: 0.5 }, 'awards', 0.5, '应为整数'],
    ['an empty product', { product: '' }, 'product', '', '不能为空'],
  ])('refuses %s, naming the field, the value and what would be right', (_, over, path, value, detail) => {
    expect(faults(capabilityContent, { ...capability, ...over })).toEqual([
      [path, expect.stringContaining(detail), value],
    ]);
  });
});
