import { type Fault, StandIn } from '../support/stand-in.js';

export interface RerankAsked {
  readonly path: string;
  readonly key: string | undefined;
  readonly model: string;
  readonly query: string;
  readonly documents: string[];
  readonly top_n: number;
  readonly at: number;
}

export interface RerankAnswer {
  model: string;
  results: { index: number; relevance_score: unknown }[];
}

export type RerankFault = Fault<RerankAsked>;

/**
 * A stand-in: it speaks the form of /v1/rerank and knows nothing of relevance. A document scores what `likes` says of it:
 * its length by default.
 */
export class RerankStandIn extends StandIn<RerankAsked> {
  likes: (document: string) => number = (document) => document.length;

  static start(): Promise<RerankStandIn> {
    return new RerankStandIn().begin();
  }

  /** The right answer: the best first, as servers give it. */
  answerTo({ model, documents }: RerankAsked): RerankAnswer {
    const results = documents.map((document, index) => ({ index, relevance_score: this.likes(document) }));
    return { model, results: results.sort((a, b) => b.relevance_score - a.relevance_score) };
  }

  protected override rightAnswer(asked: RerankAsked): RerankAnswer {
    return this.answerTo(asked);
  }
}
