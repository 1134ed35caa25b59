import { createRequire } from 'node:module';
import { random, repeating, vocabulary, zipf } from './corpus.js';

/** Texts of Chinese words as a segmenter meets them: its own dictionary's most frequent words, in sentences. */
export class Texts {
  private readonly next: () => number;
  private readonly rank: () => number;
  private readonly words: readonly string[];
  private said: string[] = [];

  constructor(seed: number) {
    this.next = random(seed);
    this.rank = zipf(this.next);
    this.words = frequent();
  }

  /** A new listing: what is repeated is what it has said itself. */
  begin(): void {
    this.said = [];
  }

  /** About so many words, a third more or less. */
  text(mean: number): string {
    let text = '';
    let sentence = 0;
    for (let left = Math.round(mean * (0.67 + 0.66 * this.next())); left > 0; left--) {
      text += this.word();
      if (++sentence < 6 + 8 * this.next()) continue;
      text += left % 2 ? '，' : '。';
      sentence = 0;
    }
    return text;
  }

  private word(): string {
    const again = this.next() < repeating ? this.said[Math.floor(this.next() * this.said.length)] : undefined;
    const word = again ?? (this.words[this.rank()] as string);
    this.said.push(word);
    return word;
  }
}

function frequent(): string[] {
  const { dict } = createRequire(import.meta.url)('@node-rs/jieba/dict') as { dict: Uint8Array };
  return Buffer.from(dict)
    .toString('utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([word = '']) => /^\p{Script=Han}{2,4}$/u.test(word))
    .sort((a, b) => Number(b[1]) - Number(a[1]) || ((a[0] as string) < (b[0] as string) ? -1 : 1))
    .slice(0, vocabulary)
    .map(([word]) => word as string);
}
