import { Injectable } from '@nestjs/common';
import { canonicalJson } from '#kernel';
import { Database, rows } from '#platform';
import { type BrokenLink, brokenAt } from './domain/chain.js';
import { genesis, type Head, type LedgerEntry, writtenOf } from './domain/entry.js';
import { entriesInOrder } from './entry.store.js';

export interface Proof {
  readonly entries: number;
  /** Of the last entry that is whole. */
  readonly headHash: string;
  /** The first link that does not hold; undefined where all do. */
  readonly broken?: BrokenLink;
}

/** The chain for those who do not take our word for it. */
@Injectable()
export class LedgerProof {
  constructor(private readonly db: Database) {}

  /** Walks the chain to its first broken link, and compares its end with the head that writers chain to. */
  verify(): Promise<Proof> {
    return this.db.snapshot(async (tx) => {
      let head: Head = genesis;
      for await (const entry of entriesInOrder(tx)) {
        const broken = brokenAt(head, entry);
        if (broken) return { entries: head.seq, headHash: head.hash, broken };
        head = entry;
      }
      const [stored] = await rows<{ seq: string; hash: string }>(tx, 'SELECT seq, hash FROM ledger_head');
      const [expected, found] = [`${stored?.seq} ${stored?.hash}`, `${head.seq} ${head.hash}`];
      const broken = { seq: head.seq + 1, what: 'head', expected, found } as const;
      return { entries: head.seq, headHash: head.hash, ...(expected === found ? {} : { broken }) };
    });
  }

  /** Every entry as a line of JSON, at one moment. @param write what takes a line; it is waited for. */
  export(write: (line: string) => Promise<void>): Promise<Head> {
    return this.db.snapshot(async (tx) => {
      let head: Head = genesis;
      for await (const entry of entriesInOrder(tx)) {
        await write(exportLine(entry));
        head = entry;
      }
      return { seq: head.seq, hash: head.hash };
    });
  }
}

/** An entry as an auditor gets it. */
export function exportLine(entry: LedgerEntry): string {
  return `${canonicalJson(writtenOf(entry))}\n`;
}
