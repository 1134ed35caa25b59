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
    const members = Object.entries(value as Record<string, unknown>)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  throw new TypeError(`canonicalJson: ${typeof value} is no JSON`);
}
