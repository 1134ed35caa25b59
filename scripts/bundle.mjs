// Puts each process into one file with what it imports: `node scripts/bundle.mjs`, after swc. Loading some 3,000 small
// files takes a process longer than all the rest of its start.
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';
import { bundle } from './bundling.mjs';

const built = (path) => join(root, 'dist', path);
const folder = built('processes');
// In CommonJS, whose compiled code can be kept: see launch.cjs.
const processes = await bundle(
  {
    api: built('apps/api/src/main.js'),
    worker: built('apps/worker/src/main.js'),
    duijie: built('apps/cli/src/main.js'),
    'match.thread': built('libs/matching/src/runs/match.thread.js'),
  },
  folder,
  {
    format: 'cjs',
    // What was kept of another build is never taken for a file of this one.
    entryFileNames: ({ name }) => (name === 'match.thread' ? '[name].js' : '[name]-[hash].js'),
  },
);
writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
copyFileSync(join(root, 'scripts/launch.cjs'), join(folder, 'launch.js'));
for (const name of ['api', 'worker', 'duijie'])
  writeFileSync(join(folder, `${name}.js`), `require('./launch.js')('${name}', './${processes[name]}');\n`);
