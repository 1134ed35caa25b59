import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { InvalidInput } from '#kernel';

const shortestPassword = 12;
/** Days for which a password lasts that somebody else gave to a person. */
export const initialPasswordDays = 7;
/** Of zxcvbn's 0 to 4: from 3 on a password withstands guessing against the stored hash. */
const leastScore = 3;
let judge: ZxcvbnFactory | undefined;

/**
 * @param names of the person and the organisation: login, name …
 * @throws InvalidInput `person.password_short`, `person.password_named`, `person.password_common`
 */
export function checkPassword(password: string, names: readonly string[], pointer = '/password'): void {
  const fault = faultOf(password, names);
  if (fault) throw new InvalidInput([{ pointer, ...fault }]);
}

function faultOf(
  password: string,
  names: readonly string[],
): { readonly code: string; readonly detail: string } | undefined {
  if ([...password].length < shortestPassword)
    return { code: 'person.password_short', detail: `密码至少${shortestPassword}个字符` };
  const plain = password.toLowerCase();
  const own = names.map((name) => name.trim().toLowerCase()).filter((name) => [...name].length >= 3);
  if (own.some((name) => plain.includes(name) || name.includes(plain)))
    return { code: 'person.password_named', detail: '密码不能含有登录名、姓名或单位名称' };
  // Made when the first password is judged: most processes never see one.
  judge ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  if (judge.check(password, own).score < leastScore)
    return {
      code: 'person.password_common',
      detail: '该密码常见或容易猜到，请换一个，例如几个互不相关的词连在一起',
    };
  return undefined;
}
