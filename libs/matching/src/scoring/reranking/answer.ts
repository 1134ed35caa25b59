import { z } from 'zod';
import { malformed, shaped } from '../servers/answers.js';
import { RerankUnavailable } from './errors.js';

const schema = z.object({
  results: z.array(z.object({ index: z.int().min(0), relevance_score: z.number() })),
});

/**
 * The scores of an answer of /v1/rerank, in the order of the documents; on whatever scale the model has.
 * @throws RerankUnavailable `malformed`: not one score a document.
 */
export function scoresOf(body: unknown, count: number): number[] {
  const { results } = shaped(schema, body, RerankUnavailable);
  if (results.length !== count)
    throw malformed(`${results.length} scores for ${count} documents`, RerankUnavailable);
  const scores = new Array<number | undefined>(count);
  for (const { index, relevance_score } of results) {
    if (index >= count || scores[index] !== undefined)
      throw malformed(`index ${index} of ${count} is out of place`, RerankUnavailable);
    scores[index] = relevance_score;
  }
  return scores as number[];
}
