import type { FieldError } from '#kernel';

/** No body that the API describes nests as deep as this. Recursive code never gets data that nest deeper. */
export const deepest = 32;

/** True where brackets nest deeper than `limit`. Looks at the text alone: it is asked before anything is parsed. */
export function isDeeperThan(json: string, limit = deepest): boolean {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < json.length; i++) {
    const character = json.charCodeAt(i);
    if (inText) {
      if (character === backslash) i++;
      else if (character === quote) inText = false;
    } else if (character === quote) inText = true;
    else if (character === brace || character === bracket) {
      depth++;
      if (depth > limit) return true;
    } else if (character === closingBrace || character === closingBracket) depth--;
  }
  return false;
}

const [quote, backslash, bracket, closingBracket, brace, closingBrace] = [...'"\\[]{}'].map((c) =>
  c.charCodeAt(0),
) as [number, number, number, number, number, number];

/** NUL cannot be stored; half a surrogate pair is no character, and PostgreSQL's jsonb refuses it. */
const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** At most this many faults are told: a body of a million of them is answered with a short text. */
const told = 20;

/**
 * What no field of ours may hold, wherever it stands in the data: characters that cannot be stored, numbers that are
 * not finite (`1e400`). Asked once for all endpoints, also for what the schemas let pass as free text.
 */
export function faultsOf(data: unknown, prefix = ''): FieldError[] {
  const faults: FieldError[] = [];
  const open: [string, unknown][] = [[prefix, data]];
  for (let next = open.pop(); next && faults.length < told; next = open.pop()) {
    const [pointer, value] = next;
    if (typeof value === 'string') {
      if (unstorable.test(value)) faults.push(characterAt(pointer, value));
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value))
        faults.push({ pointer, code: 'input.out_of_range', detail: '数值超出范围' });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) {
        if (unstorable.test(key)) faults.push(characterAt(pointer, key));
        open.push([`${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, member]);
      }
    }
  }
  return faults;
}

function characterAt(pointer: string, value: string): FieldError {
  return { pointer, code: 'input.character', detail: '含有不能保存的字符', value: value.toWellFormed() };
}
