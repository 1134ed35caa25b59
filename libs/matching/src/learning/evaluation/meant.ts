import { VectorScan } from '#topk';
import type { EmbeddingsClient, TextKind } from '../../scoring/meaning/client.js';
import type { Field } from '../../scoring/views.js';
import { gathered } from '../../scoring/weighed.js';
import type { LabelledSet } from './labelled-set.js';
import { indexedForProduct, type OpenRanker } from './rankers.js';

/** What a set is ranked by besides its words. */
export interface MeaningServer {
  readonly client: Pick<EmbeddingsClient, 'embed'>;
  /** What nearness of meaning counts beside words, which count 1. */
  readonly weight: number;
}

/** Candidates by words, as many as the product weighs. */
const byWords = 150;

/** The product's ranking with meaning: every vector is asked for anew, nothing is kept. */
export async function openMeant(
  { docs, queries }: LabelledSet,
  { client, weight }: MeaningServer,
): Promise<OpenRanker> {
  const { ids, ranker } = await indexedForProduct(docs);
  const passages = await embedded(client, 'passage', [...docs.values()]);
  const vectors = new VectorScan(passages[0]?.length ?? 0);
  for (const vector of passages) vectors.add(vector);
  const asked = [...queries.values()];
  const said = await embedded(client, 'query', asked);
  const meant = new Map(asked.map((query, i) => [query, said[i] as Float32Array]));
  return {
    rank: (fields, k) => {
      const query = ranker.query(fields);
      const hits = ranker.search(query, byWords);
      const words = new Map(Array.from(hits.docs, (doc, i) => [doc, hits.scores[i] as number]));
      const meaning = { vector: meant.get(fields) as Float32Array, vectors, weight };
      const all = gathered(words, [], meaning, (doc) => ranker.scoreOutside(query, doc));
      return [...all]
        .sort((a, b) => b[1] - a[1] || a[0] - b[0])
        .slice(0, k)
        .map(([doc, score]) => ({ id: ids[doc] as string, score }));
    },
  };
}

async function embedded(
  client: MeaningServer['client'],
  kind: TextKind,
  all: readonly (readonly Field[])[],
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  const texts = all.map((fields) => fields.map(({ text }) => text).join('。'));
  for await (const batch of client.embed(kind, texts)) vectors.push(...batch.vectors);
  return vectors;
}
