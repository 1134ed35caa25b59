import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#platform';
import { eventually } from './app.js';
import { freePort } from './redis.js';

export const nginxIsHere = spawnSync('nginx', ['-v']).status === 0;

export interface Nginx {
  readonly base: string;
  stop(): Promise<void>;
}

/** The shipped configuration, with what the container's names resolve to written out: addresses, and the port. */
function rendered(port: number, apis: readonly string[]): string {
  const shipped = readFileSync(join(projectRoot, 'docker/nginx.conf'), 'utf8');
  const servers = apis.map((api) => `server ${new URL(api).host};`).join('\n  ');
  const steps: [RegExp, string][] = [
    [/server api:3000 resolve;/, servers],
    [/^resolver .*$/m, ''],
    [/listen 80;/, `listen 127.0.0.1:${port};`],
  ];
  return steps.reduce((text, [what, by]) => {
    if (!what.test(text)) throw new Error(`docker/nginx.conf has no ${what}`);
    return text.replace(what, by);
  }, shipped);
}

/** nginx of its own on a free port of the loopback, before the given processes of the API. */
export async function startNginx(apis: readonly string[]): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'duijie-nginx-'));
  const port = await freePort();
  writeFileSync(join(folder, 'default.conf'), rendered(port, apis));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; pid ${folder}/pid; error_log stderr error; worker_processes 1;
     events {} http { access_log off; ${temporary.join(' ')} include ${folder}/default.conf; }`,
  );
  const server = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const base = `http://127.0.0.1:${port}`;
  await eventually(
    () =>
      fetch(`${base}/api/v1/health/live`).then(
        (answer) => answer.status,
        () => 0,
      ),
    (status) => status === 200,
  );
  return {
    base,
    stop: () =>
      new Promise((done) => {
        server.once('exit', () => {
          rmSync(folder, { recursive: true, force: true });
          done();
        });
        server.kill('SIGTERM');
      }),
  };
}
