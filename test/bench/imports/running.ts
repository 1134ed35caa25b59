import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { processFile } from '#platform';
import { rounded } from '../figures.js';

/** Processes of the product, as they are shipped. */
export class Running {
  private readonly all: ChildProcess[] = [];

  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  /** @param node options for Node itself */
  async start(name: 'api' | 'worker', node: readonly string[] = []) {
    const child = fork(processFile(name), { env: this.environment, execArgv: [...node] });
    this.all.push(child);
    const said = await new Promise<Record<string, unknown>>((ready, failed) => {
      child.on('message', (message) => ready(message as Record<string, unknown>));
      child.once('exit', (ended) => failed(new Error(`the ${name} ended with ${ended}`)));
    });
    return { child, said };
  }

  /** As an operator ends it: what a profiler has seen is written. */
  async stop(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  kill(): void {
    for (const child of this.all) child.kill('SIGKILL');
  }
}

/** Megabytes that a process holds; of Linux alone. */
export function memoryOf({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return rounded(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024, 0);
}

/** @returns what tells the most that it has held, and looks no more. */
export function watchMemory(child: ChildProcess): () => number {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, memoryOf(child));
  }, 100);
  return () => {
    clearInterval(timer);
    return most;
  };
}
