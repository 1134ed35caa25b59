import { sha256 } from '#kernel';

/**
 * What a row is beside those of the same organisation and title before it: the first, one that says the same as one of
 * them, or one that says something else, which only a person can tell apart.
 */
export type Twin = 'first' | 'repeat' | 'question';

interface Seen {
  readonly row: number;
  readonly says: string;
  /** What others of the same organisation and title say instead. */
  others?: Set<string>;
}

/** Tells the rows of a file apart as they come; it keeps no more of each than two hashes. */
export class Twins {
  /** Rows that came first, before one that says something else: they ask, too. */
  readonly asked: number[] = [];
  private readonly seen = new Map<string, Seen>();

  /** @param content in one form only: the same content gives the same text. */
  tell(row: number, owner: string, title: string, content: string): Twin {
    const identity = sha256(`${owner}\n${title}`);
    const says = sha256(content);
    const first = this.seen.get(identity);
    if (!first) {
      this.seen.set(identity, { row, says });
      return 'first';
    }
    if (first.says === says || first.others?.has(says)) return 'repeat';
    if (!first.others) {
      first.others = new Set();
      this.asked.push(first.row);
    }
    first.others.add(says);
    return 'question';
  }
}
