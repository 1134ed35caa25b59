import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { projectRoot } from '#platform';

/** Where apps/web/index.html wants the nonce of its answer. */
const placeholder = '__nonce__';

/** Serves the built web client below /app/, where it was built with the server. */
export async function addWebClient(app: NestFastifyApplication): Promise<void> {
  const root = join(projectRoot, 'dist/web');
  const file = join(root, 'index.html');
  if (!existsSync(file)) return;
  const index = readFileSync(file, 'utf8');
  // Names of assets change with their content: they may be kept for ever.
  await app.register(fastifyStatic, {
    root,
    prefix: '/app/',
    wildcard: false,
    index: false,
    globIgnore: ['index.html'],
    immutable: true,
    maxAge: '365d',
  });
  const fastify = app.getHttpAdapter().getInstance();
  // Never kept: the nonce in it is that of its own headers.
  const page = (_request: FastifyRequest, reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').send(index.replace(placeholder, reply.cspNonce.style));
  // A page that an older build made asks for files that are gone: the index page in their place would not be understood.
  fastify.get('/app/assets/*', (_request, reply) => reply.callNotFound());
  // Any other address below /app/ is the client's own; it shows the page, or that there is none.
  fastify.get('/app/*', page);
  fastify.get('/app', (_request, reply) => reply.redirect('/app/'));
}
