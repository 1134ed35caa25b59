// What reading a text costs a process of its own, whose memory holds nothing else: a test runner's collector walks all
// that its suites have left, and a measurement there is mostly that.
// Usage: node reading.mjs TEXT MEGABYTES; prints processor time in microseconds, as JSON.
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBook } from '#sheets';

const [text = '', megabytes = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'duijie-reading-'));
const path = join(folder, 'table.csv');

async function read() {
  const book = await openBook(path);
  const rows = [];
  try {
    for await (const row of book.rows(0)) rows.push(row);
  } finally {
    await book.close();
  }
}

/** The least that reading costs: the bytes decoded and cut at line ends. */
async function cutLines() {
  const decoder = new TextDecoder();
  let lines = 0;
  for await (const part of createReadStream(path))
    lines += decoder.decode(part, { stream: true }).split('\n').length;
  return lines;
}

/** A file that is refused, with a code, has its cost too. */
async function spent(size, work) {
  writeFileSync(path, Buffer.concat([Buffer.from('甲,乙,丙\n'), Buffer.alloc(size * 1024 * 1024, text)]));
  const before = process.cpuUsage();
  await work().catch((error) => {
    if (!error.code) throw error;
  });
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

try {
  await spent(1, read);
  const most = Number(megabytes);
  const quarter = await spent(most / 4, read);
  const whole = await spent(most, read);
  console.log(JSON.stringify({ quarter, whole, bare: await spent(most, cutLines) }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
