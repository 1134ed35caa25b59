import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AuditService } from '#accounts';
import { isId, newId } from '#kernel';
import { type Config, Database, enterContext, IdempotencyKeys, NestLogger } from '#platform';
import { AppModule } from './app.module.js';
import { Storage } from './health/storage.js';
import { AnswerInterceptor } from './http/answer.interceptor.js';
import { AuditInterceptor } from './http/audit.interceptor.js';
import { watchBodies } from './http/body-pace.js';
import { FrameworkErrors } from './http/framework-errors.js';
import { addJsonBody } from './http/json-body.js';
import { KnownRoutes } from './http/known-routes.js';
import { ProblemFilter } from './http/problem.filter.js';
import { addSecurityHeaders, plainHeaders } from './http/security-headers.js';
import { drainRefusedBodies } from './http/unread-body.js';
import { addWebClient } from './http/web-client.js';
import { WorkInterceptor } from './http/work.interceptor.js';
import { addMetrics } from './metrics.js';
import { notFoundDocument } from './public/not-found.page.js';

const mebibyte = 1024 * 1024;

/** The HTTP server, ready to listen. */
export async function createServer(config: Config, logger: Logger): Promise<NestFastifyApplication> {
  const errors = new FrameworkErrors(plainHeaders(config));
  const adapter = new FastifyAdapter({
    bodyLimit: mebibyte,
    // The last addresses in X-Forwarded-For were written by our own proxies; what stands before these came
    // from the client.
    trustProxy: (_address: string, hop: number) => hop < config.get('TRUSTED_PROXIES'),
    requestIdHeader: false,
    genReqId: (request: { headers: Record<string, unknown> }) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && isId(given) ? given : newId();
    },
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
    // Headers have fifteen seconds, and Node looks every five. Bodies have a watch of their own (body-pace.ts): uploads
    // may take long, and Node knows one time for all.
    requestTimeout: 0,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000, requireHostHeader: false },
    clientErrorHandler: errors.clientError,
    frameworkErrors: errors.refuse,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config), adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
    bodyParser: false, // Only JSON is read: other sites can make a browser send a form
  });
  const routes = KnownRoutes.of(adapter.getInstance());
  addJsonBody(adapter.getInstance());
  watchBodies(adapter.getInstance(), config.get('BODY_SECONDS'), errors);
  drainRefusedBodies(adapter.getInstance());
  await addPlugins(app, config);
  addRequestLog(app, logger);
  errors.addTo(adapter.getInstance());
  await addMetrics(app, config);
  app.useGlobalFilters(new ProblemFilter(logger, routes, () => app.get(Storage).full(), notFoundDocument));
  app.useGlobalInterceptors(
    new WorkInterceptor(),
    new AnswerInterceptor(app.get(IdempotencyKeys), config.get('CHECK_ANSWERS')),
    new AuditInterceptor(app.get(AuditService), app.get(Database)),
  );
  app.enableShutdownHooks();
  return app;
}

async function addPlugins(app: NestFastifyApplication, config: Config): Promise<void> {
  await app.register(cookie);
  await app.register(multipart, {
    limits: {
      fileSize: config.get('UPLOAD_MAX_MB') * mebibyte,
      files: 1,
      fields: 20,
      fieldSize: 64 * 1024,
      parts: 21,
    },
  });
  await addSecurityHeaders(app, config);
  await addWebClient(app.getHttpAdapter().getInstance());
}

function addRequestLog(app: NestFastifyApplication, logger: Logger): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    enterContext({ requestId: request.id, address: request.ip });
    void reply.header('X-Request-Id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    logger.info(
      {
        requestId: request.id,
        method: request.method,
        url: request.url.split('?')[0],
        status: reply.statusCode,
        person: request.principal?.personId,
        address: request.ip,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
    done();
  });
}
