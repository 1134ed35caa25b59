import { type Counts, LexicalIndex } from '#topk';
import { TextRanker } from '../../scoring/text-ranker.js';
import { countsOf, type Field, pairsView, views, wordsView } from '../../scoring/views.js';

/** Best first, with what it is ranked by. */
export type RankedTexts = readonly { readonly id: string; readonly score: number }[];

/** A labelled set's documents, ready to be ranked. */
export interface OpenRanker {
  rank(query: readonly Field[], k: number): RankedTexts;
}

type Texts = ReadonlyMap<string, readonly Field[]>;

/** The product's own ranking, and the plain ones that it has to beat. */
export const rankers = {
  product: openProduct,
  words: (docs: Texts) => openPlain(docs, wordsView),
  bigrams: (docs: Texts) => openPlain(docs, pairsView),
} as const;

export type RankerName = keyof typeof rankers;

/** As the product's catalogue has them. */
export async function indexedForProduct(docs: Texts): Promise<{ ids: string[]; ranker: TextRanker }> {
  const { index, ids } = await indexed(docs, new LexicalIndex(views), countsOf);
  return { ids, ranker: new TextRanker(index) };
}

async function openProduct(docs: Texts): Promise<OpenRanker> {
  const { ids, ranker } = await indexedForProduct(docs);
  return {
    rank: (query, k) => {
      const hits = ranker.search(ranker.query(query), k);
      return Array.from(hits.docs, (doc, i) => ({
        id: ids[doc] as string,
        score: hits.scores[i] as number,
      }));
    },
  };
}

/** BM25 as it stands in books: one view, every occurrence counts alike. */
const plainView = { weight: 1, idfPower: 1, k1: 1.2, b: 0.75, chance: 0 };
/** So great that a word said n times in a query counts n times. */
const unsaturated = 1e9;

async function openPlain(docs: Texts, view: number): Promise<OpenRanker> {
  const plain = (fields: readonly Field[]): Counts => [
    countsOf(fields.map(({ text }) => ({ text, weight: 1 })))[view] as ReadonlyMap<string, number>,
  ];
  const { index, ids } = await indexed(docs, new LexicalIndex([plainView]), plain);
  return {
    rank: (query, k) => {
      const hits = index.search(index.query(plain(query), unsaturated), k);
      return Array.from(hits.docs, (doc, i) => ({
        id: ids[doc] as string,
        score: hits.scores[i] as number,
      }));
    },
  };
}

async function indexed(docs: Texts, index: LexicalIndex, countsOf: (fields: readonly Field[]) => Counts) {
  const ids: string[] = [];
  for (const [id, fields] of docs) {
    ids.push(id);
    index.add(countsOf(fields));
  }
  await index.settle();
  return { index, ids };
}
