// Opens a spreadsheet and reads its first sheet in a process of its own, whose memory holds nothing else.
// Usage: node opening.mjs PATH; prints the code of the refusal, if any, by how many bytes memory grew, and the
// processor time that it took in microseconds, as JSON.
import { existsSync, readFileSync } from 'node:fs';
import { openBook } from '#sheets';

/**
 * The most memory that this program has held, in bytes. Linux keeps getrusage's figure across exec, so that the
 * memory of the process which started this one counts in it; what /proc tells begins with the program.
 */
function mostMemory() {
  const status = '/proc/self/status';
  if (!existsSync(status)) return process.resourceUsage().maxRSS * 1024;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))[1]) * 1024;
}

async function read(path) {
  const book = await openBook(path);
  try {
    for await (const _ of book.rows(book.sheets[0].index));
  } finally {
    await book.close();
  }
}

const before = process.memoryUsage().rss;
const started = process.cpuUsage();
const code = await read(process.argv[2]).then(
  () => undefined,
  (error) => error.code,
);
const { user, system } = process.cpuUsage(started);
console.log(JSON.stringify({ code, grown: mostMemory() - before, spent: user + system }));
