import { z } from 'zod';
import { malformed, shaped } from '../servers/answers.js';
import { EmbeddingsUnavailable } from './errors.js';

const schema = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })),
});

/**
 * The vectors of an answer of /v1/embeddings, in the order of the texts, of unit length.
 * @throws EmbeddingsUnavailable `malformed`: not one vector a text, of one dimension, of finite numbers that are not all 0.
 */
export function vectorsOf(body: unknown, count: number): Float32Array[] {
  const { data } = shaped(schema, body, EmbeddingsUnavailable);
  if (data.length !== count) throw wrong(`${data.length} vectors for ${count} texts`);
  const vectors = new Array<Float32Array | undefined>(count);
  const dimension = data[0]?.embedding.length;
  for (const { index, embedding } of data) {
    if (index >= count || vectors[index]) throw wrong(`index ${index} of ${count} is out of place`);
    if (embedding.length !== dimension)
      throw wrong(`dimension ${embedding.length} beside dimension ${dimension}`);
    vectors[index] = unit(embedding);
  }
  return vectors as Float32Array[];
}

/** @throws EmbeddingsUnavailable where the length is 0 or past all measure. */
function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  if (length === 0 || !Number.isFinite(length)) throw wrong(`a vector of length ${length}`);
  return Float32Array.from(values, (value) => value / length);
}

function wrong(detail: string) {
  return malformed(detail, EmbeddingsUnavailable);
}
