import { type Counts, LexicalIndex } from '#topk';
import { NamedWords } from '../scoring/domain/words.js';
import { Holders } from '../scoring/holders.js';
import { textShare } from '../scoring/strength.js';
import { TextRanker } from '../scoring/text-ranker.js';
import { countsOf, type Field, views } from '../scoring/views.js';
import { ndcg } from './evaluation/measures.js';
import { type Links, learntWords } from './learnt-words.js';
import type { Background } from './themes.js';

/** A need asked on trial: what it should find, and what it may not be asked about. */
export interface TrialNeed {
  readonly fields: readonly Field[];
  readonly wanted: ReadonlySet<string>;
  /** Products that were learnt from for this very need: left out of the ranking. */
  readonly known: ReadonlySet<string>;
}

/** The product's own index and ranking over some products' texts; the one place where learning depends on them. */
export class TextTrial implements Background {
  readonly index = new LexicalIndex(views);
  readonly ranker = new TextRanker(this.index);
  private readonly holders = new Holders(this.index);
  private readonly ids: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly words = new Map<string, ReadonlySet<string>>();
  private readonly dfs = new Map<string, number>();

  static async of(products: Iterable<{ readonly id: string; readonly fields: readonly Field[] }>) {
    const trial = new TextTrial();
    for (const { id, fields } of products) trial.add(id, countsOf(fields));
    await trial.index.settle();
    return trial;
  }

  private add(id: string, counts: Counts): void {
    this.numbers.set(id, this.index.add(counts));
    this.ids.push(id);
    const words = new Set(counts[0]?.keys());
    this.words.set(id, words);
    for (const word of words) this.dfs.set(word, (this.dfs.get(word) ?? 0) + 1);
  }

  get products(): number {
    return this.ids.length;
  }

  df(word: string): number {
    return this.dfs.get(word) ?? 0;
  }

  wordsOf(product: string): ReadonlySet<string> {
    return this.words.get(product) ?? new Set();
  }

  /** The best products for a need, best first. */
  bestOf(fields: readonly Field[], k: number, links?: Links): string[] {
    const query = this.ranker.query(fields, links && taught(fields, links));
    return Array.from(this.ranker.search(query, k).docs, (doc) => this.ids[doc] as string);
  }

  /** The share of the text's points, 0–1, that a product has for a need, as matching gives it. */
  share(fields: readonly Field[], product: string): number {
    const doc = this.numbers.get(product);
    if (doc === undefined) return 0;
    const query = this.ranker.query(fields);
    const { docs, scores } = this.ranker.search(query, 300);
    const place = docs.indexOf(doc);
    const score = place < 0 ? this.ranker.scoreOutside(query, doc) : (scores[place] as number);
    const holds = this.holders.of(query.namedViews)(doc);
    const { support } = new NamedWords(query, this.holders.common).named(holds);
    return textShare(score, query.bound) * support;
  }

  /** nDCG@10 on what is wanted, beside what is known. */
  quality({ fields, wanted, known }: TrialNeed, links?: Links): number {
    const ranked = this.bestOf(fields, 10 + known.size, links).filter((id) => !known.has(id));
    return ndcg(ranked.slice(0, 10), new Map([...wanted].map((id) => [id, 1])));
  }
}

/** What was learnt for this need, as a query takes it up: all of it under one of the need's words. */
function taught(fields: readonly Field[], links: Links): Links {
  const own = countsOf(fields)[0] as ReadonlyMap<string, number>;
  const [first] = own;
  if (!first) return new Map();
  const [key, count] = first;
  const further = Array.from(learntWords(own, links), ([word, of]) => ({ word, weight: of / count }));
  return new Map([[key, further]]);
}

/** A need's words, as it is asked by. */
export function needWordsOf(fields: readonly Field[]): ReadonlySet<string> {
  return new Set(countsOf(fields)[0]?.keys());
}
