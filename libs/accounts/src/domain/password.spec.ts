import { checkPassword } from './password.js';

const codeOf = (password: string): string => {
  try {
    checkPassword(password, ['zhangwei', '张伟', '郑州示例软件有限公司']);
    return 'good';
  } catch (error) {
    return (error as { errors: { code: string }[] }).errors[0]?.code ?? '';
  }
};

describe('a password', () => {
  it.each([
    ['short-one-1', 'person.password_short'],
    ['password1234', 'person.password_common'],
    ['qwertyuiop12', 'person.password_common'],
    ['123456789012', 'person.password_common'],
    ['aaaaaaaaaaaa', 'person.password_common'],
    ['Passw0rd2026', 'person.password_common'],
    ['1qaz2wsx3edc', 'person.password_common'],
    ['ZhangWei-7Kq2mZp', 'person.password_named'],
    ['郑州示例软件有限公司2026年', 'person.password_named'],
    ['correct horse 42', 'good'],
    ['山高水长-风物宜人-27', 'good'],
    ['x7Kq-2mZp9-2Q', 'good'],
  ])('%s is %s', (password, code) => {
    expect(codeOf(password)).toBe(code);
  });
});
