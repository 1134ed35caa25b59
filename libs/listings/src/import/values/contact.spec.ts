import { kinds } from '#contracts';
import { contactReaders } from './contact.js';
import { parseSpecial } from './special.js';

const read = (part: keyof typeof contactReaders, cell: string | number) => contactReaders[part](cell);
const code = (parsed: ReturnType<(typeof contactReaders)['phone']>) =>
  'value' in parsed ? parsed.notices?.map((one) => one.code) : 'refused';

describe('a contact', () => {
  it.each([
    ['phone', 13800000000, '13800000000'],
    ['phone', '0371—12345678', '0371-12345678'],
    ['phone', '13800000000\n13900000000', '13800000000 13900000000'],
    ['phone', '（0371）12345678转801', '(0371)12345678转801'],
    ['email', 'a@example.com', 'a@example.com'],
    ['name', '张三、李四（信息科）', '张三、李四（信息科）'],
    ['phone', '', ''],
  ] as const)('%s %j is read without a word', (part, cell, value) =>
    expect(read(part, cell)).toEqual({ value }),
  );

  it.each([
    ['phone', '13800000000、0371-12345678', '13800000000、0371-12345678'],
    ['phone', '13800000000（微信同号）', '13800000000（微信同号）'],
    ['email', 'a@example.com；b@example.com', 'a@example.com；b@example.com'],
  ] as const)('%s %j is kept as it is written, and it is said', (part, cell, value) => {
    const parsed = read(part, cell);
    expect(parsed).toMatchObject({ value });
    expect(code(parsed)).toEqual(['import.contact_as_written']);
  });

  it.each(['无', '暂无', '/', '——', '保密'])('%s is none, and it is said', (cell) => {
    const parsed = read('phone', cell);
    expect(parsed).toMatchObject({ value: '' });
    expect(code(parsed)).toEqual(['import.contact_left_empty']);
  });

  it.each([37165550001, 1234567890123])('%s as a number may have lost its first zero: it is said', (cell) =>
    expect(code(read('phone', cell))).toEqual(['import.contact_number']),
  );

  it('that is far too long is cut, and the listing takes whatever was read', () => {
    for (const cell of ['1'.repeat(500), '13800000000（微信同号）', 'a；b']) {
      const contact = Object.fromEntries(
        (['name', 'phone', 'email'] as const).map((part) => {
          const parsed = read(part, cell);
          return [part, 'value' in parsed ? parsed.value : undefined];
        }),
      );
      const shape = kinds.scenario.fields.contact;
      expect(shape).toBeDefined();
      expect(kinds.scenario.content.safeParse({ title: '甲', needs: '乙', contact }).success).toBe(true);
    }
  });
});

describe('a cell without a value of its own', () => {
  it('is refused where its formula went wrong, and empty with a word where it is a picture or not calculated', () => {
    expect(parseSpecial({ error: '#N/A' })).toMatchObject({
      code: 'import.formula_error',
      expected: expect.stringContaining('#N/A'),
    });
    expect(parseSpecial({ covered: { error: '#REF!' } })).toHaveProperty('code');
    for (const cell of [{ formula: 'SUM(A1)' }, { picture: 'ID_1' }])
      expect(parseSpecial(cell)).toMatchObject({ value: null, notices: [{ text: expect.any(String) }] });
    for (const cell of ['甲', 1, true, null, { day: '2026-01-01' }])
      expect(parseSpecial(cell)).toBeUndefined();
  });
});
