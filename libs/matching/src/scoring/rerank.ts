import type { Beside, Hits, LexicalIndex } from '#topk';
import { Idf, Neighbourhood, neighbourWeight } from './neighbourhood.js';
import { wordsView } from './views.js';

/** Values chosen by measurement; see docs/matching.md. */
const feedback = {
  /** Best documents that are learnt from. */
  documents: 20,
  /** A document counts (score / best score)^power: only what is nearly as good as the best speaks. */
  power: 8,
  /** Words taken from them. */
  terms: 60,
  /** Candidates that are weighed anew. */
  reweighed: 150,
  /** What their score counts for beside that of the need itself. */
  weight: 0.4,
} as const;

/** What a document's own share counts for that is not among the best. */
export const outside = (1 - feedback.weight) * (1 - neighbourWeight);

/**
 * The best documents of a first search in a better order, with scores as shares of the first search's best:
 *
 * 1. Pseudo-relevance feedback (Rocchio 1971): words that the very best documents share are asked for as well, so that a
 *    document counts that says the same with other words. Only the candidates are weighed anew.
 * 2. The cluster hypothesis (van Rijsbergen 1979; score regularisation, Diaz 2005): a document gains by neighbours that are
 *    good too, and loses by standing alone.
 */
export class Reranker {
  private readonly idf: Idf;
  private readonly neighbourhood: Neighbourhood;

  constructor(private readonly index: LexicalIndex) {
    this.idf = new Idf(index);
    this.neighbourhood = new Neighbourhood(index, this.idf);
  }

  /** @returns scores in the order of `hits`, relative to the best of the first search, at most about 1. */
  rescored({ docs, scores }: Hits): Float32Array {
    const best = scores[0] as number;
    const own = scores.map((score) => score / best);
    if (docs.length < 2) return own;
    const words = this.index.beside(wordsView);
    this.idf.refresh();
    return this.neighbourhood.smoothed(docs, this.fedBack(docs, own, words), words);
  }

  private fedBack(docs: Uint32Array, own: Float32Array, words: Beside): Float32Array {
    const further = words.products(docs.subarray(0, feedback.reweighed), this.wanted(docs, own, words));
    const best = further.reduce((most, one) => Math.max(most, one), 0);
    if (best === 0) return own;
    const { weight } = feedback;
    return own.map((score, i) => (1 - weight) * score + (weight * Math.fround(further[i] ?? 0)) / best);
  }

  /** Words of the best documents, weighed by how good these are and how telling the words; the weightiest. */
  private wanted(docs: Uint32Array, own: Float32Array, words: Beside): Wanted[] {
    const { columns, frequencies } = this.index;
    const shares: number[] = [];
    for (let i = 0; i < docs.length && i < feedback.documents; i++) {
      const share = (own[i] as number) ** feedback.power;
      if (share < 1e-3) break;
      shares.push(share);
    }
    const idf = (term: number) => this.idf.of(frequencies[term] ?? 0);
    const best = new Best(feedback.terms);
    words.blend(docs.subarray(0, shares.length), shares, (term, weight) => {
      // Also words that only one holds: without them a common word that it shares would stand for all that it says.
      if (term >= columns) best.offer(term, weight * idf(term));
    });
    return best.terms.map((term, i) => ({ term, weight: (best.weights[i] as number) * idf(term) }));
  }
}

/** The weightiest terms, in order; among equals the smaller number first. */
class Best {
  readonly terms: number[] = [];
  readonly weights: number[] = [];

  constructor(private readonly most: number) {}

  offer(term: number, weight: number): void {
    const { terms, weights, most } = this;
    if (terms.length === most) {
      if (!this.after(most - 1, term, weight)) return;
      terms.pop();
      weights.pop();
    }
    let at = terms.length;
    terms.push(term);
    weights.push(weight);
    for (; at > 0 && this.after(at - 1, term, weight); at--) {
      terms[at] = terms[at - 1] as number;
      weights[at] = weights[at - 1] as number;
    }
    terms[at] = term;
    weights[at] = weight;
  }

  /** What stands at a place belongs after a term of this weight. */
  private after(at: number, term: number, weight: number): boolean {
    const there = this.weights[at] as number;
    return there < weight || (there === weight && (this.terms[at] as number) > term);
  }
}

interface Wanted {
  readonly term: number;
  readonly weight: number;
}
