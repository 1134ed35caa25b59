import { execFile } from 'node:child_process';
import { processFile } from '#platform';

export interface Ran {
  readonly exit: number;
  /** What it wrote, to either stream. */
  readonly output: string;
}

/** Runs the operator's command line as a process of its own, with no setting but those that are given. */
export function duijie(args: readonly string[], settings: Readonly<Record<string, string>>): Promise<Ran> {
  const { PATH } = process.env;
  return new Promise((done) => {
    execFile(
      process.execPath,
      [processFile('duijie'), ...args],
      { env: { PATH, LOG_LEVEL: 'error', ...settings } },
      (error, stdout, stderr) => done({ exit: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
}
