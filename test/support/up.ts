import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { processFile } from '#platform';
import { eventually } from './app.js';

const cli = processFile('duijie');
/** Whether a process is there and has not ended, by /proc. */
export const isAlive = (pid: number) =>
  existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

/** `duijie up` with an embedded database and without sample data, and what it has started. */
export class Up {
  output = '';
  private readonly child: ChildProcess;
  readonly exit: Promise<number | null>;

  constructor(dataDir: string, port: number) {
    this.child = spawn(process.execPath, [cli, 'up'], {
      env: {
        PATH: process.env['PATH'],
        DATA_DIR: dataDir,
        PORT: String(port),
        LOG_LEVEL: 'silent',
        SAMPLE_DATA: 'off',
        LIVENESS_SECONDS: '10',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (part: Buffer) => (this.output += part.toString()));
    this.exit = new Promise((done) => this.child.once('exit', (code) => done(code)));
  }

  says = (text: string) =>
    eventually(
      async () => this.output,
      (output) => output.includes(text),
      90,
    );

  /** Its children, by what they run. */
  pids(): Record<'api' | 'worker', number | undefined> {
    const { pid } = this.child;
    const file = `/proc/${pid}/task/${pid}/children`;
    const all = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').map(Number) : [];
    const of = (name: string) =>
      all.find(
        (child) =>
          isAlive(child) && readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(`processes/${name}.js`),
      );
    return { api: of('api'), worker: of('worker') };
  }

  /** Waits until another process than `before` is there. */
  async replaced(name: 'api' | 'worker', before: number): Promise<number> {
    const now = await eventually(
      async () => this.pids()[name],
      (pid) => pid !== undefined && pid !== before,
      60,
    );
    return now as number;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
