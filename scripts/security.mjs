// Holds docs/security.md to what it says: each requirement of levels 1 and 2 of OWASP ASVS 5.0.0 stands in it once, a
// met one names what shows it, and every suite, test, text and rule that it names is there. `node scripts/security.mjs`
// writes the figures at its top; `--check` compares them, and looks for what the rules of the sources refuse.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';

/** The levels of each section's requirements, in their order: `1.1:22` is 1.1.1 and 1.1.2, both of level 2. */
const levels = `1.1:22 1.2:1111122223 1.3:112222222223 1.4:222 1.5:123 2.1:122 2.2:112 2.3:12223 2.4:23 3.1:3 3.2:113
  3.3:12223 3.4:11222233 3.5:11122333 3.6:3 3.7:22333 4.1:12233 4.2:23333 4.3:22 4.4:1222 5.1:2 5.2:112333 5.3:113 5.4:222
  6.1:122 6.2:111111112222 6.3:11223333 6.4:112233 6.5:22222333 6.6:2223 6.7:33 6.8:2222 7.1:222 7.2:1111 7.3:22 7.4:11222
  7.5:223 7.6:22 8.1:1233 8.2:1123 8.3:133 8.4:23 9.1:111 9.2:1222 10.1:22 10.2:223 10.3:22223 10.4:1111122222233333
  10.5:22222 10.6:22 10.7:222 11.1:2233 11.2:22233 11.3:11233 11.4:1222 11.5:23 11.6:23 11.7:33 12.1:12233 12.2:11
  12.3:22223 13.1:2333 13.2:222223 13.3:2233 13.4:1222233 14.1:22 14.2:12223333 14.3:122 15.1:12233 15.2:12233 15.3:1222222
  15.4:3333 16.1:2 16.2:22222 16.3:2222 16.4:222 16.5:2223 17.1:23 17.2:22223333 17.3:22`;
const required = new Map(
  levels.split(/\s+/).flatMap((section) => {
    const [number, each] = section.split(':');
    return [...each].map((level, i) => [`${number}.${i + 1}`, Number(level)]);
  }),
);

/** What the sources hold nowhere, or in the named files alone. */
const rules = {
  'no code is made of texts': { of: /\beval\(|new Function\(|vm\.runIn/, in: ['libs', 'apps'] },
  'no shell is called': {
    of: /\bexecSync\(|(?<!\.)\bexec\(['"`]|shell: true/,
    in: ['libs', 'apps'],
  },
  'no page is put together from unescaped texts': {
    of: /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write/,
    in: ['libs', 'apps'],
    but: ['apps/api/src/public/layout.tsx', 'apps/api/src/openapi/docs.tsx'], // their own style sheets
  },
  'the web client keeps nothing in the browser': {
    of: /localStorage|sessionStorage|indexedDB|document\.cookie/,
    in: ['apps/web/src'],
  },
  'the web client talks to no other window or site': {
    of: /postMessage|window\.open|new WebSocket|https?:\/\/(?!www\.w3\.org)/,
    in: ['apps/web/src'],
  },
  'certificates are always checked': {
    of: /rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/,
    in: ['libs', 'apps', 'docker', 'scripts'],
    but: ['scripts/security.mjs'],
  },
  'no weak hash or cipher is used': {
    of: /createHash\(['"](md5|sha1)|createCipheriv|createDecipheriv|createECDH|pgp_sym/,
    in: ['libs', 'apps'],
  },
  'chance that matters is cryptographic': {
    of: /Math\.random\(/,
    in: ['libs', 'apps'],
    but: ['libs/matching/src/scoring/meaning/client.ts'], // the pause before another try
  },
  'answers of other servers are not followed elsewhere': { of: /redirect: 'follow'/, in: ['libs', 'apps'] },
};

const faults = [];

function* sourcesIn(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* sourcesIn(path);
    else if (!/\.spec\.tsx?$/.test(entry.name)) yield path;
  }
}

function followRules() {
  for (const [name, { of, in: folders, but = [] }] of Object.entries(rules))
    for (const folder of folders)
      for (const path of sourcesIn(folder))
        if (!but.includes(path) && of.test(readFileSync(join(root, path), 'utf8')))
          faults.push(`${path}: against the rule “${name}”`);
}

/** The names that a suite gives to its tests and groups of tests, as they stand in its text. */
function namesIn(path) {
  const text = readFileSync(join(root, path), 'utf8');
  const named = text.matchAll(
    /(?:\b(?:it|describe|test)(?:\.\w+)*\(|\)\()\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/gs,
  );
  return new Set(Array.from(named, ([, , name]) => name.replaceAll("\\'", "'")));
}

/** `#a-heading` of a document, as its readers make it. */
function anchorsIn(path) {
  const headings = readFileSync(join(root, path), 'utf8').matchAll(/^#+ (.*)$/gm);
  return new Set(
    Array.from(headings, ([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

const cached = new Map();
function known(read, path) {
  const key = `${read.name} ${path}`;
  if (!cached.has(key)) cached.set(key, read(path));
  return cached.get(key);
}

/** What shows that a requirement is met: `path` “name of a test”, a link to a text, a rule, or how it was looked at. */
function proofsIn(number, cell) {
  let shown = 0;
  for (const [, path, name] of cell.matchAll(/`([^`]+\.spec\.ts)` “([^”]+)”/g)) {
    shown++;
    if (!existsSync(join(root, path))) faults.push(`${number}: there is no ${path}`);
    else if (!known(namesIn, path).has(name)) faults.push(`${number}: ${path} has no test “${name}”`);
  }
  for (const [, link] of cell.matchAll(/\]\(([^)]+)\)/g)) {
    shown++;
    const [target, anchor] = link.split('#');
    const path = target === '' ? 'docs/security.md' : join('docs', target);
    if (!existsSync(join(root, path))) faults.push(`${number}: there is no ${path}`);
    else if (anchor && !known(anchorsIn, path).has(anchor))
      faults.push(`${number}: ${path} has no heading ${anchor}`);
  }
  for (const [, name] of cell.matchAll(/rule “([^”]+)”/g)) {
    shown++;
    if (!Object.hasOwn(rules, name)) faults.push(`${number}: there is no rule “${name}”`);
  }
  const byTest = /\.spec\.ts` “|rule “/.test(cell);
  const looked = /^looked at: .{20,}/.test(cell);
  if (shown === 0 && !looked) faults.push(`${number}: nothing shows that it is met`);
  return byTest ? 'test' : looked ? 'looked' : 'text';
}

const file = join(root, 'docs/security.md');
const before = readFileSync(file, 'utf8');
const count = { test: 0, text: 0, looked: 0, 'n/a': 0, 'not met': 0 };
const seen = new Set();
for (const [line] of before.matchAll(/^\| \d+\.\d+\.\d+ \|.*$/gm)) {
  const [number, level, what, state, why] = line.slice(2, -2).split(' | ');
  if (required.get(number) !== Number(level) || Number(level) > 2)
    faults.push(`${number}: no requirement of level ${level}`);
  if (seen.has(number)) faults.push(`${number}: stands twice`);
  seen.add(number);
  if (!what || !why || why.trim().length < 10) faults.push(`${number}: says too little`);
  if (state === 'met') count[proofsIn(number, why ?? '')]++;
  else if (state === 'n/a' || state === 'not met') count[state]++;
  else faults.push(`${number}: neither met, n/a nor not met: ${state}`);
}
const all = [...required].filter(([, level]) => level <= 2);
for (const [number] of all) if (!seen.has(number)) faults.push(`${number}: is missing`);

const met = count.test + count.text + count.looked;
const applying = met + count['not met'];
const share = Math.floor((met / applying) * 1000) / 10;
const figures = `<!-- figures: node scripts/security.mjs -->
| requirements of levels 1 and 2 | of them apply | met | shown by a test or a rule | shown by a text | looked at | not met |
| --- | --- | --- | --- | --- | --- | --- |
| ${all.length} | ${applying} | ${met} (${share} %) | ${count.test} | ${count.text} | ${count.looked} | ${count['not met']} |
<!-- end -->`;
const after = before.replace(/<!-- figures: .*?<!-- end -->/s, () => figures);

followRules();
if (share < 95) faults.push(`${share} % of what applies is met: less than 95 %`);
if (process.argv.includes('--check')) {
  if (after !== before) faults.push('its figures are stale: node scripts/security.mjs');
} else writeFileSync(file, after);
if (faults.length > 0) {
  console.error(`docs/security.md:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  process.exitCode = 1;
}
