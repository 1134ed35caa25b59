import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../root.js';

const built = pathToFileURL(join(projectRoot, 'dist/libs/platform/src/liveness/liveness.js')).href;

/** A process of its own that keeps alive and then does `work`. @returns the signal that ended it, and what it said. */
function run(work: string): Promise<{ signal: NodeJS.Signals | null; said: string }> {
  const script = `import { keepAlive } from '${built}'; keepAlive('trial', 2); ${work}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  return new Promise((done) => child.once('exit', (_, signal) => done({ signal, said })));
}

describe('the watch over the event loop', () => {
  it('ends a process that spins, and says why', async () => {
    const { signal, said } = await run(
      'setTimeout(() => { const end = Date.now() + 30_000; while (Date.now() < end); process.exit(); }, 100);',
    );
    expect(signal).toBe('SIGKILL');
    expect(said).toContain('the event loop has not turned');
  });

  it('lets one be that works in pieces, and one that ends', async () => {
    const pieces =
      'const end = Date.now() + 5000; (function turn() { if (Date.now() < end) setTimeout(turn, 10); })();';
    expect((await run(pieces)).signal).toBeNull();
    expect((await run('')).signal).toBeNull();
  });
});
