// Puts each process into one file with what it imports: `node scripts/bundle.mjs`, after swc. Loading some 3,000 small
// files takes a process longer than all the rest of its start.
import { join } from 'node:path';
import { root } from './build.mjs';
import { bundle } from './bundling.mjs';

const built = (path) => join(root, 'dist', path);
await bundle(
  {
    api: built('apps/api/src/main.js'),
    worker: built('apps/worker/src/main.js'),
    duijie: built('apps/cli/src/main.js'),
    'match.thread': built('libs/matching/src/runs/match.thread.js'),
  },
  built('processes'),
);
