import { Worker } from 'node:worker_threads';

/**
 * Runs in a thread of its own, so that it goes on while the event loop spins. It counts its own looks, not the clock: a
 * machine that slept has not hung.
 */
const watch = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const beats = new Int32Array(workerData.beats);
let last = -1;
let silent = 0;
setInterval(() => {
  const now = Atomics.load(beats, 0);
  silent = now === last ? silent + 1 : 0;
  last = now;
  if (silent < workerData.seconds) return;
  writeSync(2, JSON.stringify({ level: 60, time: new Date(), process: workerData.name, pid: process.pid,
    msg: 'the event loop has not turned for ' + silent + ' s: ending the process, for it to be started again' }) + '\\n');
  process.kill(process.pid, 'SIGKILL');
}, 1000);
`;

/**
 * Ends this process when its event loop has not turned for `seconds`; whatever runs it (\`duijie up\`, the container's
 * restart policy) starts it again. Answers the supervisor's question whether it is alive, too.
 */
export function keepAlive(name: string, seconds: number): void {
  const beats = new SharedArrayBuffer(4);
  const counter = new Int32Array(beats);
  setInterval(() => Atomics.add(counter, 0, 1), 500).unref();
  new Worker(watch, { eval: true, execArgv: [], workerData: { beats, seconds, name } }).unref();
  process.on('message', (message: unknown) => {
    if (typeof message === 'object' && message !== null && 'alive' in message && process.connected)
      process.send?.({ alive: true });
  });
}

/** After a signal to end, this process ends in order, or after so many seconds in any case. */
export function endInTime(seconds: number): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => setTimeout(() => process.exit(1), seconds * 1000).unref());
}
