import { MediaTypeProbe, safeFileName as safeName } from '#platform';

/** Largest evidence file in bytes. */
export const largestEvidence = 20 * 1024 * 1024;

/** The media type by what the content is: see MediaTypeProbe. */
export function mediaTypeOf(content: Uint8Array): string | undefined {
  const probe = new MediaTypeProbe();
  probe.see(content);
  return probe.mediaType();
}

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
