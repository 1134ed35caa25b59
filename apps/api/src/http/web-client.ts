import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { projectRoot } from '#platform';

/** Where apps/web/index.html wants the nonce of its answer. */
const placeholder = '__nonce__';

/** The page of the built client as it lies there now: a build that comes while the server runs is taken up. */
class IndexPage {
  private read = { at: Number.NaN, text: '' };

  constructor(private readonly file: string) {}

  /** Undefined where the client has not been built. */
  async text(): Promise<string | undefined> {
    try {
      const { mtimeMs } = await stat(this.file);
      if (mtimeMs !== this.read.at) this.read = { at: mtimeMs, text: await readFile(this.file, 'utf8') };
      return this.read.text;
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

/** Serves the built web client below /app/. */
export async function addWebClient(
  fastify: FastifyInstance,
  root = join(projectRoot, 'dist/web'),
): Promise<void> {
  const index = new IndexPage(join(root, 'index.html'));
  await fastify.register(fastifyStatic, { root, serve: false });
  // Nobody may cache this page: its nonce belongs to the headers of this one answer.
  const page = async (_request: FastifyRequest, reply: FastifyReply) => {
    const text = await index.text();
    if (text === undefined) return reply.callNotFound();
    return reply.type('text/html; charset=utf-8').send(text.replace(placeholder, reply.cspNonce.style));
  };
  // Names of assets change with their content: they may be kept for ever. A page that an older build made may ask for
  // files that are gone: the index page in their place would not be understood.
  fastify.get<{ Params: { '*': string } }>('/app/assets/*', (request, reply) => {
    const name = request.params['*'];
    if (!/^[\w-][\w.-]*$/.test(name)) return reply.callNotFound();
    return reply.sendFile(`assets/${name}`, { immutable: true, maxAge: '365d' });
  });
  // Any other address below /app/ is the client's own; it shows the page, or that there is none.
  fastify.get('/app/*', page);
  fastify.get('/app', (_request, reply) => reply.redirect('/app/'));
}
