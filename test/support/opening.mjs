// Opens a spreadsheet in a process of its own, whose memory holds nothing else.
// Usage: node opening.mjs PATH; prints the code of the refusal, if any, and by how many bytes memory grew, as JSON.
import { openBook } from '#sheets';

const before = process.memoryUsage().rss;
const code = await openBook(process.argv[2]).then(
  () => undefined,
  (error) => error.code,
);
console.log(JSON.stringify({ code, grown: process.resourceUsage().maxRSS * 1024 - before }));
