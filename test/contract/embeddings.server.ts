import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly path: string;
  readonly key: string | undefined;
  readonly model: string;
  readonly input: string[];
  readonly input_type?: string;
  /** Milliseconds, on the clock of performance.now(). */
  readonly at: number;
}

/** Answers one request in place of the right answer. */
export type Fault = (asked: Asked, response: ServerResponse) => void;

/**
 * A stand-in: it speaks the form of OpenAI's /v1/embeddings and knows nothing of meaning. The vector of a text is made
 * from its SHA-256, so equal texts have equal vectors. Faults are answered first, one a request, in their order.
 */
export class EmbeddingsStandIn {
  readonly asked: Asked[] = [];
  readonly faults: Fault[] = [];
  dimension = 8;
  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    private port: number,
  ) {}

  static async start(): Promise<EmbeddingsStandIn> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const standIn = new EmbeddingsStandIn(server, (server.address() as AddressInfo).port);
    server.on('request', (request, response) => void standIn.handle(request, response));
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get texts(): string[] {
    return this.asked.flatMap((one) => one.input);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** On the same port as before. */
  async startAgain(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(this.port, '127.0.0.1', done));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString()) as { model: string; input: string[] };
    const asked: Asked = {
      ...body,
      path: request.url ?? '',
      key: request.headers.authorization,
      at: performance.now(),
    };
    this.asked.push(asked);
    const fault = this.faults.shift();
    if (fault) fault(asked, response);
    else json(response, 200, answerTo(asked, this.dimension));
  }
}

export interface Answer {
  object: string;
  model: string;
  data: { object: string; index: number; embedding: unknown[] }[];
}

/** The right answer; the vectors are not of unit length, and come in reverse order of the texts. */
export function answerTo({ input, model }: Asked, dimension: number): Answer {
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

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
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
    json(response, 200, answer);
  };

/** No answer at all; the connection stays. */
export const silent: Fault = () => undefined;
