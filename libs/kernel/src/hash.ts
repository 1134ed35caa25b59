import { hash } from 'node:crypto';

/** Lower-case hexadecimal SHA-256, 64 characters. */
export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content);
}

/**
 * JSON of one value in one form only (RFC 8785, JCS): keys sorted by UTF-16 units, no blanks, numbers as ECMAScript
 * prints them. Undefined members are left out; other values that JSON cannot hold are a programmer's error.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonicalJson: a number that JSON cannot hold');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const record = value as Readonly<Record<string, unknown>>;
    let text = '';
    for (const key of Object.keys(record).sort()) {
      const member = record[key];
      if (member !== undefined)
        text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
    }
    return `{${text}}`;
  }
  throw new TypeError(`canonicalJson: ${typeof value} is no JSON`);
}
