import type { Aids, Meaning, Places, Reranked } from './matched.js';
import { fuse } from './meaning/fuse.js';

/** Candidates by meaning, beside those by text. */
const nearByMeaning = 100;
/** What a reranking server is asked about. */
export const rerankedFirst = 30;

/** Scores of text by document number; every document that a list of the need must look at. */
export type TextScores = ReadonlyMap<number, number>;

/** Candidates by words, by meaning, and what a person has pinned. @param outside the score of what the search left out. */
export function gathered(
  byWords: TextScores,
  pinned: readonly number[],
  meaning: Meaning | undefined,
  outside: (doc: number) => number,
): TextScores {
  const scores = new Map(byWords);
  const further = meaning ? meaning.vectors.search(meaning.vector, nearByMeaning).docs : [];
  for (const doc of [...pinned, ...further]) if (!scores.has(doc)) scores.set(doc, outside(doc));
  return meaning ? meant(scores, meaning) : scores;
}

/** In the order of words and meaning together; a score that is as high or low as words alone give, so that bands hold. */
function meant(scores: TextScores, meaning: Meaning): TextScores {
  const docs = ordered(scores);
  return dealt(scores, docs, meaning.vectors.scores(meaning.vector, docs), meaning.weight);
}

/** The scores of some documents, best first, dealt out anew in the order of words and of what another says of them. */
function dealt(
  scores: TextScores,
  docs: readonly number[],
  said: ArrayLike<number>,
  weight: number,
): TextScores {
  const values = docs.map((doc) => scores.get(doc) as number);
  const fused = fuse(values, said, weight);
  const order = docs.map((_, i) => i).sort((a, b) => (fused[b] as number) - (fused[a] as number) || a - b);
  const anew = new Map(order.map((at, place) => [docs[at] as number, values[place] as number]));
  return new Map(Array.from(scores, ([doc, score]) => [doc, anew.get(doc) ?? score]));
}

/** The first by text, best first. */
export function leading(scores: TextScores): number[] {
  return ordered(scores).slice(0, rerankedFirst);
}

/**
 * The first in the order of words and the reranker, the reranker by its weight. The scores stay the same and are dealt out
 * anew: a reranker says which product answers a need, words how much speaks for the best of them.
 */
export function reordered(scores: TextScores, { scores: said, weight }: Reranked): TextScores {
  const docs = ordered(scores).filter((doc) => said.has(doc));
  return dealt(
    scores,
    docs,
    docs.map((doc) => said.get(doc) as number),
    weight,
  );
}

/** Where each stands by each list that had a part in the order. */
export function placesOf(
  byWords: TextScores,
  all: TextScores,
  { meaning, reranked }: Pick<Aids, 'meaning' | 'reranked'>,
): ReadonlyMap<number, Places> {
  const docs = [...all.keys()];
  const words = placeIn(byWords);
  const near = meaning
    ? placeIn(
        new Map(
          Array.from(meaning.vectors.scores(meaning.vector, docs), (cosine, i) => [
            docs[i] as number,
            cosine,
          ]),
        ),
      )
    : undefined;
  const said = reranked ? placeIn(reranked.scores) : undefined;
  return new Map(
    docs.map((doc) => [
      doc,
      { words: words.get(doc) ?? 0, meaning: near?.get(doc) ?? 0, reranked: said?.get(doc) ?? 0 },
    ]),
  );
}

/** What has no vector has no place. */
function placeIn(scores: TextScores): ReadonlyMap<number, number> {
  const known = new Map([...scores].filter(([, score]) => !Number.isNaN(score)));
  return new Map(ordered(known).map((doc, i) => [doc, i + 1]));
}

function ordered(scores: TextScores): number[] {
  return [...scores.keys()].sort((a, b) => (scores.get(b) as number) - (scores.get(a) as number) || a - b);
}
