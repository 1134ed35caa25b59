/** The last part of a file's name, without control characters and separators, at most 120 characters. */
export function safeFileName(raw: string, otherwise = 'file'): string {
  const last = raw.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"|?*]/gu, '').trim();
  return [...clean].slice(-120).join('') || otherwise;
}
