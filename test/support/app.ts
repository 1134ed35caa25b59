import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processFile } from '#platform';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly etag: string | null;
  readonly headers: Headers;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire; the test says what it expects
type Body = any;

/** A person at a browser: keeps the cookie, sends the version. */
export class Visitor {
  /** As it goes into the next request. */
  cookie = '';

  constructor(readonly base: string) {}

  async signIn(login: string, password: string): Promise<this> {
    const answer = await this.post('/sessions', { login, password });
    if (answer.status !== 201)
      throw new Error(`sign-in of ${login}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return this;
  }

  get(path: string): Promise<Answer<Body>> {
    return this.send('GET', path);
  }

  post(
    path: string,
    body: unknown = {},
    version?: number,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    return this.send('POST', path, JSON.stringify(body), {
      'content-type': 'application/json',
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      ...headers,
    });
  }

  put(path: string, body: unknown, version?: number): Promise<Answer<Body>> {
    return this.send('PUT', path, JSON.stringify(body), {
      'content-type': 'application/json',
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    });
  }

  upload(
    path: string,
    fields: Record<string, string>,
    name: string,
    content: Uint8Array | string,
  ): Promise<Answer<Body>> {
    const form = new FormData();
    for (const [key, value] of Object.entries(fields)) form.set(key, value);
    form.set('file', new Blob([content as BlobPart]), name);
    return this.send('POST', path, form);
  }

  async send(
    method: string,
    path: string,
    body?: BodyInit,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.base}${path.startsWith('///') ? path.slice(2) : `/api/v1${path}`}`, {
      method,
      redirect: 'manual',
      headers: { ...headers, ...(this.cookie ? { cookie: this.cookie } : {}) },
      ...(body === undefined ? {} : { body }),
    });
    const set = response.headers.getSetCookie().find((cookie) => /^(__Host-)?duijie_session=/.test(cookie));
    if (set) this.cookie = set.split(';')[0] ?? '';
    const type = response.headers.get('content-type') ?? '';
    const parsed = type.includes('json')
      ? await response.json()
      : type.startsWith('text/')
        ? await response.text()
        : Buffer.from(await response.arrayBuffer());
    return {
      status: response.status,
      body: parsed,
      etag: response.headers.get('etag'),
      headers: response.headers,
    };
  }
}

/** The real processes: an API and a worker, started from the build, on the suite's database. */
export class RunningApp {
  private readonly children = new Map<string, ChildProcess>();
  private readonly folder = mkdtempSync(join(tmpdir(), 'duijie-app-'));
  base = '';

  constructor(private readonly environment: Readonly<Record<string, string>>) {
    if (!existsSync(processFile('api'))) throw new Error('build first: node scripts/build.mjs');
  }

  async start(): Promise<this> {
    this.base = String(await this.launch('api'));
    await this.launch('worker');
    return this;
  }

  /** @param as what `kill` knows it by, where it is not the only one. */
  launch(
    name: 'api' | 'worker',
    as: string = name,
    further: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const word = name === 'api' ? 'listening' : 'working';
    const child = fork(processFile(name), {
      env: {
        PATH: process.env['PATH'],
        LOG_LEVEL: 'error',
        CHECK_ANSWERS: 'on',
        PORT: '0',
        HOST: '127.0.0.1',
        DATA_DIR: this.folder,
        ...this.environment,
        ...further,
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [],
    });
    this.children.set(as, child);
    return new Promise((ready, failed) => {
      child.on('message', (message: Record<string, unknown>) => word in message && ready(message[word]));
      child.once('exit', (code) => failed(new Error(`${as} ended with ${code}`)));
    });
  }

  /** SIGKILL: nothing is tidied up. */
  async kill(as: string): Promise<void> {
    await this.end(as, 'SIGKILL');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.children.keys()].map((as) => this.end(as, 'SIGTERM')));
    rmSync(this.folder, { recursive: true, force: true });
  }

  visitor(): Visitor {
    return new Visitor(this.base);
  }

  private async end(as: string, signal: NodeJS.Signals): Promise<void> {
    const child = this.children.get(as);
    this.children.delete(as);
    if (!child || child.exitCode !== null) return;
    await new Promise<void>((done) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      child.removeAllListeners('exit');
      child.once('exit', () => {
        clearTimeout(timer);
        done();
      });
      child.kill(signal);
    });
  }
}

/** Asks again until the answer is right, or 30 seconds have gone. */
export async function eventually<T>(
  ask: () => Promise<T>,
  right: (answer: T) => boolean,
  seconds = 30,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (right(answer)) return answer;
    if (Date.now() > end) throw new Error(`not in ${seconds} s: ${JSON.stringify(answer).slice(0, 1500)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
