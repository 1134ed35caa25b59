import { SingleBar } from 'cli-progress';
import type { Progress } from '#platform';

export interface Reporter {
  report(progress: Progress): Promise<void>;
  stop(): void;
}

/** A bar when a person is looking; otherwise a line whenever the work says something new, at most one a second. */
export function reporter(name: string): Reporter {
  if (process.stderr.isTTY) {
    const bar = new SingleBar({
      format: `${name} {bar} {percentage}% {doing}`,
      hideCursor: true,
      stream: process.stderr,
      clearOnComplete: false,
    });
    bar.start(1000, 0, { doing: '' });
    return {
      report: async ({ done, doing }) => bar.update(Math.round(done * 1000), { doing: doing ?? '' }),
      stop: () => bar.stop(),
    };
  }
  let last = '';
  let at = 0;
  return {
    report: async ({ done, doing }) => {
      const line = `${name} ${Math.round(done * 100)}% ${doing ?? ''}`;
      if (line === last || Date.now() - at < 1000) return;
      last = line;
      at = Date.now();
      process.stderr.write(`${line}\n`);
    },
    stop: () => undefined,
  };
}
