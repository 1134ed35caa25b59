import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';

export class AlreadyRunning extends Error {
  readonly code = 'operator.already_running';

  constructor(
    readonly pid: number,
    folder: string,
  ) {
    super(`Duijie already runs on ${folder} (process ${pid}): stop it first, or choose another DATA_DIR`);
  }
}

interface Holder {
  readonly pid: number;
  /** When the process began, as the system tells it: a number used again by another process is not the holder. */
  readonly began: string;
}

/** One `up` a data directory. The lock of a process that was killed does not bind. */
export class OperatorLock {
  private constructor(private readonly file: string) {}

  /** @throws AlreadyRunning `operator.already_running` */
  static take(dataDir: string): OperatorLock {
    mkdirSync(dataDir, { recursive: true });
    const file = lockFile(dataDir);
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        const handle = openSync(file, 'wx', 0o644);
        writeSync(
          handle,
          JSON.stringify({ pid: process.pid, began: beginning(process.pid) } satisfies Holder),
        );
        closeSync(handle);
        return new OperatorLock(file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const holder = OperatorLock.holder(dataDir);
        if (holder !== undefined) throw new AlreadyRunning(holder, resolve(dataDir));
        rmSync(file, { force: true });
      }
    }
    throw new Error(`could not take ${file}`);
  }

  /** The process that holds the lock and lives. */
  static holder(dataDir: string): number | undefined {
    try {
      const { pid, began } = JSON.parse(readFileSync(lockFile(dataDir), 'utf8')) as Holder;
      process.kill(pid, 0);
      return beginning(pid) === began ? pid : undefined;
    } catch (error) {
      // EPERM: it lives, as another user.
      return (error as NodeJS.ErrnoException).code === 'EPERM' ? -1 : undefined;
    }
  }

  release(): void {
    rmSync(this.file, { force: true });
  }
}

function lockFile(dataDir: string): string {
  return join(dataDir, 'duijie.lock');
}

function beginning(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
