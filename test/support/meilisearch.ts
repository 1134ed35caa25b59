import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './redis.js';

export const meilisearchIsHere =
  process.env['MEILI_URL'] !== undefined || spawnSync('meilisearch', ['--version']).status === 0;

export interface MeilisearchServer {
  readonly url: string;
  readonly key: string | undefined;
  /** Ends the server; its data stay for `start`. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The server of MEILI_URL, or one of its own on a free port. */
export async function startMeilisearch(): Promise<MeilisearchServer> {
  const given = process.env['MEILI_URL'];
  const nothing = async () => undefined;
  if (given !== undefined)
    return { url: given, key: process.env['MEILI_KEY'], kill: nothing, start: nothing, stop: nothing };
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'duijie-meili-'));
  const url = `http://127.0.0.1:${port}`;
  let end: () => Promise<void> = nothing;
  const start = async () => {
    const child = spawn(
      'meilisearch',
      [
        '--no-analytics',
        '--http-addr',
        `127.0.0.1:${port}`,
        '--db-path',
        join(folder, 'data'),
        '--log-level',
        'ERROR',
      ],
      { cwd: folder, stdio: 'ignore' },
    );
    end = () =>
      new Promise((done) => {
        child.once('exit', () => done());
        child.kill('SIGKILL');
      });
    for (let i = 0; i < 200; i++) {
      if ((await fetch(`${url}/health`).catch(() => undefined))?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('meilisearch did not start');
  };
  await start();
  return {
    url,
    key: undefined,
    kill: () => end(),
    start,
    stop: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
