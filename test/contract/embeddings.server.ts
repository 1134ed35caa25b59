import { createHash } from 'node:crypto';
import { type Fault as FaultOf, json, StandIn } from '../support/stand-in.js';

export interface Asked {
  readonly path: string;
  readonly key: string | undefined;
  readonly model: string;
  readonly input: string[];
  readonly input_type?: string;
  readonly at: number;
}

export type Fault = FaultOf<Asked>;

/**
 * A stand-in: it speaks the form of OpenAI's /v1/embeddings and knows nothing of meaning. The vector of a text is made
 * from its SHA-256, so equal texts have equal vectors.
 */
export class EmbeddingsStandIn extends StandIn<Asked> {
  dimension = 8;

  static start(): Promise<EmbeddingsStandIn> {
    return new EmbeddingsStandIn().begin();
  }

  get texts(): string[] {
    return this.asked.flatMap((one) => one.input);
  }

  protected override rightAnswer(asked: Asked): Answer {
    return answerTo(asked, this.dimension);
  }
}

export interface Answer {
  object: string;
  model: string;
  data: { object: string; index: number; embedding: unknown[] }[];
}

/** The right answer; the vectors are not of unit length, and come in reverse order of the texts. */
function answerTo({ input, model }: Asked, dimension: number): Answer {
  const data = input.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: rawVector(text, dimension),
  }));
  return { object: 'list', model, data: data.reverse() };
}

export function rawVector(text: string, dimension: number): number[] {
  const digest = createHash('sha256').update(text).digest();
  return Array.from({ length: dimension }, (_, i) => (digest[i % 32] as number) - 127.5);
}

/** Nothing but a status. */
export const says =
  (status: number, headers: Record<string, string> = {}): Fault =>
  (_, response) => {
    response.writeHead(status, headers).end('{"error":{"message":"no"}}');
  };

/** The right answer with something done to it. */
export const spoilt =
  (spoil: (answer: Answer) => void, dimension = 8): Fault =>
  (asked, response) => {
    const answer = answerTo(asked, dimension);
    spoil(answer);
    json(response, answer);
  };

/** No answer at all; the connection stays. */
export const silent: Fault = () => undefined;
