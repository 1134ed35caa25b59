import { hash } from 'node:crypto';

/**
 * What a row is beside those of the same organisation and title before it: the first, one that says the same as one of
 * them, or one that says something else, which only a person can tell apart.
 */
export type Twin = 'first' | 'repeat' | 'question';

/** A hash of 32 characters of one byte each: there may be hundreds of thousands. */
const hashed = (text: string) => hash('sha256', text, 'binary');

/** Tells the rows of a file apart as they come; it keeps no more of each than two hashes. */
export class Twins {
  /** Rows that came first, before one that says something else: they ask, too. */
  readonly asked: number[] = [];
  /** By organisation and title, the place of the first row in the two lists below. */
  private readonly places = new Map<string, number>();
  private readonly rows: number[] = [];
  private readonly says: string[] = [];
  /** By that place, what others of the same organisation and title say instead. */
  private readonly others = new Map<number, Set<string>>();

  /** @param content in one form only: the same content gives the same text. */
  tell(row: number, owner: string, title: string, content: string): Twin {
    const identity = hashed(`${owner}\n${title}`);
    const says = hashed(content);
    const place = this.places.get(identity);
    if (place === undefined) {
      this.places.set(identity, this.rows.length);
      this.rows.push(row);
      this.says.push(says);
      return 'first';
    }
    const others = this.others.get(place);
    if (this.says[place] === says || others?.has(says)) return 'repeat';
    if (others) others.add(says);
    else {
      this.others.set(place, new Set([says]));
      this.asked.push(this.rows[place] ?? row);
    }
    return 'question';
  }
}
