import { openAsBlob } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { rounded } from '../figures.js';

export const password = 'correct horse 42';

/** A coordinator who imports, and reads meanwhile. */
export class Coordinator {
  private constructor(
    private readonly base: string,
    private readonly cookie: string,
  ) {}

  static async signIn(base: string): Promise<Coordinator> {
    const session = await fetch(`${base}/api/v1/sessions`, json({ login: 'city', password }));
    const cookies = session.headers.getSetCookie().map((one) => one.split(';')[0]);
    return new Coordinator(base, cookies.join('; '));
  }

  private call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string> | undefined), cookie: this.cookie };
    return fetch(`${this.base}/api/v1${path}`, { ...init, headers });
  }

  /** Milliseconds that one of twenty GETs of each path takes longer than, while the work goes on. */
  watched(work: Promise<unknown>, ...paths: readonly string[]): Promise<number[]> {
    let goesOn = true;
    const end = () => {
      goesOn = false;
    };
    void work.then(end, end);
    return Promise.all(
      paths.map(async (path) => {
        const times: number[] = [];
        while (goesOn) {
          const from = performance.now();
          const answer = await this.call(path);
          await answer.arrayBuffer();
          if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}`);
          times.push(performance.now() - from);
          await pause(50);
        }
        times.sort((a, b) => a - b);
        return rounded(times[Math.floor(times.length * 0.95)] ?? Number.NaN, 1);
      }),
    );
  }

  /** @returns its id, before it is read. */
  async upload(path: string, organisationId: string): Promise<string> {
    const form = new FormData();
    form.set('kind', 'scenario');
    form.set('organisationId', organisationId);
    form.set('file', await openAsBlob(path), 'many');
    const taken = await this.call('/imports', { method: 'POST', body: form });
    const { id } = (await taken.json()) as { id: string };
    if (taken.status !== 202) throw new Error(`the upload was answered ${taken.status}`);
    return id;
  }

  async until(id: string, isDone: (state: string) => boolean) {
    for (;;) {
      const answer = await this.call(`/imports/${id}`);
      const found = (await answer.json()) as { state: string; total: number; valid: number };
      if (found.state === 'refused') throw new Error('the file was refused');
      if (isDone(found.state)) return found;
      await pause(250);
    }
  }

  async commit(id: string): Promise<void> {
    const begun = await this.call(`/imports/${id}/commit`, json({}));
    if (!begun.ok) throw new Error(`the commit was answered ${begun.status}`);
    await this.until(id, (state) => state === 'committed');
  }
}

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
