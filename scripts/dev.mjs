// `npm run dev`: `duijie up` that builds and starts again whenever a source changes.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { buildServer, buildWeb, install, root } from './build.mjs';
import { endWithParent } from './parent.mjs';

endWithParent();
install();
let child;
let timer;

function start() {
  try {
    buildServer();
    buildWeb();
  } catch (error) {
    console.error(error);
  }
  child = spawn(process.execPath, [join(root, 'dist/processes/duijie.js'), 'up'], {
    cwd: root,
    stdio: 'inherit',
    env: { CHECK_ANSWERS: 'on', ...process.env },
  });
}

function again() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    child.once('exit', start);
    child.kill('SIGTERM');
  }, 300);
}

start();
for (const folder of ['apps', 'libs']) watch(join(root, folder), { recursive: true }, again);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    child.removeAllListeners('exit');
    child.once('exit', () => process.exit(0));
    child.kill(signal);
  });
}
