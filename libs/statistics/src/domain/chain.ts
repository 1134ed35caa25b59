import { type Head, hashOf, type LedgerEntry } from './entry.js';

export interface BrokenLink {
  /** Place at which the chain breaks. */
  readonly seq: number;
  readonly what: 'sequence' | 'previous' | 'hash' | 'head';
  readonly expected: string;
  readonly found: string;
}

/** Where an entry does not follow the one before, or is not what was sealed. */
export function brokenAt(before: Head, entry: LedgerEntry): BrokenLink | undefined {
  const at = (what: BrokenLink['what'], expected: string, found: string) => ({
    seq: before.seq + 1,
    what,
    expected,
    found,
  });
  if (entry.seq !== before.seq + 1) return at('sequence', String(before.seq + 1), String(entry.seq));
  if (entry.prevHash !== before.hash) return at('previous', before.hash, entry.prevHash);
  const own = hashOf(entry);
  return own === entry.hash ? undefined : at('hash', own, entry.hash);
}
