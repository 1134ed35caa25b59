import { z } from 'zod';
import { EmbeddingsUnavailable } from './errors.js';

const schema = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })),
});

/**
 * The vectors of an answer of /v1/embeddings, in the order of the texts, of unit length.
 * @throws EmbeddingsUnavailable `malformed`: not one vector a text, of one dimension, of finite numbers that are not all 0.
 */
export function vectorsOf(body: unknown, count: number): Float32Array[] {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw malformed(`${issue?.path.map(String).join('.')}: ${issue?.message}`);
  }
  const { data } = parsed.data;
  if (data.length !== count) throw malformed(`${data.length} vectors for ${count} texts`);
  const vectors = new Array<Float32Array | undefined>(count);
  const dimension = data[0]?.embedding.length;
  for (const { index, embedding } of data) {
    if (index >= count || vectors[index]) throw malformed(`index ${index} of ${count} is out of place`);
    if (embedding.length !== dimension)
      throw malformed(`dimension ${embedding.length} beside dimension ${dimension}`);
    vectors[index] = unit(embedding);
  }
  return vectors as Float32Array[];
}

/** @throws EmbeddingsUnavailable where the length is 0 or past all measure. */
function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  if (length === 0 || !Number.isFinite(length)) throw malformed(`a vector of length ${length}`);
  return Float32Array.from(values, (value) => value / length);
}

function malformed(detail: string): EmbeddingsUnavailable {
  return new EmbeddingsUnavailable('malformed', `答复不合约定（${detail.slice(0, 200)}）`);
}
