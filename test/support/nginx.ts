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

/** A file of docker/, with what the container has elsewhere written out. */
function rendered(name: string, steps: readonly (readonly [RegExp, string])[]): string {
  return steps.reduce(
    (text, [what, by]) => {
      if (!what.test(text)) throw new Error(`docker/${name} has no ${what}`);
      return text.replace(what, by);
    },
    readFileSync(join(projectRoot, 'docker', name), 'utf8'),
  );
}

const proxied = [/\/etc\/nginx\/duijie\/proxy\.conf/, join(projectRoot, 'docker/nginx.proxy.conf')] as const;

/** The shipped configuration: the names of containers as addresses, and the port. */
function plain(port: number, apis: readonly string[]): string {
  const servers = apis.map((api) => `server ${new URL(api).host};`).join('\n  ');
  return rendered('nginx.conf', [
    [/server api:3000 resolve;/, servers],
    [/^resolver .*$/m, ''],
    [/listen 80;/, `listen 127.0.0.1:${port};`],
    proxied,
  ]);
}

/** Ports with TLS and without, and the directory of the certificate. */
export interface Tls {
  readonly https: number;
  readonly http: number;
  readonly folder: string;
}

function withTls({ https, http, folder }: Tls): string {
  return rendered('nginx.tls.conf', [
    [/listen 443 ssl;/, `listen 127.0.0.1:${https} ssl;`],
    [/listen 8080;/, `listen 127.0.0.1:${http};`],
    [/\/etc\/nginx\/tls\/fullchain/, `${folder}/fullchain`],
    [/\/etc\/nginx\/tls\/privkey/, `${folder}/privkey`],
    proxied,
  ]);
}

/** nginx of its own on a free port of the loopback, before the given processes of the API. */
export async function startNginx(apis: readonly string[], tls?: Tls): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'duijie-nginx-'));
  const port = await freePort();
  writeFileSync(join(folder, 'default.conf'), plain(port, apis));
  writeFileSync(join(folder, 'tls.conf'), tls ? withTls(tls) : '');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; pid ${folder}/pid; error_log stderr error; worker_processes 1;
     events {} http { access_log off; ${temporary.join(' ')} include ${folder}/default.conf; include ${folder}/tls.conf; }`,
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
