import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { type Nginx, nginxIsHere, startNginx } from '../support/nginx.js';
import { freePort } from '../support/redis.js';

const opensslIsHere = spawnSync('openssl', ['version']).status === 0;
const suite = nginxIsHere && opensslIsHere ? describe : describe.skip;

suite('the proxy with TLS (needs nginx and openssl: apt-get install nginx openssl)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'duijie-tls-'));
  let behind: Server;
  let nginx: Nginx;
  let ports: { https: number; http: number };

  beforeAll(async () => {
    const [key, certificate] = [join(folder, 'privkey.pem'), join(folder, 'fullchain.pem')];
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=localhost'],
    ]);
    if (made.status !== 0) throw new Error(made.stderr.toString());
    behind = createServer((request, answer) => answer.end(String(request.headers['x-forwarded-proto'])));
    await new Promise<void>((done) => behind.listen(0, '127.0.0.1', done));
    ports = { https: await freePort(), http: await freePort() };
    const api = `http://127.0.0.1:${(behind.address() as AddressInfo).port}`;
    nginx = await startNginx([api], { ...ports, folder });
  });
  afterAll(async () => {
    await nginx?.stop();
    behind?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a handshake comes to: the protocol, or the error's code. */
  const handshake = (options: ConnectionOptions) =>
    new Promise<string>((done) => {
      const socket = connect({
        host: '127.0.0.1',
        port: ports.https,
        rejectUnauthorized: false, // the certificate is of this test alone
        ...options,
      });
      socket.once('secureConnect', () => {
        done(socket.getProtocol() ?? '');
        socket.destroy();
      });
      socket.once('error', (error: Error & { code?: string }) => done(error.code ?? error.message));
    });

  it('speaks TLS 1.2 and 1.3 alone', async () => {
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await handshake({})).toBe('TLSv1.3');
    expect(await handshake({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
    expect(await handshake(old)).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
    // No secrecy of what was sent before, where the key is lost later: refused.
    const weak = { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:AES256-GCM-SHA384' } as const;
    expect(await handshake(weak)).toBe('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE');
  });

  it('sends people on to https, and tells programs that they came without', async () => {
    const plain = `http://127.0.0.1:${ports.http}`;
    const page = await fetch(`${plain}/lists/scenarios?a=1`, { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([
      301,
      'https://127.0.0.1/lists/scenarios?a=1',
    ]);
    const call = await fetch(`${plain}/api/v1/me`, { redirect: 'manual' });
    expect(call.status).toBe(403);
    expect(call.headers.get('content-type')).toBe('application/problem+json');
    expect(((await call.json()) as { title: string }).title).toBe('需要 https');
  });
});
