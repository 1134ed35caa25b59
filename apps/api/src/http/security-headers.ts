import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import plainHelmet, { type HelmetOptions } from 'helmet';
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
function options(config: Config) {
  const tls = servedByTls(config);
  return {
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
        // Without TLS, as in some cities' intranets, browsers must not be told to ask for https.
        ...(tls ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: tls ? { maxAge: year, includeSubDomains: true } : false,
  } satisfies HelmetOptions;
}

/**
 * Sent where a handler says nothing else: no cache keeps the answer, and a page may use no camera, location and the
 * like.
 */
const always = {
  'Cache-Control': 'no-store',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

/**
 * The same headers for answers that no hook of the framework reaches: an address that cannot be decoded, what is not
 * HTTP, a body that comes too slowly.
 */
export function plainHeaders(config: Config): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { ...always };
  const answer = {
    setHeader: (name: string, value: string) => {
      headers[name] = value;
    },
    removeHeader: () => undefined,
  } as unknown as ServerResponse;
  plainHelmet(options(config))({} as IncomingMessage, answer, () => undefined);
  return headers;
}

/** Adds the headers to every answer; a handler may set its own in their place. */
export async function addSecurityHeaders(app: NestFastifyApplication, config: Config): Promise<void> {
  await app.register(helmet, { ...options(config), enableCSPNonces: true });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (_request, reply, done) => {
      void reply.headers(always);
      done();
    });
}
