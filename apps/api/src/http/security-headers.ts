import { createHash } from 'node:crypto';
import type { FastifyHelmetOptions } from '@fastify/helmet';
import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '#platform';
import { style as docsStyle } from '../openapi/docs.js';
import { style as publicStyle } from '../public/style.js';
import { servedByTls } from './session.guard.js';

const year = 365 * 24 * 3600;
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * The headers of every answer. Scripts come from our own files alone. Styles come from files, from the two sheets that
 * pages without script carry (known by their hashes), and, in the web client, from Ant Design, which writes them with
 * the nonce of the page.
 */
function options(config: Config): FastifyHelmetOptions {
  const tls = servedByTls(config);
  return {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", hashOf(publicStyle), hashOf(docsStyle)],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        // A city's intranet may be without TLS.
        ...(tls ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: tls ? { maxAge: year, includeSubDomains: true } : false,
  };
}

/** What an answer says where its own handler does not: nothing may keep it. */
export async function addSecurityHeaders(app: NestFastifyApplication, config: Config): Promise<void> {
  await app.register(helmet, options(config));
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (_request, reply, done) => {
      void reply.header('Cache-Control', 'no-store');
      void reply.header('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
      done();
    });
}
