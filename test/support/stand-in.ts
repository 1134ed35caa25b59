import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request in place of the right answer. */
export type Fault<Asked> = (asked: Asked, response: ServerResponse) => void;

/** What is known of every request, whatever it asks for. */
interface Request {
  readonly path: string;
  readonly key: string | undefined;
  /** Milliseconds, on the clock of performance.now(). */
  readonly at: number;
}

/** A server in place of a real one: it keeps what it is asked. Faults are answered first, one a request, in their order. */
export abstract class StandIn<Asked extends Request> {
  readonly asked: Asked[] = [];
  readonly faults: Fault<Asked>[] = [];
  private readonly server = createServer((request, response) => void this.handle(request, response));
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** On the same port as before, where it was there before. */
  async begin(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(this.port, '127.0.0.1', done));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  protected abstract rightAnswer(asked: Asked): unknown;

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const asked: Asked = {
      ...JSON.parse(Buffer.concat(parts).toString()),
      path: request.url ?? '',
      key: request.headers.authorization,
      at: performance.now(),
    };
    this.asked.push(asked);
    const fault = this.faults.shift();
    if (fault) fault(asked, response);
    else json(response, this.rightAnswer(asked));
  }
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
