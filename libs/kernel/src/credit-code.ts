/** Alphabet of GB 32100-2015, without I, O, S, V, Z; the position is the value. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

export type CreditCodeFault = 'length' | 'character' | 'check';

/** Full-width and lower-case letters, blanks and hyphens as people type them, to the 18 plain characters. */
export function normaliseCreditCode(raw: string): string {
  return raw
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff-]/g, '')
    .toUpperCase();
}

/** The check character of the first 17 (GB 32100-2015, 31 − Σ value × 3^i mod 31). */
export function creditCodeCheck(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += alphabet.indexOf(first17[i] ?? '') * (weights[i] ?? 0);
  return alphabet[(31 - (sum % 31)) % 31] ?? '0';
}

/** What is wrong with a normalised code, or undefined when it is right. */
export function creditCodeFault(code: string): CreditCodeFault | undefined {
  if (code.length !== 18) return 'length';
  for (const c of code) if (!alphabet.includes(c)) return 'character';
  return creditCodeCheck(code.slice(0, 17)) === code[17] ? undefined : 'check';
}

export function describeCreditCodeFault(fault: CreditCodeFault): string {
  if (fault === 'length') return '统一社会信用代码应为18位';
  if (fault === 'character') return '统一社会信用代码只含数字和大写字母，且不含 I、O、S、V、Z';
  return '统一社会信用代码校验位不符，请核对是否录错';
}
