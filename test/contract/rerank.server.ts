import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RerankAsked {
  readonly path: string;
  readonly key: string | undefined;
  readonly model: string;
  readonly query: string;
  readonly documents: string[];
  readonly top_n: number;
}

export interface RerankAnswer {
  model: string;
  results: { index: number; relevance_score: unknown }[];
}

/** Answers one request in place of the right answer. */
export type RerankFault = (asked: RerankAsked, response: ServerResponse) => void;

/**
 * A stand-in: it speaks the form of /v1/rerank and knows nothing of relevance. A document scores what `likes` says of it:
 * its length by default. Faults are answered first, one a request, in their order.
 */
export class RerankStandIn {
  readonly asked: RerankAsked[] = [];
  readonly faults: RerankFault[] = [];
  likes: (document: string) => number = (document) => document.length;

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly url: string,
  ) {}

  static async start(): Promise<RerankStandIn> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const standIn = new RerankStandIn(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => void standIn.handle(request, response));
    return standIn;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** The right answer: the best first, as servers give it. */
  answerTo({ model, documents }: RerankAsked): RerankAnswer {
    const results = documents.map((document, index) => ({ index, relevance_score: this.likes(document) }));
    return { model, results: results.sort((a, b) => b.relevance_score - a.relevance_score) };
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const asked: RerankAsked = {
      ...JSON.parse(Buffer.concat(parts).toString()),
      path: request.url ?? '',
      key: request.headers.authorization,
    };
    this.asked.push(asked);
    const fault = this.faults.shift();
    if (fault) fault(asked, response);
    else answer(response, this.answerTo(asked));
  }
}

export function answer(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
