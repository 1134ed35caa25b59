import { nameText, text } from './common.js';

const fault = (name: string) => nameText(20).safeParse(name).error?.issues[0]?.message;

describe('a name', () => {
  it.each(['示例市第一医院', '3', 'ERP 系统（二期）', 'é', '  两端空白  '])('may be %s', (name) =>
    expect(nameText(20).parse(name)).toBe(name.trim()),
  );

  it.each(['……', '（）', '🎉', '\u3164', '——'])('%s without a letter or digit is none', (name) =>
    expect(fault(name)).toMatch(/文字或数字|不可见/),
  );

  it.each([
    ['a zero-width space', '示例\u200b医院'],
    ['a mark that turns the direction', '示例\u202e院医'],
    ['an isolate', '\u2066示例\u2069'],
    ['a soft hyphen', '示\u00ad例'],
    ['a byte order mark inside', '示\ufeff例'],
    ['a blank letter', '示\u3164例'],
    ['a tag character', '示例\u{e0041}'],
  ])('with %s is refused', (_, name) => expect(fault(name)).toBe('不能含有不可见或改变文字方向的字符'));
});

describe('a text', () => {
  it('loses what nobody sees, and keeps its lines', () => {
    expect(text(20).parse('\u202e一行\u200b\n二行\ufeff')).toBe('一行\n二行');
    expect(text(20).safeParse('\u200b').success).toBe(false);
  });
});
