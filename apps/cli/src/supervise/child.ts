import { type ChildProcess, fork } from 'node:child_process';
import { processFile } from '#platform';
import { Restarts } from './restarts.js';

export interface ChildOf {
  readonly name: 'api' | 'worker';
  /** The message by which it says that it is ready. */
  readonly word: 'listening' | 'working';
  readonly env: NodeJS.ProcessEnv;
  /** Seconds without an answer after which it is ended and started again. */
  readonly patience: number;
  readonly say: (line: string) => void;
}

const label = { api: '接口进程', worker: '后台进程' } as const;
const killAfter = 30_000;
/** What it has until its first word, in milliseconds. */
const startIn = 120_000;

/** One process of ours: started, listened to, started again when it ends or no longer answers, given up when that is of no use. */
export class Child {
  private process: ChildProcess | undefined;
  private stopping = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly restarts = new Restarts();
  private giveUp: (error: Error) => void = () => undefined;
  /** Rejects when it is given up; never resolves. */
  readonly givenUp: Promise<never>;

  constructor(private of: ChildOf) {
    this.givenUp = new Promise((_, reject) => {
      this.giveUp = reject;
    });
    this.givenUp.catch(() => undefined); // told to whoever waits for it
  }

  /** @returns what came with the first word. */
  start(): Promise<unknown> {
    return Promise.race([new Promise((ready) => this.begin(ready)), this.givenUp]);
  }

  /** Ends it and starts it again in another environment. */
  async restart(env: NodeJS.ProcessEnv): Promise<void> {
    this.of = { ...this.of, env };
    await this.stop();
    this.stopping = false;
    await this.start();
  }

  /** Asks it to end; after thirty seconds it is made to. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    const child = this.process;
    if (!child) return;
    await new Promise<void>((done) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), killAfter);
      child.once('exit', () => {
        clearTimeout(timer);
        done();
      });
      child.kill('SIGTERM');
      child.kill('SIGCONT'); // one that was stopped hears nothing else
    });
  }

  private begin(ready: (word: unknown) => void): void {
    const { name, word, env } = this.of;
    const child = fork(processFile(name), {
      env,
      execArgv: ['--enable-source-maps'],
    });
    this.process = child;
    const began = Date.now();
    const stopAsking = this.askWhetherAlive(child);
    child.on('message', (message: Record<string, unknown>) => word in message && ready(message[word]));
    child.once('error', () => undefined); // 'exit' follows, or it never began
    child.once('exit', (code, signal) => {
      stopAsking();
      this.process = undefined;
      if (!this.stopping) this.again(Date.now() - began, String(signal ?? code), ready);
    });
  }

  private again(ran: number, why: string, ready: (word: unknown) => void): void {
    const { name, say } = this.of;
    const pause = this.restarts.ended(ran);
    if (pause === undefined) {
      this.giveUp(new Error(`${label[name]}（${name}）反复意外结束（${why}），已放弃；原因见上面的日志`));
      return;
    }
    say(`${label[name]}（${name}）意外结束（${why}），${pause / 1000} 秒后重新启动`);
    this.timer = setTimeout(() => !this.stopping && this.begin(ready), pause);
  }

  /** Asks over the channel; whoever spins or hangs does not answer. */
  private askWhetherAlive(child: ChildProcess): () => void {
    const { name, patience, say } = this.of;
    let heard = Date.now();
    let allowed = Math.max(patience * 1000, startIn);
    child.on('message', () => {
      heard = Date.now();
      allowed = patience * 1000;
    });
    const timer = setInterval(
      () => {
        if (child.connected) child.send({ alive: true }, () => undefined);
        if (Date.now() - heard <= allowed) return;
        say(`${label[name]}（${name}）${patience} 秒没有回应，强制结束`);
        heard = Date.now();
        child.kill('SIGKILL');
      },
      Math.min(5000, (patience * 1000) / 3),
    );
    return () => clearInterval(timer);
  }
}
