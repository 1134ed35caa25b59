/** Largest evidence file in bytes. */
export const largestEvidence = 20 * 1024 * 1024;

const startsWith = (content: Uint8Array, ...bytes: number[]) => bytes.every((byte, i) => content[i] === byte);

/**
 * The media type by what the content is, not by what it is called: PDF, PNG, JPEG, or OFD (GB/T 33190: a zip whose entry
 * is OFD.xml). Undefined for anything else, scripts and web pages above all.
 */
export function mediaTypeOf(content: Uint8Array): string | undefined {
  if (startsWith(content, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
  if (startsWith(content, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (startsWith(content, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (startsWith(content, 0x50, 0x4b, 0x03, 0x04) && Buffer.from(content).includes('OFD.xml'))
    return 'application/ofd';
  return undefined;
}

/** The last part of a name, without control characters and separators, at most 120 characters. */
export function safeFileName(raw: string): string {
  const last = raw.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"|?*]/gu, '').trim();
  return [...clean].slice(-120).join('') || 'evidence';
}

/** One form of a contract number however it is typed: full-width, blanks, hyphens and case do not make another. */
export function contractKey(number: string): string {
  return number
    .normalize('NFKC')
    .replace(/[\s\p{Pd}_—]/gu, '')
    .toUpperCase();
}
