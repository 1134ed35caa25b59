// Writes docs/policy.md from the policy table: `node scripts/policy.mjs`; `--check` only compares. A change of who may
// do what is then seen in review as a change of that file.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServer, root } from './build.mjs';

buildServer();
const built = (path) => import(pathToFileURL(join(root, 'dist/libs/accounts/src/domain', path)).href);
const { policy } = await built('policy.js');
const { roles } = await built('principal.js');

const rows = Object.entries(policy).map(([action, line]) => [
  `\`${action}\``,
  ...roles.map((role) => line[role] ?? ''),
]);
const head = ['action', ...roles];
const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
const text = `# Who may do what

Generated from \`libs/accounts/src/domain/policy.ts\` by \`node scripts/policy.mjs\`; the test run checks that it is current.
An empty cell refuses. \`own\`: of the caller's organisation, or of the caller. \`area\`: in the caller's reporting area.
\`any\`: whoever's. What \`anyone\` may do needs no sign-in, so every role may do it.

${line(head)}
${line(widths.map((width) => '-'.repeat(width)))}
${rows.map(line).join('\n')}
`;
const file = join(root, 'docs/policy.md');
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('docs/policy.md is stale: node scripts/policy.mjs');
    process.exit(1);
  }
} else writeFileSync(file, text);
