/** Latin letters and digits in a row: erp, 5g, iso27001. */
const run = /[a-z0-9]+/g;
/** Letters, then digits, with at most one sign or blank between two of them: iso 27001, gb/t 28181-, h.264. */
const code = /(?<![a-z0-9])([a-z]+(?:[/._-][a-z]+)*)[ /._-]?([0-9]+)(?![a-z0-9])/g;
const part = /[a-z]{2,}|[0-9]{2,}/g;

/**
 * The Latin and digit runs of a normalised text as terms, in whatever way a code is written: iso27001 and ISO 27001 give
 * iso, 27001 and iso27001; GB/T 28181, GBT28181 and GB28181 share gb28181 or gbt28181.
 */
export function codesOf(normal: string): string[] {
  const found: string[] = [];
  for (const [whole] of normal.matchAll(run)) {
    found.push(whole);
    const parts = whole.match(part) ?? [];
    if (parts.length > 1 || (parts.length === 1 && parts[0] !== whole)) found.push(...parts);
  }
  for (const [written, letters = '', digits = ''] of normal.matchAll(code)) {
    const pieces = letters.split(/[/._-]/);
    const joined = new Set([pieces.join('') + digits, (pieces[0] as string) + digits]);
    joined.delete(written);
    found.push(...joined);
  }
  return found;
}

/**
 * A normalised query in which every code is written in one piece, as `codesOf` has it of texts however they write it. A
 * second publisher is left out, since a code is often written without it: ISO/IEC 27001 is asked for as iso27001, which
 * texts of either spelling hold. A single letter says what kind of standard it is, and stays: GB/T 28181 is gbt28181.
 */
export function joinedCodes(normal: string): string {
  return normal.replace(code, (_, letters: string, digits: string) => {
    const [first = '', ...further] = letters.split(/[/._-]/);
    return first + further.filter((one) => one.length === 1).join('') + digits;
  });
}

/** A normalised text with the other spellings of its codes after it: for engines that cut words themselves. */
export function withCodes(normal: string): string {
  const further = new Set(codesOf(normal));
  for (const [whole] of normal.matchAll(run)) further.delete(whole);
  return further.size === 0 ? normal : `${normal} ${[...further].join(' ')}`;
}
