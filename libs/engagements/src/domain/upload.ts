import { safeFileName as safeName } from '#platform';

/** Largest evidence file in bytes. */
export const largestEvidence = 50 * 1024 * 1024;

export function safeFileName(raw: string): string {
  return safeName(raw, 'evidence');
}

/** One form of a contract number however it is typed: full-width, blanks, hyphens and case do not make another. */
export function contractKey(number: string): string {
  return number
    .normalize('NFKC')
    .replace(/[\s\p{Pd}_—]/gu, '')
    .toUpperCase();
}
