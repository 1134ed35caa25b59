import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#platform';

/** A server of the client alone, in a process of its own: the library that sends files is no module that Jest can load. */
const program = `
  import fastify from 'fastify';
  import { addWebClient } from './dist/apps/api/src/http/web-client.js';
  const server = fastify();
  server.decorateReply('cspNonce', { getter: () => ({ style: 'n0nce', script: 'n0nce' }) });
  await addWebClient(server, process.env.WEB);
  process.stdout.write(await server.listen({ port: 0, host: '127.0.0.1' }));
`;

describe('the web client that a running server serves', () => {
  const root = join(mkdtempSync(join(tmpdir(), 'duijie-web-')), 'web');
  let server: ChildProcess;
  let base: string;

  /** What a build leaves: the page, and the one script that it names. */
  function build(name: string): void {
    rmSync(root, { recursive: true, force: true });
    mkdirSync(join(root, 'assets'), { recursive: true });
    writeFileSync(
      join(root, 'index.html'),
      `<meta nonce="__nonce__"><script src="/app/assets/${name}.js"></script>`,
    );
    writeFileSync(join(root, 'assets', `${name}.js`), `// ${name}`);
  }
  const get = async (path: string) => {
    const answer = await fetch(`${base}${path}`);
    return { status: answer.status, text: await answer.text(), kept: answer.headers.get('cache-control') };
  };

  beforeAll(async () => {
    server = spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: projectRoot,
      env: { PATH: process.env['PATH'], WEB: root },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [address] = await once(server.stdout as NodeJS.ReadableStream, 'data');
    base = String(address);
  });
  afterAll(async () => {
    server.kill();
    await once(server, 'exit');
    rmSync(join(root, '..'), { recursive: true, force: true });
  });

  it('is not there before it is built, and is there afterwards', async () => {
    expect((await get('/app/')).status).toBe(404);
    build('first');
    expect((await get('/app/engagements')).text).toContain('nonce="n0nce"');
    expect(await get('/app/assets/first.js')).toMatchObject({
      status: 200,
      text: '// first',
      kept: 'public, max-age=31536000, immutable',
    });
  });

  it('is the new one when it is built again', async () => {
    build('second');
    expect((await get('/app/')).text).toContain('/app/assets/second.js');
    expect(await get('/app/assets/second.js')).toMatchObject({ status: 200, text: '// second' });
    expect((await get('/app/assets/first.js')).status).toBe(404);
  });

  it.each(['/app/assets/', '/app/assets/..%2Findex.html', '/app/assets/.hidden', '/app/assets/a%2Fb.js'])(
    'has nothing at %s',
    async (path) => expect((await get(path)).status).toBe(404),
  );
});
