import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const redisIsHere = spawnSync('redis-server', ['--version']).status === 0;

export interface RedisServer {
  readonly url: string;
  /** Stops answering, as a machine that hangs does; its connections stay. */
  pause(): void;
  resume(): void;
  /** Forgets everything. */
  flush(): Promise<void>;
  /** SIGKILL; `revive` starts it again, empty, at the same address. */
  kill(): Promise<void>;
  revive(): Promise<void>;
  stop(): Promise<void>;
}

/** A redis-server of its own on a free port, without files. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'duijie-redis-'));
  let child = await launch(port, folder);
  const end = (signal: NodeJS.Signals) =>
    new Promise<void>((done) => {
      child.removeAllListeners('exit');
      child.once('exit', () => done());
      child.kill('SIGCONT');
      child.kill(signal);
    });
  return {
    url: `redis://127.0.0.1:${port}`,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    flush: () => say(port, 'FLUSHALL'),
    kill: () => end('SIGKILL'),
    revive: async () => {
      child = await launch(port, folder);
    },
    stop: async () => {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(port: number, folder: string): Promise<ChildProcess> {
  const settings = {
    port,
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    'maxmemory-policy': 'noeviction',
    dir: folder,
  };
  const child = spawn(
    'redis-server',
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await new Promise<void>((ready, failed) => {
    child.stdout?.on(
      'data',
      (part: Buffer) => part.toString().includes('Ready to accept connections') && ready(),
    );
    child.once('exit', (code) => failed(new Error(`redis-server ended with ${code}`)));
  });
  return child;
}

/** One command, and its answer waited for. */
function say(port: number, command: string): Promise<void> {
  return new Promise((done, failed) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.once('data', () => done(void socket.destroy()));
    socket.once('error', failed);
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
